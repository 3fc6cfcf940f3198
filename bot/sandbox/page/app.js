// The chat page: what the sandbox tells over the WebSocket, shown.

import { send } from "./actions.js";
import { clear, replyTo, startComposer, startEditing } from "./composer.js";
import { byId, el } from "./dom.js";
import { isFollowing, startFollowing, toBottom } from "./follow.js";
import { bubble, serviceText } from "./messages.js";
import { showTrouble, startTrouble } from "./trouble.js";

const ACTION_MS = 5500; // Telegram shows a chat action for about 5 s
const ADMIN = "alice";
const DOING = { typing: "is typing…", upload_photo: "is sending a photo…", upload_document: "is sending a file…" };
const world = { bot: null, people: [], chats: new Map(), menus: {}, samples: [], faults: null };
const here = { chat: null, you: null };
const unread = new Map();
const doing = new Map(); // chat id -> {words, timer}
let pause = 500;

const view = {
  get you() { return here.you; },
  get chat() { return here.chat; },
  menu: () => world.menus[`${here.chat.id}:${here.you.id}`] ?? [],
  command: (text) => send(here.you, here.chat, { text }),
  reply: replyTo,
  edit: startEditing,
  find: (id) => byId("log").querySelector(`[data-message-id="${id}"]`),
};

startComposer(view);
startTrouble();
startFollowing();
connect();

function connect() {
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.addEventListener("open", () => {
    pause = 500;
    byId("offline").hidden = true;
  });
  socket.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
  socket.addEventListener("close", () => {
    byId("offline").hidden = false;
    setTimeout(connect, pause);
    pause = Math.min(2 * pause, 5000);
  });
}

function hear(event) {
  if (event.type === "state") showState(event);
  if (event.type === "message") showMessage(event);
  if (event.type === "deleted") showDeleted(event);
  if (event.type === "action") showAction(event);
  if (event.type === "commands") world.menus = event.menus;
  if (event.type === "faults") showFaults(event);
}

function showState({ bot, people, chats, menus, samples, faults }) {
  Object.assign(world, { bot, people, menus, samples, faults });
  world.chats = new Map(chats.map((chat) => [chat.id, { ...chat, messages: entriesOf(chat) }]));
  byId("bot-name").textContent = bot.first_name;
  document.title = `${bot.first_name} sandbox`;
  showSamples();
  showTrouble(faults);
  open(world.chats.get(here.chat?.id) ?? world.chats.values().next().value, here.you?.key);
}

function showFaults(faults) {
  world.faults = faults;
  showTrouble(faults);
  showHeader();
}

function entriesOf(chat) {
  return new Map(chat.messages.map((entry) => [entry.message.message_id, entry]));
}

// A private chat is its person's; in a group one stays who one is.
function open(chat, key) {
  const owner = world.people.find((person) => person.id === chat.id);
  here.you = owner ?? world.people.find((person) => person.key === key) ?? world.people[0];
  here.chat = chat;
  unread.delete(chat.id);
  showHeader();
  showPeople();
  showChats();
  showLog();
}

function titleOf(chat) {
  return chat.title ?? world.bot.first_name;
}

function showHeader() {
  byId("title").textContent = titleOf(here.chat);
  const kind = here.chat.title ? "group" : "bot";
  const now = world.faults.down ? "away" : doing.get(here.chat.id)?.words;
  byId("status").textContent = now ?? kind;
}

function showPeople() {
  const legend = byId("people").firstElementChild;
  byId("people").replaceChildren(legend, ...world.people.map(personChoice));
}

function personChoice(person) {
  const choose = () => {
    clear();
    const chat = here.chat.type === "private" ? world.chats.get(person.id) : here.chat;
    open(chat, person.key);
    byId("people").querySelector(":checked")?.focus();
  };
  const radio = { type: "radio", name: "person", value: person.key, onchange: choose };
  const input = el("input", { ...radio, checked: person.key === here.you.key, "data-testid": `you-${person.key}` });
  const admin = person.key === ADMIN ? el("small", {}, "admin") : null;
  return el("label", {}, input, el("span", {}, person.name, admin));
}

function showChats() {
  byId("chats").replaceChildren(...[...world.chats.values()].map(chatChoice));
}

