// A recording ([data-recording]): which seconds were seen goes to the server as stretches, the place to go on
// is offered, speed and edition can be chosen, and the words lead to their second.

const box = document.querySelector("[data-recording]");
const media = box.querySelector("video, audio");
const seen = box.querySelector("[data-seen]");
const goOn = box.querySelector("[data-go-on]");
const edition = box.querySelector("[data-edition]");
const token = document.querySelector('meta[name="csrf-token"]').content;
const length = Number(box.dataset.length);
const resumeAt = Number(box.dataset.resumeAt);
let waiting = []; // stretches the server has not acknowledged
let from = null;
let last = 0; // where playing stood: a jump has moved currentTime before anybody hears of it

function note() {
  if (!media.seeking) last = media.currentTime;
}

function close() {
  if (from === null) return;
  const until = Math.min(length, Math.round(last));
  if (until > from) waiting.push([from, until]);
  from = null;
}

function open() {
  if (!media.paused) from = Math.min(length, Math.floor(media.currentTime));
}

async function tell() {
  if (!box.dataset.watching) return;
  const running = from !== null;
  note();
  close();
  if (running) open();
  if (!waiting.length && media.currentTime === 0) return;
  const sent = waiting;
  waiting = [];
  const body = new URLSearchParams({ spans: JSON.stringify(sent), at: Math.floor(media.currentTime) });
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  try {
    const answer = await fetch(box.dataset.watching, { method: "POST", headers, body, keepalive: true });
    if (answer.status === 422) return; // the server does not believe it; it would not later either
    if (!answer.ok) throw new Error(answer.status);
    const state = await answer.json();
    seen.textContent = seen.dataset.words.replace("{percent}", state.percent);
    if (state.done) document.dispatchEvent(new Event("unit-done"));
  } catch {
    waiting = [...sent, ...waiting];
  }
}

media.addEventListener("play", () => { open(); tell(); goOn.hidden = true; });
for (const name of ["pause", "ended"]) media.addEventListener(name, () => { note(); close(); tell(); });
media.addEventListener("seeking", close);
media.addEventListener("timeupdate", () => {
  note();
  if (from === null && !media.paused && !media.seeking) open();
});
media.addEventListener("error", () => { box.querySelector("[data-broken]").hidden = false; });
setInterval(() => !media.paused && tell(), 15_000);
document.addEventListener("visibilitychange", () => document.hidden && tell());

function play(second) {
  const start = () => { media.currentTime = second; media.play(); };
  if (media.readyState > 0) start();
  else { media.addEventListener("loadedmetadata", start, { once: true }); media.load(); }
}

if (resumeAt > 0 && resumeAt < length - 2) {
  const words = goOn.querySelector("span");
  const clock = `${Math.floor(resumeAt / 60)}.${String(resumeAt % 60).padStart(2, "0")}`;
  words.textContent = words.textContent.replace("{time}", clock);
  goOn.hidden = false;
  goOn.addEventListener("click", () => play(resumeAt));
}
for (const button of document.querySelectorAll("[data-seek]")) {
  button.addEventListener("click", () => play(Number(button.dataset.seek)));
}
box.querySelector("[data-speed]").addEventListener("change", (event) => {
  media.playbackRate = Number(event.target.value);
});
edition?.addEventListener("change", () => {
  const at = media.currentTime;
  const running = !media.paused;
  note();
  close();
  media.src = edition.checked ? media.dataset.full : media.dataset.light;
  if (running || at) play(at);
});
