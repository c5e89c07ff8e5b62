// Saves each criterion of <form data-marks="/address"> as it is filled in, keeps what could not be sent in
// localStorage, and shows what other graders do: names from data-presence, their levels in untouched criteria.
// Every criterion carries a stamp of what the page shows; the server answers 409 where another grader was faster.

const form = document.querySelector("form[data-marks]");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const PAUSE_MS = 500;
const BEAT_MS = 15000;
const store = form && `marks:${form.dataset.marks}:`;
const say = (kind, at) => document.dispatchEvent(
  new CustomEvent("autosave:said", { detail: { kind, at, count: waiting().length } }),
);
const timers = new Map();
const flying = new Set();

const places = new Map();
if (form) {
  for (const one of form.querySelectorAll("[data-criterion]")) places.set(one.dataset.criterion, one);
  places.set("", form.querySelector("[data-criterion-words]"));
}
const words = (place) => place.querySelector("textarea");
const chosen = (place) => place.querySelector("input[type=radio]:checked");
const stamp = (place) => place.querySelector("[data-stamp]");
const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(store));

function keep(key) {
  const place = places.get(key);
  const body = { key, level: chosen(place)?.value ?? "", words: words(place).value, stamp: stamp(place).value };
  localStorage.setItem(store + key, JSON.stringify(body));
  say("saving");
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(send, PAUSE_MS, key));
}

function post(address, body, keepalive = false) {
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  return fetch(address, { method: "POST", headers, body: new URLSearchParams(body), redirect: "manual", keepalive });
}

async function send(key, keepalive = false) {
  const kept = localStorage.getItem(store + key);
  if (!kept || flying.has(key)) return;
  flying.add(key);
  try {
    const answer = await post(form.dataset.marks, JSON.parse(kept), keepalive);
    if ([400, 401].includes(answer.status) || answer.type === "opaqueredirect") return say("signedOut");
    if (![200, 409].includes(answer.status)) throw new Error(answer.status);
    const told = await answer.json();
    const changed = localStorage.getItem(store + key) !== kept; // typed on meanwhile
    if (!changed) localStorage.removeItem(store + key);
    if (answer.status === 409) {
      localStorage.removeItem(store + key);
      follow(told, key);
      return say("stale");
    }
    stamp(places.get(key)).value = told.parts[key].stamp;
    follow(told);
    if (changed) keep(key);
    else say("saved", told.saved_at);
  } catch {
    say("waiting");
    setTimeout(send, 4000, key);
  } finally {
    flying.delete(key);
  }
}

// Shows what the server knows, but never over what is being typed here; `lost` is the criterion just overtaken.
function follow(told, lost = null) {
  const total = document.querySelector("[data-total]");
  total.hidden = told.points === null;
  if (told.points !== null) total.querySelector("[data-points]").textContent = told.points.replace(".", ",");
  if (told.state !== "submitted") return close();
  for (const [key, part] of Object.entries(told.parts)) {
    const place = places.get(key);
    if (!place || localStorage.getItem(store + key)) continue;
    const fresh = stamp(place).value !== part.stamp;
    if (fresh && key !== lost && place.contains(document.activeElement) && words(place) === document.activeElement) continue;
    if (fresh) put(place, part);
    tell(place, part, key === lost);
  }
}

function put(place, part) {
  for (const radio of place.querySelectorAll("input[type=radio]")) radio.checked = radio.value === String(part.level);
  words(place).value = part.words;
  stamp(place).value = part.stamp;
}

function tell(place, part, lost) {
  const line = place.querySelector("[data-hand]");
  if (!line) return;
  line.hidden = !part.by || part.own;
  if (!line.hidden) line.textContent = (lost ? form.dataset.taken : form.dataset.hand).replace("{name}", part.by);
}

function close() {
  waiting().forEach((key) => localStorage.removeItem(key));
  for (const one of form.querySelectorAll("fieldset")) one.disabled = true;
  say("refused");
}

async function beat() {
  if (document.hidden) return;
  try {
    const answer = await post(form.dataset.presence, {});
    if (!answer.ok) return;
    const told = await answer.json();
    const others = document.querySelector("[data-others]");
    others.hidden = !told.others.length;
    others.querySelector("[data-said]").textContent = others.dataset.others.replace("{names}", told.others.join(", "));
    follow(told);
  } catch {
    // no line: the next beat tells again
  }
}

const flush = (keepalive = false) => waiting().forEach((key) => send(key.slice(store.length), keepalive));

if (form) {
  for (const full of waiting()) {
    const kept = JSON.parse(localStorage.getItem(full));
    const place = places.get(kept.key);
    if (place) put(place, { level: kept.level, words: kept.words, stamp: kept.stamp });
  }
  for (const [key, place] of places) place.addEventListener("input", () => keep(key));
  // the whole form carries everything: nothing of it needs to be sent again
  form.addEventListener("submit", () => {
    timers.forEach(clearTimeout);
    waiting().forEach((key) => localStorage.removeItem(key));
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? flush(true) : beat()));
  window.addEventListener("online", () => flush());
  flush();
  beat();
  setInterval(beat, BEAT_MS);
}
