// Roll call: "all present" fills in whoever has no mark yet, the counts follow each tap, and every tap goes into the journal
// of this device (autosave.js) until the server has it. Without a network the page goes on working; each line has a key, so
// sending twice writes once, and tells which mark it was made upon (data-base), so the server sees when somebody else's mark
// came between.

const form = document.querySelector("[data-roll]");
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail }));
const waiting = new Set(); // seats whose mark the server does not have yet

const rows = () => [...form.querySelectorAll("fieldset[data-seat]")];
const rowOf = (seat) => form.querySelector(`fieldset[data-seat="${seat}"]`);
const choice = (row) => row.querySelector("input[type=radio]:checked")?.value ?? "";
const field = (row, letter) => row.querySelector(`[name="${letter}-${row.dataset.seat}"]`);

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keep(row, rest = false) {
  const { seat, base } = row.dataset;
  const value = {
    key: newKey(), seat: Number(seat), status: choice(row), at: new Date().toISOString(),
    late: Number(field(row, "m").value), early: Number(field(row, "e").value), note: field(row, "n").value,
    base: Number(base), rest,
  };
  if (!value.status) return;
  waiting.add(seat);
  tell("keep", { target: `${form.dataset.journal}#${seat}`, list: "marks", value, typing: true });
}

// What the journal says of a seat of this roll.
function hear(name, act) {
  document.addEventListener(`autosave:${name}`, ({ detail }) => {
    const [address, seat] = (detail.entry ?? detail).target.split("#");
    if (address === form.dataset.journal && rowOf(seat)) act(seat, detail);
  });
}

// A page that the device kept may be older than what was sent from here since (`head` names the mark it became).
function restore(seat, { state, value, head = 0 }) {
  const row = rowOf(seat);
  if (state === "waiting") waiting.add(seat);
  else waiting.delete(seat);
  if (state === "unused" || (state === "saved" && head <= Number(row.dataset.base))) return;
  if (head) row.dataset.base = head;
  row.querySelector(`input[type=radio][value=${value.status}]`).checked = true;
  for (const [letter, name] of [["m", "late"], ["e", "early"], ["n", "note"]]) field(row, letter).value = value[name];
  count();
}

function settle(seat, { entry, told, isAll }) {
  const head = told.heads[seat] ?? 0;
  rowOf(seat).dataset.base = head;
  Object.assign(entry, { head });
  if (isAll) waiting.delete(seat);
  if (told.conflicts && !waiting.size) location.reload();
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
}

if (form) {
  count();
  hear("found", restore);
  hear("refused", restore);
  hear("answered", settle);
  form.addEventListener("input", (event) => {
    const row = event.target.closest("fieldset[data-seat]");
    if (!row) return;
    keep(row);
    count();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all]");
    if (!button) return;
    event.preventDefault();
    fill(button.dataset.all);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "tutup") return; // once all marks have arrived (data-after-saving)
    event.preventDefault();
    if (waiting.size) tell("flush");
    else tell("said", { kind: "saved" });
  });
  // Closing names no marks: what this page shows may be older than what the server has.
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of [...formData.keys()]) if (/^[smen]-/.test(name)) formData.delete(name);
  });
}