function chatChoice(chat) {
  const owner = world.people.find((person) => person.id === chat.id);
  const last = [...chat.messages.values()].at(-1)?.message;
  const said = last ? last.text ?? last.caption ?? serviceText(last) ?? "Photo or file" : "No messages yet";
  const choose = () => {
    clear();
    open(chat, here.you.key);
  };
  const admin = owner?.key === ADMIN ? el("small", {}, " (admin)") : null;
  const name = owner ? el("b", {}, el("small", {}, "as "), owner.name, admin) : el("b", {}, titleOf(chat));
  const news = unread.get(chat.id) ? el("span", { class: "news", "aria-label": "new messages" }, `${unread.get(chat.id)}`) : null;
  const button = el(
    "button",
    {
      type: "button",
      "aria-current": chat === here.chat ? "true" : null,
      "data-testid": `chat-${owner?.key ?? chat.key}`,
      onclick: choose,
    },
    el("span", { class: `avatar ${owner?.key ?? "group"}`, "aria-hidden": "true" }, (owner?.name ?? chat.title)[0]),
    el("span", { class: "about" }, name, el("span", {}, said)),
    news,
  );
  return el("li", {}, button);
}

function showLog() {
  const groups = new Map();
  for (const entry of here.chat.messages.values()) {
    const key = keyOf(entry.message);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  byId("log").replaceChildren(...[...groups.values()].map(place));
  if (!groups.size) byId("log").append(welcome());
  showDoing();
  toBottom();
}

function welcome() {
  const lines = ["Send a photo, or say /start.", "Drop, paste or choose one; several make an album."];
  return el("div", { class: "welcome" }, ...lines.map((line) => el("p", {}, line)));
}

function keyOf(message) {
  return message.media_group_id ?? String(message.message_id);
}

function place(entries) {
  const node = bubble(entries, view);
  node.dataset.key = keyOf(entries[0].message);
  return node;
}

function showMessage({ message, reactions, edits }) {
  const chat = world.chats.get(message.chat.id);
  const isNew = !chat.messages.has(message.message_id);
  chat.messages.set(message.message_id, { message, reactions, edits });
  if (message.from.is_bot) stopDoing(chat.id);
  if (chat === here.chat) showGroup(keyOf(message), isNew);
  else if (isNew && message.from.is_bot) unread.set(chat.id, (unread.get(chat.id) ?? 0) + 1);
  showChats();
}

function showGroup(key, isNew) {
  const log = byId("log");
  const follows = isFollowing();
  const entries = [...here.chat.messages.values()].filter(({ message }) => keyOf(message) === key);
  const old = [...log.children].find((node) => node.dataset.key === key);
  log.querySelector(".welcome")?.remove();
  if (!entries.length) old?.remove();
  else if (old) old.replaceWith(place(entries));
  else log.append(place(entries));
  showDoing();
  if (follows || (isNew && entries[0].message.from.id === here.you.id)) toBottom();
}

function showDeleted({ chat_id: chatId, message_id: messageId }) {
  const chat = world.chats.get(chatId);
  const entry = chat.messages.get(messageId);
  chat.messages.delete(messageId);
  if (entry && chat === here.chat) showGroup(keyOf(entry.message), false);
  showChats();
}

function showAction({ chat_id: chatId, action }) {
  clearTimeout(doing.get(chatId)?.timer);
  const words = DOING[action] ?? "is busy…";
  const timer = setTimeout(() => stopDoing(chatId), ACTION_MS);
  doing.set(chatId, { words, timer });
  showDoing();
}

function stopDoing(chatId) {
  clearTimeout(doing.get(chatId)?.timer);
  doing.delete(chatId);
  showDoing();
}

function showDoing() {
  const log = byId("log");
  log.querySelector(".doing")?.remove();
  const now = doing.get(here.chat.id);
  if (now) log.append(el("p", { class: "doing", "data-testid": "doing" }, `${world.bot.first_name} ${now.words}`));
  showHeader();
}

function showSamples() {
  byId("samples").hidden = !world.samples.length;
  byId("sample-list").replaceChildren(...world.samples.map(sample));
}

function sample(name) {
  const image = el("img", { src: `/samples/${encodeURIComponent(name)}`, alt: "", loading: "lazy" });
  const onclick = () => send(here.you, here.chat, { sample: name });
  const button = el("button", { type: "button", "data-testid": "sample", title: name, onclick }, image);
  button.setAttribute("aria-label", `Send the sample ${name}`);
  return el("li", {}, button);
}
