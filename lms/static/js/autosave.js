// The journal of this device: what is filled in anywhere is written here (IndexedDB, store.js) before it is sent, and stays
// until the server has answered, so that a weak line, a closed tab or an ended sign-in loses nothing.
// <form data-autosave="/address#part"> is saved while it is filled in; the part after # tells several things saved at one
// address apart. Scripts without such a form say "autosave:keep" {target, body}, or {target, list, value} where all that waits
// at one address travels together as a list; seq counts their changes, `typing` waits for a pause, `isOnce` keeps nothing of
// what the server has.
// Writer (a page) and seq (its count) name a change: the server keeps it once however often it comes, and refuses it when
// it was made upon (base) anything but the newest. What a page left behind is sent by the next page that is opened.
// Answers: {saved_at, seq}; 409 brings what is newer, a refusal for good {error, reason}. Says "autosave:said",
// "autosave:answered" {entry, told, isAll}, "autosave:stale" and "autosave:refused" of what the server did not take,
// "autosave:found" of what this device has, and "autosave:read" once it knows all of that. Hears "autosave:flush" {goOn}.

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
const flying = new Map(); // id -> its sending
const early = new Map(); // target -> what was filled in before the journal was read
const said = []; // the same of scripts
const delivered = []; // what is done once nothing waits
let refusals = 0;
let journal = null;
let isRead = false;
let delay = FIRST_DELAY_MS;
let retry = 0;

const waiting = () => [...mine.values()].filter((entry) => entry.state === "waiting");
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail }));

function say(kind, { at, why, target, isAll, told } = {}) {
  const count = waiting().length;
  if (!count) delivered.splice(0).forEach((goOn) => goOn());
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
    const typed = early.get(entry.target);
    if (!typed) tell("found", entry);
    else if (entry.state === "saved") typed.seq.value = Math.max(Number(typed.seq.value), entry.seq);
  }
  isRead = true;
  early.forEach(change);
  said.splice(0).forEach(keep);
  tell("read");
  flush();
}

const latest = (target) => [...mine.values()].filter((entry) => entry.target === target).sort((a, b) => b.at - a.at)[0];

// What a form holds now. Its fields may be others a moment later (attempt.js shows the next question).
function holding(form) {
  const { seq, base, writer } = form.elements;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") body.append(name, value);
  }
  const { autosave: target, words } = form.dataset; // words: the same as people read it
  return { target, seq, base, writer, body, words };
}

// Writes it into the journal. A page goes on from its own changes and from what it took over.
function change({ target, body, words, ...fields }) {
  const shown = Number(fields.seq.value);
  const known = latest(target);
  const goesOn = known && known.seq >= shown && (known.state === "waiting" || known.writer === here);
  const { writer, base } = goesOn ? known : { writer: here, base: shown };
  const seq = Math.max(shown, known?.seq ?? 0) + 1;
  for (const [name, value] of Object.entries({ seq, base, writer })) {
    if (fields[name]) fields[name].value = value;
    body.set(name, value);
  }
  return note({ writer, target, base, seq, body: body.toString(), words });
}

function note(change) {
  const entry = { id: `${person}|${change.writer}|${change.target}`, person, at: Date.now(), state: "waiting", ...change };
  mine.set(entry.id, entry);
  say("saving");
  return write(entry);
}

function keep({ target, seq, typing, ...what }) {
  const known = latest(target);
  const writer = known?.state === "waiting" ? known.writer : here; // goes on from what it took over
  note({ writer, target, base: 0, seq: seq ?? (known?.seq ?? 0) + 1, ...what });
  if (typing) later();
  else flush();
}

const addressOf = ({ target }) => target.split("#")[0];
const goesAlong = (entry) => (one) => one.list === entry.list && addressOf(one) === addressOf(entry) && !flying.has(one.id);

function send(id, keepalive = false) {
  const entry = mine.get(id);
  if (entry?.state !== "waiting" || flying.has(id)) return flying.get(id);
  const group = entry.list ? waiting().filter(goesAlong(entry)) : [entry];
  const flight = deliver(group, keepalive);
  for (const one of group) flying.set(one.id, flight);
  return flight;
}

