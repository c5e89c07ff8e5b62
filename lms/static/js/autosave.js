// Saves <form data-autosave="/address#part"> while it is filled in; the part after # tells several things saved at one
// address apart. Each change is written into the journal of this device (store.js) before it is sent, and stays there
// until the server has answered, so that a weak line, a closed tab or an ended sign-in loses nothing.
// Writer (a page) and seq (its count) name a change: the server keeps it once however often it comes, and refuses it when
// it was made upon (base) anything but the newest. What a page left behind is sent by the next page that is opened.
// Answers: {saved_at, seq}; 409 brings what is newer. Says "autosave:said", "autosave:found", "autosave:stale",
// "autosave:read" once it knows what this device kept. Hears "autosave:keep" {target, seq, body} from scripts without a form.

const PAUSE_MS = 600;
const SLOW_MS = 4000;
const PATIENCE_MS = 3000;
const FIRST_DELAY_MS = 2000;
const LAST_DELAY_MS = 10000; // whether the device is online, it does not always know
const KEPT_MS = 14 * 24 * 3600 * 1000;
const GONE = [403, 404, 410, 413, 422]; // the server will never take it: stop asking
const person = document.querySelector('meta[name="person"]')?.content ?? "";
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const here = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const mine = new Map(); // id -> entry of the journal that this page answers for
const held = new Map(); // writer -> whether this page has taken over its changes
const flying = new Set();
const early = new Set(); // forms changed before the journal was read
const said = []; // the same of scripts
let journal = null;
let isRead = false;
let delay = FIRST_DELAY_MS;
let retry = 0;

const waiting = () => [...mine.values()].filter((entry) => entry.state === "waiting");
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail }));

function say(kind, { at, why, target, isAll, told } = {}) {
  const count = waiting().length;
  if (count) localStorage.setItem("waiting", person);
  else if (isRead) localStorage.removeItem("waiting");
  tell("said", { kind, at, why, count, target, isAll, told });
}

async function write(entry) {
  try {
    await journal.put("journal", entry);
  } catch {
    say("unsaved");
  }
}

// A page holds the lock of its own name while it is open; what it left behind belongs to the page that takes the name.
function hold(writer) {
  if (!held.has(writer)) held.set(writer, navigator.locks ? take(writer) : Promise.resolve(true));
  return held.get(writer);
}

