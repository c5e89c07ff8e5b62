// Tells the server how far a lesson was read (article[data-reading]), offers the way back to that place,
// and turns pages with the arrow keys.

const article = document.querySelector("article[data-reading]");
const text = article.querySelector("[data-text]");
const token = document.querySelector('meta[name="csrf-token"]').content;
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
  const body = new URLSearchParams({ position: now });
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  try {
    const answer = await fetch(article.dataset.reading, { method: "POST", headers, body, keepalive: true });
    if (!answer.ok) return;
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, [tabindex='0']") || document.querySelector("dialog[open]")) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (rel) article.querySelector(`[rel=${rel}]`)?.click();
});