async function deliver(group, keepalive) {
  const [{ target, list, body }] = group;
  const slow = setTimeout(say, SLOW_MS, "waiting");
  try {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    const sent = new URLSearchParams(list ? { [list]: JSON.stringify(group.map(({ value }) => value)) } : body);
    const answer = await fetch(target, { method: "POST", headers, body: sent, keepalive, redirect: "manual" });
    const told = await answer.json().catch(() => ({}));
    for (const entry of group) await settle(entry, answer, told);
  } catch {
    say("waiting");
    clearTimeout(retry);
    retry = setTimeout(flush, delay);
    delay = Math.min(delay * 2, LAST_DELAY_MS);
    return;
  } finally {
    clearTimeout(slow);
    for (const { id } of group) flying.delete(id);
  }
  for (const { id, seq } of group) if (mine.get(id)?.seq > seq) await send(id); // changed meanwhile
}

// Notes what the server made of a change. Anything but our own answer (a page of a public network) is no answer.
async function settle(entry, answer, told) {
  // 400: the page's token belongs to a sign-in that is over
  if ([400, 401].includes(answer.status) || answer.type === "opaqueredirect") return say("signedOut");
  const why = told.error ?? "";
  if (answer.status === 409 && (told.seq || why)) {
    const unused = await setAside(entry.id, why);
    tell("stale", { ...told, target: entry.target });
    tell("found", unused);
    return say(told.seq ? "stale" : "refused", { why, target: entry.target });
  }
  if (GONE.includes(answer.status)) {
    tell("refused", await setAside(entry.id, why, told.reason));
    return say("refused", { why, target: entry.target });
  }
  if (!answer.ok || !told.saved_at) throw new Error(answer.status);
  delay = FIRST_DELAY_MS;
  const seq = told.seq ?? entry.seq; // larger when another page had said the same
  const now = mine.get(entry.id);
  const isAll = now.seq === entry.seq;
  const kept = isAll ? { ...now, seq, base: seq, state: "saved" } : { ...now, seq: Math.max(now.seq, seq + 1), base: seq };
  mine.set(entry.id, kept);
  tell("answered", { entry: kept, told, isAll }); // who listens may note on the entry what a later page needs of it
  if (isAll && entry.isOnce) await forget(entry.id);
  else await write(mine.get(entry.id));
  say("saved", { at: told.saved_at, target: entry.target, isAll, told });
}

// What the server does not take stays readable on this device under a name of its own.
async function setAside(id, why, reason = "") {
  const entry = mine.get(id);
  const unused = { ...entry, id: `${id}|${entry.seq}`, state: "unused", why, reason };
  refusals += 1;
  await forget(id);
  await write(unused);
  return unused;
}

async function forget(id) {
  mine.delete(id);
  await journal?.delete("journal", id);
}

const flush = (keepalive = false) => Promise.all(waiting().map(({ id }) => send(id, keepalive === true)));

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE_MS);
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  form.addEventListener("input", () => {
    const now = holding(form);
    if (isRead) change(now);
    else early.set(now.target, now);
    later();
  });
}

// What needs no answer is done with or without a connection: one goes on at data-queue. A refusal is shown by the server.
for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("submit", async (event) => {
    if (!isRead) return;
    event.preventDefault();
    form.dataset.autosave = form.getAttribute("action");
    await change(holding(form));
    await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    if (latest(form.dataset.autosave)) location.assign(form.dataset.queue);
    else form.submit();
  });
}

// Handing in waits until everything has arrived, and stays when something of it was refused: that is to be read first.
for (const form of document.querySelectorAll("form[data-after-saving]")) {
  form.addEventListener("submit", async (event) => {
    if (!waiting().length) return;
    event.preventDefault();
    const before = refusals;
    await flush();
    if (!waiting().length && refusals === before) form.requestSubmit(event.submitter);
  });
}

document.addEventListener("autosave:flush", async ({ detail }) => {
  await flush();
  if (!detail?.goOn) return;
  if (waiting().length) delivered.push(detail.goOn);
  else detail.goOn();
});
document.addEventListener("autosave:keep", ({ detail }) => (isRead ? keep(detail) : said.push(detail)));
document.addEventListener("autosave:drop", ({ detail }) => forget(detail.id));
document.addEventListener("visibilitychange", () => document.hidden && flush(true));
window.addEventListener("online", () => flush());
read();