function take(writer) {
  return new Promise((resolve) => {
    navigator.locks.request(`journal:${writer}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}

async function read() {
  await hold(here);
  journal = await self.store.catch(() => null);
  const entries = journal ? await journal.getAll("journal") : [];
  for (const entry of entries.filter((one) => one.person === person).sort((one, other) => one.at - other.at)) {
    if (entry.state === "waiting") {
      if (!(await hold(entry.writer))) continue; // another window is at it
      mine.set(entry.id, entry);
    } else if (Date.now() - entry.at > KEPT_MS) {
      journal.delete("journal", entry.id);
      continue;
    }
    if (![...early].some((form) => form.dataset.autosave === entry.target)) tell("found", entry);
  }
  isRead = true;
  early.forEach(change);
  said.splice(0).forEach(keep);
  tell("read");
  flush();
}

const latest = (target) => [...mine.values()].filter((entry) => entry.target === target).sort((a, b) => b.at - a.at)[0];

// Writes the form into the journal. A page goes on from its own changes and from what it took over.
function change(form) {
  const target = form.dataset.autosave;
  const shown = Number(form.elements.seq.value);
  const known = latest(target);
  const goesOn = known && known.seq >= shown && (known.state === "waiting" || known.writer === here);
  const { writer, base } = goesOn ? known : { writer: here, base: shown };
  Object.assign(form.elements.seq, { value: Math.max(shown, known?.seq ?? 0) + 1 });
  Object.assign(form.elements.base, { value: base });
  Object.assign(form.elements.writer, { value: writer });
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") body.append(name, value);
  }
  return note({ writer, target, base, seq: Number(form.elements.seq.value), body: body.toString() });
}

function note(change) {
  const entry = { id: `${person}|${change.writer}|${change.target}`, person, at: Date.now(), state: "waiting", ...change };
  mine.set(entry.id, entry);
  say("saving");
  return write(entry);
}

function keep({ target, seq, body }) {
  note({ writer: here, target, base: 0, seq, body });
  flush();
}

async function send(id, keepalive = false) {
  const entry = mine.get(id);
  if (entry?.state !== "waiting" || flying.has(id)) return;
  flying.add(id);
  const slow = setTimeout(say, SLOW_MS, "waiting");
  try {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    const sent = { method: "POST", headers, body: new URLSearchParams(entry.body), keepalive, redirect: "manual" };
    const answer = await fetch(entry.target, sent);
    await settle(entry, answer, await answer.json().catch(() => ({})));
  } catch {
    say("waiting");
    clearTimeout(retry);
    retry = setTimeout(flush, delay);
    delay = Math.min(delay * 2, LAST_DELAY_MS);
    return;
  } finally {
    clearTimeout(slow);
    flying.delete(id);
  }
  if (mine.get(id)?.seq > entry.seq) await send(id); // changed meanwhile
}

// Notes what the server made of a change. Anything but our own answer (a page of a public network) is no answer.
async function settle(entry, answer, told) {
  // 400: the page's token belongs to a sign-in that is over
  if ([400, 401].includes(answer.status) || answer.type === "opaqueredirect") return say("signedOut");
  if (answer.status === 409 && told.seq) {
    const unused = await setAside(entry.id, "");
    tell("stale", { ...told, target: entry.target });
    tell("found", unused);
    return say("stale", { target: entry.target });
  }
  if (GONE.includes(answer.status)) {
    await setAside(entry.id, told.error ?? "");
    return say("refused", { why: told.error ?? "", target: entry.target });
  }
  if (!answer.ok || !told.saved_at) throw new Error(answer.status);
  delay = FIRST_DELAY_MS;
  const seq = told.seq ?? entry.seq; // larger when another page had said the same
  const now = mine.get(entry.id);
  const isAll = now.seq === entry.seq;
  const kept = isAll ? { ...now, seq, base: seq, state: "saved" } : { ...now, seq: Math.max(now.seq, seq + 1), base: seq };
  mine.set(entry.id, kept);
  await write(kept);
  say("saved", { at: told.saved_at, target: entry.target, isAll, told });
}

// What the server does not take stays readable on this device under a name of its own.
async function setAside(id, why) {
  const entry = mine.get(id);
  const unused = { ...entry, id: `${id}|${entry.seq}`, state: "unused", why };
  mine.delete(id);
  await journal?.delete("journal", id);
  await write(unused);
  return unused;
}

const flush = (keepalive = false) => Promise.all(waiting().map(({ id }) => send(id, keepalive === true)));

let timer = 0;
for (const form of document.querySelectorAll("form[data-autosave]")) {
  form.addEventListener("input", () => {
    if (!isRead) early.add(form);
    else change(form);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  });
}

// What needs no answer is done with or without a connection: one goes on at data-queue. A refusal is shown by the server.
for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("submit", async (event) => {
    if (!isRead) return;
    event.preventDefault();
    form.dataset.autosave = form.getAttribute("action");
    await change(form);
    await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    if (latest(form.dataset.autosave)) location.assign(form.dataset.queue);
    else form.submit();
  });
}

// Handing in waits until every answer has arrived.
for (const form of document.querySelectorAll("form[data-after-saving]")) {
  form.addEventListener("submit", async (event) => {
    if (!waiting().length) return;
    event.preventDefault();
    await flush();
    if (!waiting().length) form.submit();
  });
}

document.addEventListener("autosave:flush", () => flush());
document.addEventListener("autosave:keep", ({ detail }) => (isRead ? keep(detail) : said.push(detail)));
document.addEventListener("autosave:drop", ({ detail }) => journal?.delete("journal", detail.id));
document.addEventListener("visibilitychange", () => document.hidden && flush(true));
window.addEventListener("online", () => flush());
read();
