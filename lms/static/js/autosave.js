// Saves <form data-autosave="/address"> while it is filled in.
// Each change gets a growing number (field "seq") and waits in localStorage until the server has
// acknowledged that very number, so nothing is lost on a weak line, a closed tab or an ended sign-in.
// The answer may be JSON {"time": "10.42.07 WIB"}; what it says is shown in [data-save-state].

const PREFIX = "autosave:";
const PAUSE_MS = 800;
const GONE = [403, 404, 409, 410, 413, 422]; // the server will never take it: stop asking
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const flying = new Set();
let delay = 2000;
let retry = 0;

const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

function say(kind, values = {}) {
  for (const place of document.querySelectorAll("[data-save-state]")) {
    const text = place.dataset[kind] ?? "";
    const words = place.querySelector("[data-said]");
    words.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    place.dataset.tone = { saved: "ok", waiting: "warn", signedOut: "bad" }[kind] ?? "";
    const use = place.querySelector("use");
    const icon = kind === "saved" || kind === "saving" ? "#i-cloud-check" : "#i-cloud-off";
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, icon));
    if (kind !== "signedOut") continue;
    const link = document.createElement("a");
    link.href = place.dataset.signInUrl;
    link.textContent = place.dataset.signIn;
    words.append(" ", link);
  }
}

function keep(form) {
  const seq = Math.max(Number(form.dataset.seq ?? 0) + 1, Date.now());
  form.dataset.seq = seq;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token" && name !== "seq") body.append(name, value);
  }
  body.set("seq", seq);
  localStorage.setItem(PREFIX + form.dataset.autosave, body.toString());
}

async function send(key, keepalive = false) {
  const body = localStorage.getItem(key);
  if (!body || flying.has(key)) return;
  flying.add(key);
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  try {
    const sent = { method: "POST", headers, body: new URLSearchParams(body), keepalive, redirect: "manual" };
    const answer = await fetch(key.slice(PREFIX.length), sent);
    if (answer.status === 401 || answer.type === "opaqueredirect") return say("signedOut");
    if (!answer.ok && !GONE.includes(answer.status)) throw new Error(answer.status);
    if (localStorage.getItem(key) === body) localStorage.removeItem(key);
    delay = 2000;
    const told = answer.ok && answer.status !== 204 ? await answer.json().catch(() => ({})) : {};
    const clock = new Date().toTimeString().slice(0, 8).replaceAll(":", ".");
    if (answer.ok) say("saved", { time: told.time ?? clock });
  } catch {
    say("waiting", { count: waiting().length });
    clearTimeout(retry);
    retry = setTimeout(flush, delay);
    delay = Math.min(delay * 2, 60000);
    return;
  } finally {
    flying.delete(key);
  }
  if (localStorage.getItem(key)) send(key); // changed meanwhile
}

const flush = (keepalive = false) => waiting().forEach((key) => send(key, keepalive === true));

function restore(form) {
  const kept = localStorage.getItem(PREFIX + form.dataset.autosave);
  if (!kept) return;
  const values = new URLSearchParams(kept);
  form.dataset.seq = values.get("seq");
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "file") continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.getAll(field.name).includes(field.value);
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  let timer = 0;
  restore(form);
  form.addEventListener("input", () => {
    keep(form);
    say("saving");
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  });
}

document.addEventListener("autosave:flush", () => flush());
document.addEventListener("visibilitychange", () => document.hidden && flush(true));
window.addEventListener("online", () => flush());
flush();
