// Lets calls of the bot go wrong; what is set here takes the place of what was set before.

import { switchFaults } from "./actions.js";
import { byId, el } from "./dom.js";

const HANG_SECONDS = 10; // the bot itself would wait longer than people do
const KINDS = {
  429: "Too many requests",
  500: "Server error",
  "reset before": "Cut off before the work",
  "reset after": "Cut off after the work",
  hang: "No answer",
  cut: "Half an answer",
  slow: "A late answer",
};

export function startTrouble() {
  byId("kinds").replaceChildren(...Object.entries(KINDS).map(choice));
  byId("trouble").addEventListener("change", set);
  byId("share").addEventListener("input", showShare);
  byId("trouble").addEventListener("submit", (event) => event.preventDefault());
}

export function showTrouble({ down, faults, came }) {
  const [fault] = faults;
  byId("down").checked = down;
  if (document.activeElement !== byId("share")) byId("share").value = 100 * (fault?.share ?? 0);
  for (const box of fault ? boxes() : []) box.checked = fault.kinds.includes(box.value);
  showShare();
  byId("trouble-open").toggleAttribute("data-on", down || faults.length > 0);
  const count = Object.values(came).reduce((sum, each) => sum + each, 0);
  byId("came").textContent = count === 1 ? "1 call went wrong so far." : `${count} calls went wrong so far.`;
}

function choice([kind, words]) {
  return el("li", {}, el("label", { class: "switch" }, el("input", { type: "checkbox", value: kind, checked: true }), words));
}

function boxes() {
  return [...byId("kinds").querySelectorAll("input")];
}

function showShare() {
  byId("share-shown").textContent = `${byId("share").value} %`;
}

function set() {
  const share = byId("share").value / 100;
  const kinds = boxes().filter((box) => box.checked).map((box) => box.value);
  const faults = share && kinds.length ? [{ kinds, share, hang: HANG_SECONDS }] : [];
  switchFaults({ down: byId("down").checked, faults });
}
