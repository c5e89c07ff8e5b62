// A quiz attempt without page loads: every question waits in a <template>, moving swaps it in, autosave.js saves it.
// So one can go on answering while the connection is away. Without scripts each move sends the form instead.

const form = document.querySelector("form[data-attempt]");
const place = form.querySelector("[data-place]");
const map = document.querySelector("[data-map]");
const [address] = form.dataset.autosave.split("#");
const total = Number(form.dataset.total);
const said = map.dataset.words.split("|");
const spare = form.querySelector("[data-unused]");
const sheets = new Map(); // position -> the fields of that question
const unused = new Map(); // position -> a change that was not taken
const stored = new Map(); // position -> the fields as the server has them
const refused = new Set(); // positions that show what the server did not take
let unsent = 0;
let leaving = null; // the button that leads away from the questions
let here = Number(form.elements.position.value);

for (const kept of document.querySelectorAll("template[data-waiting]")) {
  sheets.set(Number(kept.dataset.waiting), kept.content.firstElementChild);
}
sheets.set(here, place.firstElementChild);

// An answer is the field "value", or, when it has parts, "value-0", "value-1" and so on.
const values = (sheet) => [...sheet.querySelectorAll("[name=value], [name^='value-']")];
const isTicked = (field) => ["radio", "checkbox"].includes(field.type);
const isAnswered = (given) => [...given].some(([name, value]) => /^value(-|$)/.test(name) && value.trim());

function heldBy(sheet) {
  const given = new URLSearchParams();
  for (const field of values(sheet)) if (!isTicked(field) || field.checked) given.append(field.name, field.value);
  if (sheet.querySelector("[name=flagged]").checked) given.append("flagged", "1");
  return given;
}

// What the server keeps (one value, a list, or parts by their place) as the fields that hold it.
function asFields(value) {
  const fields = new URLSearchParams();
  const inParts = value && typeof value === "object" && !Array.isArray(value);
  if (inParts) for (const [place, part] of Object.entries(value)) fields.append(`value-${place}`, part ?? "");
  else for (const one of [value ?? []].flat()) fields.append("value", one);
  return fields;
}

for (const [position, sheet] of sheets) stored.set(position, heldBy(sheet));

function fill(sheet, given, flagged, seq, base = seq) {
  for (const field of values(sheet)) {
    if (isTicked(field)) field.checked = given.getAll(field.name).includes(field.value);
    else field.value = given.get(field.name) ?? "";
  }
  sheet.querySelector("[name=flagged]").checked = flagged;
  sheet.querySelector("[name=seq]").value = seq;
  sheet.querySelector("[name=base]").value = base;
}

// What this device has and the page does not: changes that wait or were saved since the page was made, and such as the
// server did not take because a newer answer stood there.
function recall(entry) {
  const [where, position] = entry.target.split("#");
  const sheet = where === address && sheets.get(Number(position));
  if (!sheet) return;
  if (entry.state === "unused") {
    unused.set(Number(position), entry);
    refused.add(Number(position));
    offer();
    draw();
  } else if (entry.seq > Number(sheet.querySelector("[name=seq]").value)) {
    const given = new URLSearchParams(entry.body);
    fill(sheet, given, given.has("flagged"), entry.seq, entry.state === "saved" ? entry.seq : entry.base);
    if (entry.state === "saved") stored.set(Number(position), given);
    draw();
  }
}

// What is filled in, as people read it.
function inWords(sheet) {
  const words = (field) => {
    if (field.tagName === "SELECT") return field.value && field.selectedOptions[0].textContent;
    if (!isTicked(field)) return field.value;
    return field.checked && field.closest("label").textContent.trim();
  };
  return values(sheet).map(words).filter(Boolean).join("; ");
}

// Offers a change beside the newer answer, or says why it was not taken and keeps it readable.
function offer() {
  const entry = unused.get(here);
  spare.hidden = !entry;
  if (!entry) return;
  spare.dataset.tone = entry.why ? "bad" : "warn";
  spare.querySelector("[data-unused-why]").textContent = entry.why ? spare.dataset.refused : spare.dataset.newer;
  spare.querySelector("[data-unused-reason]").textContent = entry.why;
  spare.querySelector("[data-unused-text]").textContent = entry.words ?? "";
  spare.querySelector("[data-use]").hidden = Boolean(entry.why);
  spare.querySelector("[data-outcome]").hidden = !["handed_in", "time_over"].includes(entry.reason);
}

