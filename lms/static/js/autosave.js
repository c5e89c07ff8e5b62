// Saves <form data-autosave="/address#part"> while it is filled in.
// Each change gets the number after the last one known (data-seq, field "seq") and waits in localStorage until
// the server has acknowledged it, so nothing is lost on a weak line, a closed tab or an ended sign-in. The part
// after # tells several things saved at one address apart. Answers: {saved_at, seq}; 409 brings what is newer.

const PREFIX = "autosave:";
const PAUSE_MS = 600;
const SLOW_MS = 4000;
const GONE = [403, 404, 410, 413, 422]; // the server will never take it: stop asking
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const flying = new Set();
let delay = 2000;
let retry = 0;

const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail }));
const say = (kind, at) => tell("said", { kind, at, count: waiting().length });

function keep(form) {
  const seq = Number(form.elements.seq?.value ?? form.dataset.seq ?? 0) + 1;
  form.dataset.seq = seq;
  if (form.elements.seq) form.elements.seq.value = seq;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") body.append(name, value);
  }
  body.set("seq", seq);
  localStorage.setItem(PREFIX + form.dataset.autosave, body.toString());
}

async function send(key, keepalive = false) {
  const body = localStorage.getItem(key);
  if (!body || flying.has(key)) return;
  flying.add(key);
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const slow = setTimeout(say, SLOW_MS, "waiting");
  try {
    const sent = { method: "POST", headers, body: new URLSearchParams(body), keepalive, redirect: "manual" };
    const answer = await fetch(key.slice(PREFIX.length), sent);
    const told = await answer.json().catch(() => ({}));
    // 400: the page's token belongs to a sign-in that is over
    if ([400, 401].includes(answer.status) || answer.type === "opaqueredirect") return say("signedOut");
    if (answer.status === 409 || GONE.includes(answer.status)) {
      localStorage.removeItem(key);
      say(answer.status === 409 ? "stale" : "refused");
      if (answer.status === 409) tell("stale", { address: key.slice(PREFIX.length), ...told });
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    if (localStorage.getItem(key) === body) localStorage.removeItem(key);
    delay = 2000;
    say("saved", told.saved_at);
  } catch {
    say("waiting");
    clearTimeout(retry);
    retry = setTimeout(flush, delay);
    delay = Math.min(delay * 2, 30000);
    return;
  } finally {
    clearTimeout(slow);
    flying.delete(key);
  }
  if (localStorage.getItem(key)) send(key); // changed meanwhile
}

const flush = (keepalive = false) => waiting().forEach((key) => send(key, keepalive === true));

function restore(form) {
  const kept = localStorage.getItem(PREFIX + form.dataset.autosave);
  if (!kept) return;
  const values = new URLSearchParams(kept);
  for (const field of form.elements) {
    if (!values.has("seq") || !field.name || field.type === "file") continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.getAll(field.name).includes(field.value);
    else if (values.has(field.name) && (field.type !== "hidden" || field.name === "seq")) field.value = values.get(field.name);
  }
}

let timer = 0;
for (const form of document.querySelectorAll("form[data-autosave]")) {
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
