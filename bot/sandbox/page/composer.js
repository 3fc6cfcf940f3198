// Writes, attaches, replies, edits; knows nothing of the sandbox but `view`.

import { edit, send, toast } from "./actions.js";
import { byId, el } from "./dom.js";

const MOST_FILES = 10;
const draft = { files: [], replyTo: null, editing: null };
let view = null;

export function startComposer(given) {
  view = given;
  byId("composer").addEventListener("submit", submit);
  byId("attach").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", chooseFiles);
  byId("menu").addEventListener("click", () => showCommands(byId("commands").hidden ? "" : null));
  const text = byId("text");
  text.addEventListener("input", typed);
  text.addEventListener("keydown", keyed);
  text.addEventListener("paste", pasted);
  acceptDrops(byId("conversation"));
}

export function replyTo(message) {
  Object.assign(draft, { replyTo: message, editing: null });
  showContext("Reply to", message);
}

export function startEditing(message) {
  Object.assign(draft, { replyTo: null, editing: message });
  byId("text").value = message.text ?? message.caption ?? "";
  showContext("Edit", message);
}

export function clear() {
  Object.assign(draft, { files: [], replyTo: null, editing: null });
  byId("text").value = "";
  byId("as-file").checked = false;
  byId("context").hidden = true;
  showTray();
  typed();
}

async function submit(event) {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (!text && !draft.files.length) return;
  const { files, replyTo: replied, editing } = draft;
  const asFile = byId("as-file").checked;
  const about = { text, files, asFile, replyTo: replied?.message_id };
  const done = editing ? await edit(view.you, editing, text) : await send(view.you, view.chat, about);
  if (done) clear();
  byId("text").focus();
}

function chooseFiles(event) {
  add([...event.target.files]);
  event.target.value = "";
}

function add(files) {
  draft.files.push(...files);
  if (draft.files.length > MOST_FILES) toast(`Telegram takes ${MOST_FILES} at a time`);
  draft.files.length = Math.min(draft.files.length, MOST_FILES);
  if (draft.files.some((file) => !file.type.startsWith("image/"))) byId("as-file").checked = true;
  showTray();
  byId("text").focus();
}

function showTray() {
  const list = byId("attachments");
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...draft.files.map(attached));
  byId("tray").hidden = !draft.files.length;
  byId("text").placeholder = draft.files.length ? "Add a caption" : "Message, or drop a photo";
}

function attached(file, index) {
  const remove = () => {
    draft.files.splice(index, 1);
    showTray();
  };
  const isImage = file.type.startsWith("image/");
  const shown = isImage ? el("img", { src: URL.createObjectURL(file), alt: file.name }) : el("span", {}, file.name);
  return el("li", {}, shown, el("button", { type: "button", "aria-label": `Remove ${file.name}`, onclick: remove }, "×"));
}

function showContext(what, message) {
  const said = message.text ?? message.caption ?? "Photo";
  const drop = () => (draft.editing ? clear() : cancelReply());
  byId("context").replaceChildren(
    el("span", {}, el("b", {}, `${what} ${message.from.first_name}`), el("span", {}, said)),
    el("button", { type: "button", "aria-label": "Cancel", onclick: drop }, "×"),
  );
  byId("context").hidden = false;
  byId("text").focus();
}

function cancelReply() {
  draft.replyTo = null;
  byId("context").hidden = true;
}

function typed() {
  const text = byId("text");
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  const command = /^\/(\w*)$/.exec(text.value);
  showCommands(command ? command[1] : null);
}

function keyed(event) {
  const options = [...byId("commands").querySelectorAll("button")];
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("composer").requestSubmit();
  } else if (event.key === "ArrowUp" && options.length) {
    event.preventDefault();
    options.at(-1).focus();
  } else if (event.key === "Escape") {
    if (options.length) showCommands(null);
    else clear();
  }
}

// The commands that begin with these letters; null hides them.
function showCommands(letters) {
  const list = byId("commands");
  const found = letters === null ? [] : view.menu().filter(({ command }) => command.startsWith(letters));
  if (letters === "" && !found.length) toast("The bot has set no commands here");
  list.replaceChildren(...found.map(option));
  list.hidden = !found.length;
  byId("menu").setAttribute("aria-expanded", String(!list.hidden));
}

function option({ command, description }) {
  const choose = () => {
    clear();
    view.command(`/${command}`);
    byId("text").focus();
  };
  const move = (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (event.key === "Escape") showCommands(null);
    if (!step && event.key !== "Escape") return;
    event.preventDefault();
    (event.currentTarget.parentElement[step]?.firstElementChild ?? byId("text")).focus();
  };
  const button = el("button", { type: "button", role: "option", onclick: choose, onkeydown: move });
  button.append(el("b", {}, `/${command}`), el("span", {}, description));
  return el("li", { role: "none" }, button);
}

function pasted(event) {
  const files = [...event.clipboardData.files];
  if (!files.length) return;
  event.preventDefault();
  add(files);
}

function acceptDrops(place) {
  const mark = (on) => place.classList.toggle("dropping", on);
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  place.addEventListener("dragleave", (event) => {
    if (!place.contains(event.relatedTarget)) mark(false);
  });
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    add([...event.dataTransfer.files]);
  });
}
