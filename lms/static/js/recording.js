// A recording ([data-recording]): which seconds were seen goes to the server as stretches, by the journal of this device
// (autosave.js), so that what is watched without a connection counts later. The place to go on is offered, speed and
// edition can be chosen, and the words lead to their second.

const box = document.querySelector("[data-recording]");
const media = box.querySelector("video, audio");
const seen = box.querySelector("[data-seen]");
const goOn = box.querySelector("[data-go-on]");
const edition = box.querySelector("[data-edition]");
const length = Number(box.dataset.length);
const target = box.dataset.watching;
const { seenAt } = box.closest("[data-player]").dataset;
let resumeAt = Number(box.dataset.resumeAt);
let known = JSON.parse(box.dataset.spans ?? "[]"); // stretches that were seen before this page was opened
let told = []; // those that the journal holds and the server has not acknowledged
let fresh = []; // those since
let { since } = box.closest("[data-player]").dataset; // when the page was opened
let percent = 0; // as the server counts, which hears of other devices too
let seq = Date.now(); // no other page counts the same
let from = null;
let last = 0; // where playing stood: a jump has moved currentTime before anybody hears of it

function note() {
  if (!media.seeking) last = media.currentTime;
}

function close() {
  if (from === null) return;
  const until = Math.min(length, Math.round(last));
  if (until > from) fresh.push([from, until]);
  from = null;
}

function open() {
  if (!media.paused) from = Math.min(length, Math.floor(media.currentTime));
}

// The same seconds as the fewest stretches.
function united(spans) {
  const found = [];
  for (const [first, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const before = found.at(-1);
    if (before && first <= before[1]) before[1] = Math.max(before[1], end);
    else found.push([first, end]);
  }
  return found;
}

const secondsIn = (spans) => spans.reduce((sum, [first, end]) => sum + end - first, 0);

function show() {
  const share = Math.floor((100 * secondsIn(united([...known, ...told, ...fresh]))) / length);
  seen.textContent = seen.dataset.words.replace("{percent}", Math.min(100, Math.max(percent, share)));
}

function tell() {
  if (!target) return;
  const running = from !== null;
  note();
  close();
  if (running) open();
  if (!told.length && !fresh.length && media.currentTime === 0) return;
  told = united([...told, ...fresh]);
  fresh = [];
  seq += 1;
  const body = new URLSearchParams({ spans: JSON.stringify(told), at: Math.floor(media.currentTime), seq, since }).toString();
  document.dispatchEvent(new CustomEvent("autosave:keep", { detail: { target, seq, body } }));
  show();
}

// What this device said of the recording before, of which a page that was kept knows nothing.
document.addEventListener("autosave:found", ({ detail: entry }) => {
  if (entry.target !== target || entry.state === "unused") return;
  const body = new URLSearchParams(entry.body);
  const spans = JSON.parse(body.get("spans"));
  if (entry.state === "waiting") { // the next word takes its place
    told = united([...told, ...spans]);
    ({ seq } = entry);
    since = body.get("since") ?? since;
  } else known = united([...known, ...spans]);
  if (entry.at > (Date.parse(seenAt) || 0)) offer(Number(body.get("at")));
  show();
});

document.addEventListener("autosave:said", ({ detail }) => {
  if (detail.target !== target || detail.kind !== "saved") return;
  if (detail.told.seq === seq) {
    known = united([...known, ...told]);
    told = [];
  }
  percent = detail.told.percent;
  show();
  if (detail.told.done) document.dispatchEvent(new Event("unit-done"));
});

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

function offer(second) {
  resumeAt = second;
  const clock = `${Math.floor(second / 60)}.${String(second % 60).padStart(2, "0")}`;
  goOn.querySelector("span").textContent = goOn.dataset.goOn.replace("{time}", clock);
  goOn.hidden = second <= 0 || second >= length - 2 || !media.paused;
}

offer(resumeAt);
goOn.addEventListener("click", () => play(resumeAt));
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
