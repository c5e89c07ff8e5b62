// The player (article[data-player]): pages turn with the arrow keys. Of a lesson (data-reading) the place is kept and
// offered again; where opening or staying makes a unit done (data-visit) the server hears how long one looked.

const article = document.querySelector("article[data-player]");
const token = document.querySelector('meta[name="csrf-token"]').content;

async function post(address, values) {
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams(values), keepalive: true });
  if (answer.ok && answer.status === 200) done();
  return answer.ok;
}

function done() {
  const line = article.querySelector("[data-undone]");
  if (line) line.textContent = line.dataset.done;
  delete article.dataset.visit;
}

function keepPlace(text) {
  const said = article.querySelector("[data-said]");
  const resume = article.querySelector("[data-resume]");
  const before = Number(article.dataset.position);
  let sent = -1;
  let timer = 0;

  function position() {
    const { top, height } = text.getBoundingClientRect();
    return Math.round(100 * Math.min(1, Math.max(0, (window.innerHeight - top) / height)));
  }

  async function tell() {
    const now = position();
    if (now === sent) return;
    sent = now;
    try {
      if (!(await post(article.dataset.reading, { position: now }))) return;
      const clock = new Date().toTimeString().slice(0, 5).replace(":", ".");
      said.textContent = said.dataset.saved.replace("{time}", clock);
    } catch {
      sent = -1; // told again at the next scroll
    }
  }

  window.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 4000);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && tell());
  if (before > position() && before < 100) {
    resume.hidden = false;
    resume.addEventListener("click", () => {
      const { top, height } = text.getBoundingClientRect();
      window.scrollTo({ top: window.scrollY + top + (height * before) / 100 - window.innerHeight });
      resume.hidden = true;
    });
  } else tell();
}

function keepTime() {
  const away = article.querySelector("[data-away]");
  let looked = 0; // seconds not yet told
  let since = document.hidden ? 0 : Date.now();

  async function tell() {
    if (since) looked += (Date.now() - since) / 1000;
    since = document.hidden ? 0 : Date.now();
    if (!article.dataset.visit) return;
    const seconds = Math.floor(looked);
    looked -= seconds;
    try {
      await post(article.dataset.visit, { seconds });
    } catch {
      looked += seconds; // told again with the next word
    }
  }

  if (away) {
    away.addEventListener("click", tell);
    return;
  }
  tell();
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
