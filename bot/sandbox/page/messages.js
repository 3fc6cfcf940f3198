// Messages as people see them; an album is one bubble.

import { press } from "./actions.js";
import { byId, bytes, el, photoUrl } from "./dom.js";
import { formatted } from "./text.js";

const SHOWN_PX = 640;

// `entries` are the messages of one bubble: {message, reactions, edits}; an album has several.
export function bubble(entries, view) {
  const [{ message }] = entries;
  const own = message.from.id === view.you.id;
  const node = el(
    "article",
    {
      class: `message ${own ? "own" : "other"}`,
      "data-testid": message.from.is_bot ? "bot-message" : "person-message",
      "data-message-id": message.message_id,
      "aria-label": `${message.from.first_name}, ${time(message)}`,
      tabindex: 0,
    },
    body(entries, view, own),
    keyboard(message, view),
    actions(entries, view, own),
  );
  return node;
}

export function serviceText(message) {
  if (message.new_chat_members) return `${message.from.first_name} added the bot`;
  if (message.left_chat_member) return `${message.from.first_name} removed the bot`;
  return null;
}

function body(entries, view, own) {
  const [{ message }] = entries;
  const service = serviceText(message);
  if (service) return el("p", { class: "service" }, service);
  const captioned = entries.find((entry) => entry.message.caption)?.message ?? message;
  const showName = !own && view.chat.type !== "private";
  const parts = [
    showName ? el("strong", { class: "name" }, message.from.first_name) : null,
    message.forward_origin ? el("p", { class: "forward" }, "Forwarded message") : null,
    quote(message, view),
  ];
  const media = pictures(entries) ?? attachment(message);
  const words = text(captioned, view);
  const above = captioned.show_caption_above_media;
  parts.push(...(above ? [words, media] : [media, words]), reactions(entries), foot(entries));
  const bare = message.photo && !words && !showName && !message.reply_to_message;
  return el("div", { class: `bubble${bare ? " bare" : ""}` }, ...parts);
}

function quote(message, view) {
  const replied = message.reply_to_message;
  if (!replied) return null;
  const small = replied.photo ? el("img", { src: photoUrl(replied.photo, 60), alt: "" }) : null;
  const said = replied.text ?? replied.caption ?? kindOf(replied);
  const words = el("span", {}, el("b", {}, replied.from.first_name), el("span", {}, said));
  const go = () => view.find(replied.message_id)?.focus();
  return el("button", { type: "button", class: "quote", onclick: go }, small, words);
}

function kindOf(message) {
  if (message.photo) return "Photo";
  return message.document?.file_name ?? (message.sticker ? "Sticker" : "Message");
}

function pictures(entries) {
  const shown = entries.filter(({ message }) => message.photo);
  if (!shown.length) return null;
  const album = shown.length > 1;
  const grid = el("div", { class: album ? "album" : "photo", "data-count": shown.length });
  if (album) grid.dataset.testid = "album";
  for (const { message } of shown) grid.append(picture(message, album));
  return grid;
}

function picture(message, album) {
  const largest = message.photo.at(-1);
  const alt = message.caption ? `Photo: ${message.caption}` : "Photo";
  const size = album ? {} : { width: largest.width, height: largest.height };
  const image = el("img", { src: photoUrl(message.photo, SHOWN_PX), alt, ...size, "data-testid": "photo" });
  const open = () => view(message);
  const spoiler = message.has_media_spoiler ? "cell hidden-photo" : "cell";
  return el("button", { type: "button", class: spoiler, "aria-label": `Open ${alt}`, onclick: open }, image);
}

function view(message) {
  byId("viewer-image").src = photoUrl(message.photo, Infinity);
  byId("viewer").showModal();
}

function attachment(message) {
  const file = message.animation ?? message.video ?? message.document;
  if (message.sticker) return el("p", { class: "sticker" }, message.sticker.emoji ?? "Sticker");
  if (!file) return null;
  if (message.animation?.mime_type === "image/gif") {
    const src = `/media/${file.file_id}`;
    const size = { width: file.width, height: file.height };
    return el("div", { class: "photo" }, el("img", { src, alt: "GIF", ...size, "data-testid": "gif" }));
  }
  const image = file.thumbnail
    ? el("img", { src: `/media/${file.thumbnail.file_id}`, alt: "" })
    : el("span", { class: "page-icon", "aria-hidden": "true" }, "⇣");
  const name = el("span", {}, el("b", {}, file.file_name ?? "file"), el("small", {}, bytes(file.file_size)));
  const href = `/media/${file.file_id}`;
  return el("a", { class: "file", href, download: file.file_name ?? "file", "data-testid": "file" }, image, name);
}

function text(message, view) {
  const words = message.text ?? message.caption;
  if (!words) return null;
  const entities = message.entities ?? message.caption_entities;
  return el("p", { class: "text", "data-testid": "text-of-message", dir: "auto" }, formatted(words, entities, view.command));
}

function reactions(entries) {
  const all = entries.flatMap((entry) => entry.reactions);
  if (!all.length) return null;
  return el("p", { class: "reactions", "data-testid": "reactions" }, ...all.map((emoji) => el("span", {}, emoji)));
}

function foot(entries) {
  const edited = entries.find(({ message }) => message.edit_date);
  const before = edited?.edits.filter(Boolean).join("\n—\n");
  const mark = edited ? el("span", { "data-testid": "edited", title: `Before:\n${before}` }, "edited ") : null;
  return el("small", { class: "foot" }, mark, el("time", {}, time(entries[0].message)));
}

function time(message) {
  return new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function keyboard(message, view) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const node = el("div", { class: "keyboard", "data-testid": "keyboard" });
  for (const row of rows) {
    const buttons = row.map((button) => inlineButton(message, button, view));
    node.append(el("div", { class: "row" }, ...buttons));
  }
  return node;
}

function inlineButton(message, button, view) {
  const onclick = (event) => press(view.you, message, button, event.currentTarget);
  const mark = button.url ? el("span", { "aria-hidden": "true" }, " ↗") : null;
  return el("button", { type: "button", "data-style": button.style, onclick }, button.text, mark);
}

function actions(entries, view, own) {
  const [{ message }] = entries;
  if (serviceText(message)) return null;
  const editable = own && (message.text || message.photo || message.document);
  const button = (name, sign, act) =>
    el("button", { type: "button", "aria-label": name, title: name, onclick: () => act(message) }, sign);
  return el(
    "div",
    { class: "actions" },
    button("Reply", "↩", view.reply),
    editable ? button("Edit", "✎", view.edit) : null,
  );
}
