// What a person does goes to the sandbox from here; what it says back is shown.

import { byId, el } from "./dom.js";

const TOAST_MS = 4000;

export async function send(person, chat, { text = "", files = [], asFile = false, replyTo, sample }) {
  const form = new FormData();
  form.append("chat_id", chat.id);
  form.append("text", text);
  form.append("as_file", asFile);
  if (replyTo) form.append("reply_to", replyTo);
  if (sample) form.append("sample", sample);
  for (const file of files) form.append("file", file);
  return post(`/people/${person.key}/send`, form);
}

export async function edit(person, message, text) {
  const place = { chat_id: message.chat.id, message_id: message.message_id };
  return post(`/people/${person.key}/edit`, JSON.stringify({ ...place, text }));
}

export async function switchFaults(faults) {
  return post("/faults", JSON.stringify(faults));
}

export async function press(person, message, button, node) {
  if (button.url) return window.open(button.url, "_blank", "noopener,noreferrer");
  if (button.copy_text) return copy(button.copy_text.text);
  if (!button.callback_data) return toast("Only Telegram itself can do this");
  const place = { chat_id: message.chat.id, message_id: message.message_id };
  node.setAttribute("aria-busy", "true");
  const told = await post(`/people/${person.key}/press`, JSON.stringify({ ...place, data: button.callback_data }));
  node.removeAttribute("aria-busy");
  if (told) showAnswer(told.answer);
}

export function toast(text) {
  const node = el("p", { class: "toast", "data-testid": "toast" }, text);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

function showAnswer(answer) {
  if (!answer) return toast("The bot did not answer the button in time");
  if (!answer.text) return;
  if (!answer.show_alert) return toast(answer.text);
  byId("alert-text").textContent = answer.text;
  byId("alert").showModal();
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast("Copied");
}

// The JSON that came back, or null once the reason has been shown.
async function post(path, body) {
  try {
    const response = await fetch(path, { method: "POST", body });
    const told = await response.json();
    if (response.ok) return told;
    toast(told.error ?? told.description ?? "That did not work");
  } catch {
    toast("The sandbox does not answer");
  }
  return null;
}
