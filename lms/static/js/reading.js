// Remembers how far a lesson was read: tells the server at most every five seconds and on leaving,
// and scrolls back there when the lesson is opened again. N and P go on and back.

const text = document.querySelector("[data-reading]");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
let furthest = Number(text?.dataset.position ?? 0);
let told = -1;
let timer = 0;

function percent() {
  const box = text.getBoundingClientRect();
  return Math.max(0, Math.min(100, Math.round((100 * (innerHeight - box.top)) / box.height)));
}

function tell() {
  timer = 0;
  if (!text.dataset.reading || furthest === told) return;
  told = furthest;
  const body = new URLSearchParams({ posisi: furthest });
  const sent = { method: "POST", headers: { "X-CSRFToken": token }, body, keepalive: true };
  fetch(text.dataset.reading, sent).catch(() => { told = -1; });
}

function seen() {
  furthest = Math.max(furthest, percent());
  timer ||= setTimeout(tell, 5000);
}

function isText(element) {
  return element.matches("input, textarea, select, [contenteditable]");
}

if (text) {
  if (furthest > 5 && furthest < 95 && !location.hash) {
    const box = text.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top + (box.height * furthest) / 100 - innerHeight });
  }
  addEventListener("scroll", seen, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && tell());
  seen();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isText(event.target)) return;
    if (localStorage.getItem("keys") === "off" || document.querySelector("dialog[open]")) return;
    const place = { n: "[data-next]", p: "[data-previous]" }[event.key.toLowerCase()];
    if (place) document.querySelector(place)?.click();
  });
}
