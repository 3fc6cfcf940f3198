// The newest message stays in view while images load, until somebody scrolls up.

import { byId } from "./dom.js";

const NEAR_PX = 120; // of the bottom
const log = byId("log");
let following = true;
let last = 0;

export const isFollowing = () => following;

export function toBottom() {
  log.scrollTop = log.scrollHeight;
  following = true;
}

export function startFollowing() {
  log.addEventListener("scroll", () => {
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    following = near || (following && log.scrollTop >= last); // what grows does not scroll
    last = log.scrollTop;
  });
  log.addEventListener("load", () => { if (following) toBottom(); }, true); // it does not bubble
}