function decide(isWanted) {
  const entry = unused.get(here);
  unused.delete(here);
  document.dispatchEvent(new CustomEvent("autosave:drop", { detail: entry }));
  if (isWanted) {
    const given = new URLSearchParams(entry.body);
    fill(sheets.get(here), given, given.has("flagged"), form.elements.seq.value);
    form.dispatchEvent(new Event("input"));
  } else if (refused.delete(here)) {
    const given = stored.get(here);
    fill(sheets.get(here), given, given.has("flagged"), form.elements.seq.value, form.elements.base.value);
    draw();
  }
  offer();
}

function draw() {
  const counts = { isi: 0, ragu: 0, kosong: 0 };
  for (const button of map.querySelectorAll("button")) {
    const position = Number(button.value);
    const sheet = sheets.get(position);
    const given = refused.has(position) ? stored.get(position) : heldBy(sheet);
    const answered = isAnswered(given);
    const flagged = given.has("flagged");
    counts[answered ? "isi" : "kosong"] += 1;
    counts.ragu += Number(flagged);
    button.dataset.state = [answered && "isi", flagged && "ragu"].filter(Boolean).join(" ");
    button.querySelector("[data-said]").textContent = `, ${said[answered ? 0 : 1]}${flagged ? `, ${said[2]}` : ""}`;
    if (position === here) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  for (const [kind, count] of Object.entries(counts)) document.querySelector(`[data-count=${kind}]`).textContent = count;
}

function aim(selector, position, shown) {
  const button = form.querySelector(selector);
  button.hidden = !shown;
  button.value = position;
  button.querySelector("[data-number]").textContent = position;
}

function show(position) {
  leaving = null;
  here = position;
  place.replaceChildren(sheets.get(position));
  form.dataset.autosave = `${address}#${position}`;
  form.querySelector("[data-heading] [data-number]").textContent = position;
  aim("[data-previous]", position - 1, position > 1);
  aim("[data-next]", position + 1, position < total);
  form.querySelector("[data-last]").hidden = position < total;
  form.querySelector("[data-next-value]").value = position < total ? position + 1 : "tinjau";
  history.replaceState(null, "", `?n=${position}`);
  document.title = document.title.replace(/\d+/, position);
  draw();
  offer();
  form.querySelector("[data-heading]").focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  const target = Number(button?.value);
  if (button?.name === "kosongkan") {
    fill(sheets.get(here), asFields(null), form.elements.flagged.checked, form.elements.seq.value);
    form.dispatchEvent(new Event("input"));
  } else if (sheets.has(target)) {
    document.dispatchEvent(new Event("autosave:flush"));
    show(target);
  } else if (navigator.onLine && !unsent) return;
  else {
    leaving = button; // once every answer has arrived
    document.dispatchEvent(new Event("autosave:flush"));
  }
  event.preventDefault();
});
form.addEventListener("input", () => {
  leaving = null;
  refused.delete(here);
  form.dataset.words = inWords(sheets.get(here));
  draw();
});
document.addEventListener("autosave:said", ({ detail }) => {
  unsent = detail.count;
  if (!leaving || unsent) return;
  const button = leaving;
  leaving = null;
  form.requestSubmit(button);
});
spare.querySelector("[data-use]").addEventListener("click", () => decide(true));
spare.querySelector("[data-drop]").addEventListener("click", () => decide(false));
document.addEventListener("autosave:found", ({ detail }) => recall(detail));
document.addEventListener("autosave:refused", ({ detail }) => recall(detail));
document.addEventListener("autosave:answered", ({ detail: { entry, isAll } }) => {
  const [where, position] = entry.target.split("#");
  if (isAll && where === address) stored.set(Number(position), new URLSearchParams(entry.body));
});
document.addEventListener("autosave:stale", ({ detail }) => {
  const [, position] = detail.target.split("#");
  if (detail.target.startsWith(`${address}#`)) {
    fill(sheets.get(Number(position)), asFields(detail.value), detail.flagged, detail.seq);
    stored.set(Number(position), heldBy(sheets.get(Number(position))));
    draw();
  }
});
draw();
setInterval(() => fetch(location.href, { method: "HEAD" }), 300000); // reading is being here: the sign-in goes on
