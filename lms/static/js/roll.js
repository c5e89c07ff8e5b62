// Roll call: "all present" fills in whoever has no mark yet, the counts follow each tap, and every tap is kept in a
// journal on this device until the server has it. Without a network the page goes on working; each line of the
// journal has a key, so sending twice writes once, and tells which mark it was made upon (data-base), so the server
// sees when somebody else's mark came between. Words of the state come from save-state.js ("autosave:said").

const form = document.querySelector("[data-roll]");
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const PAUSE_MS = 1200;
const store = form ? `presensi:${form.dataset.journal}:${form.dataset.person}` : "";
const delivered = store.replace("presensi:", "presensi-terkirim:");
let delay = 2000;
let timer = 0;
let flight = null;

const rows = () => [...form.querySelectorAll("fieldset[data-seat]")];
const choice = (row) => row.querySelector("input[type=radio]:checked")?.value ?? "";
const field = (row, letter) => row.querySelector(`[name="${letter}-${row.dataset.seat}"]`);
const journal = () => JSON.parse(localStorage.getItem(store) ?? "{}");
const waiting = () => Object.keys(journal()).length;

function say(kind, at) {
  document.dispatchEvent(new CustomEvent("autosave:said", { detail: { kind, at, count: waiting() } }));
}

function write(lines) {
  if (Object.keys(lines).length) localStorage.setItem(store, JSON.stringify(lines));
  else localStorage.removeItem(store);
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keep(row, rest = false) {
  const seat = row.dataset.seat;
  const line = {
    key: newKey(), seat: Number(seat), status: choice(row), at: new Date().toISOString(),
    late: Number(field(row, "m").value), early: Number(field(row, "e").value), note: field(row, "n").value,
    base: Number(row.dataset.base), rest,
  };
  if (line.status) write({ ...journal(), [seat]: line });
}

// A page that the device kept may be older than what was sent from here since.
function restore() {
  const sent = JSON.parse(localStorage.getItem(delivered) ?? "[]");
  for (const line of [...sent, ...Object.values(journal())]) {
    const row = form.querySelector(`fieldset[data-seat="${line.seat}"]`);
    if (!row || (line.head && line.head <= Number(row.dataset.base))) continue;
    if (line.head) row.dataset.base = line.head;
    row.querySelector(`input[type=radio][value=${line.status}]`).checked = true;
    for (const [letter, name] of [["m", "late"], ["e", "early"], ["n", "note"]]) field(row, letter).value = line[name];
  }
}

function count() {
  const chosen = rows().map(choice);
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = chosen.filter((status) => status === place.dataset.count).length;
  }
}

function fill(status) {
  for (const row of rows()) {
    if (choice(row)) continue;
    row.querySelector(`input[type=radio][value=${row.dataset.leave ?? status}]`).checked = true;
    keep(row, true);
  }
  count();
  later(PAUSE_MS);
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

function again() {
  say("waiting");
  later(delay);
  delay = Math.min(delay * 2, 30000);
  return false;
}

// Sends what waits; true when the server has all of it.
function send() {
  flight ??= deliver().finally(() => { flight = null; });
  return flight;
}

async function deliver() {
  const lines = Object.values(journal());
  if (!lines.length) return true;
  say("saving");
  let answer;
  try {
    const body = new URLSearchParams({ marks: JSON.stringify(lines) });
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    answer = await fetch(form.dataset.journal, { method: "POST", headers, body, redirect: "manual" });
  } catch {
    return again();
  }
  // 400: the page's token belongs to a sign-in that is over
  if ([400, 401].includes(answer.status) || answer.type === "opaqueredirect") return say("signedOut");
  if ([403, 404, 413, 422].includes(answer.status)) return say("refused");
  const told = await answer.json().catch(() => null);
  if (!answer.ok || !told) return again();
  take(lines, told);
  return !waiting();
}

function take(sent, told) {
  const left = journal();
  for (const line of sent) if (left[line.seat]?.key === line.key) delete left[line.seat];
  write(left);
  const heads = sent.map((line) => ({ ...line, head: told.heads[line.seat] }));
  const seats = new Set(sent.map(({ seat }) => seat));
  const before = JSON.parse(localStorage.getItem(delivered) ?? "[]").filter(({ seat }) => !seats.has(seat));
  localStorage.setItem(delivered, JSON.stringify([...before, ...heads.filter(({ head }) => head)]));
  for (const row of rows()) row.dataset.base = told.heads[row.dataset.seat] ?? 0;
  delay = 2000;
  say("saved", told.saved_at);
  if (Object.keys(left).length) later(PAUSE_MS);
  else if (told.conflicts) location.reload();
}

// Closing names no marks: what this page shows may be older than what the server has.
async function close(button) {
  if (!(await send())) return;
  for (const row of rows()) row.disabled = true;
  const step = document.createElement("input");
  Object.assign(step, { type: "hidden", name: button.name, value: button.value });
  form.append(step);
  form.submit();
}

if (form) {
  restore();
  count();
  form.addEventListener("input", (event) => {
    const row = event.target.closest("fieldset[data-seat]");
    if (!row) return;
    keep(row);
    count();
    later(PAUSE_MS);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all]");
    if (!button) return;
    event.preventDefault();
    fill(button.dataset.all);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "tutup") close(event.submitter);
    else if (waiting()) send();
    else say("saved");
  });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  document.addEventListener("autosave:flush", () => send()); // signed in again
  window.addEventListener("online", () => send());
  send();
}
