// Formatted text: Bot API entities to elements. Offsets are UTF-16, as JavaScript's strings are.

import { el } from "./dom.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

export function formatted(text, entities = [], onCommand) {
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, entities, onCommand);
  return fragment;
}

function fill(parent, text, start, end, entities, onCommand) {
  let position = start;
  entities.forEach((entity, index) => {
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position || stop <= entity.offset) return; // inside one already shown
    parent.append(text.slice(position, entity.offset));
    const node = wrap(entity, text.slice(entity.offset, stop), onCommand);
    fill(node, text, entity.offset, stop, entities.slice(index + 1), onCommand);
    parent.append(node.closest("pre") ?? node);
    position = stop;
  });
  parent.append(text.slice(position, end));
}

function wrap(entity, part, onCommand) {
  if (entity.type === "pre") return pre(entity.language);
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(/^https?:/.test(part) ? part : `https://${part}`);
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command" && onCommand) {
    return el("button", { type: "button", class: "link", onclick: () => onCommand(part) });
  }
  return TAGS[entity.type] ? el(TAGS[entity.type]) : el("span", { class: entity.type });
}

function pre(language) {
  const code = el("code");
  el("pre", { "data-language": language }, code);
  return code;
}

function link(url) {
  const safe = /^https?:\/\//.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : el("span");
}

function spoiler() {
  const reveal = (event) => event.currentTarget.classList.add("revealed");
  return el("span", { class: "spoiler", tabindex: 0, onclick: reveal, onfocus: reveal });
}
