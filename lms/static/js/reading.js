// The player (article[data-player]): pages turn with the arrow keys. Of a lesson (data-reading) the place is kept and
// offered again; where opening or staying makes a unit done (data-visit) the server hears how long one looked. Both go by
// the journal of this device (autosave.js), so that what is read without a connection counts later.

const article = document.querySelector("article[data-player]");
const { since, seenAt } = article.dataset;
const MOST_MS = 180_000; // a longer time between two looks is a device that slept

// Returns how to tell the server something; several words at one address have a part (#) each. `found` gets what this
// device said of it before, of which a page that was kept knows nothing.
function teller(target, found) {
  let seq = Date.now(); // no other page counts the same
  let opened = since;
  document.addEventListener("autosave:found", ({ detail: entry }) => {
    if (entry.target !== target || entry.state === "unused") return;
    const body = new URLSearchParams(entry.body);
    if (entry.state === "waiting") { // the next word takes its place
      ({ seq } = entry);
      opened = body.get("since") ?? opened;
    }
    found(body, entry);
  });
  document.addEventListener("autosave:said", ({ detail }) => {
    if (detail.target !== target || detail.kind !== "saved") return;
    if (detail.told.done) done();
  });
  return (values) => {
    seq += 1;
    const body = new URLSearchParams({ ...values, seq, since: opened }).toString();
    document.dispatchEvent(new CustomEvent("autosave:keep", { detail: { target, seq, body } }));
  };
}

function done() {
  const line = article.querySelector("[data-undone]");
  if (line) line.textContent = line.dataset.done;
  delete article.dataset.visit;
}

function keepPlace(text) {
  const resume = article.querySelector("[data-resume]");
  let before = Number(article.dataset.position);
  const say = teller(article.dataset.reading, (body, entry) => {
    if (entry.at >= (Date.parse(seenAt) || 0)) before = Number(body.get("position"));
  });
  let sent = -1;
  let timer = 0;

  function position() {
    const { top, height } = text.getBoundingClientRect();
    return Math.round(100 * Math.min(1, Math.max(0, (window.innerHeight - top) / height)));
  }

  function tell() {
    const now = position();
    if (now === sent) return;
    sent = now;
    say({ position: now });
  }

  document.addEventListener("autosave:read", () => {
    resume.hidden = before <= position() || before >= 100;
    if (resume.hidden) tell();
  });
  resume.addEventListener("click", () => {
    const { top, height } = text.getBoundingClientRect();
    window.scrollTo({ top: window.scrollY + top + (height * before) / 100 - window.innerHeight });
    resume.hidden = true;
  });
  window.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 4000);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && tell());
}

// Says all the seconds that this page was looked at, under a name of its own: what comes twice counts once. What an earlier
// page could not deliver is gone on with under that page's name.
function keepTime() {
  const away = article.querySelector("[data-away]");
  let page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let before = 0; // seconds that an earlier page of this name said
  let looked = 0;
  let from = document.hidden ? 0 : Date.now();
  const say = teller(`${article.dataset.visit}#waktu`, (body, entry) => {
    if (entry.state !== "waiting") return;
    page = body.get("page");
    before = Number(body.get("seconds"));
  });

  function tell() {
    if (from) looked += Math.min(MOST_MS, Date.now() - from) / 1000;
    from = document.hidden ? 0 : Date.now();
    if (!article.dataset.visit) return;
    say({ page, seconds: before + Math.floor(looked) });
  }

  if (away) {
    away.addEventListener("click", tell);
    return;
  }
  document.addEventListener("autosave:read", tell);
  setInterval(() => document.hidden || tell(), 30_000);
  document.addEventListener("visibilitychange", tell);
}

if (article.dataset.reading) keepPlace(article.querySelector("[data-text]"));
if (article.dataset.visit) keepTime();
document.addEventListener("unit-done", done); // told by the player of recordings

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, video, audio, [tabindex='0']") || document.querySelector("dialog[open]")) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (rel) article.querySelector(`[rel=${rel}]`)?.click();
});
