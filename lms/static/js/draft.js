// Texts that save themselves (autosave.js): in <form data-autosave data-draft="name of the main field"> what this device
// still holds comes back into the fields and [data-recalled] says so, with the way back to what the server has; what
// another page has written meanwhile is shown; and what was not taken is offered in [data-spare].

const COUNTS = ["seq", "base", "writer"]; // kept by autosave.js
const PLACE = ["seen", "window"]; // what the page looked at, and its own name
const isTicked = (field) => ["radio", "checkbox"].includes(field.type);

function heldBy(form) {
  const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(texts);
}

function fill(form, given, but = COUNTS) {
  for (const field of form.elements) {
    if (!field.name || ["button", "submit", "file"].includes(field.type)) continue;
    if ([...but, "csrf_token"].includes(field.name)) continue;
    if (isTicked(field)) field.checked = given.getAll(field.name).includes(field.value);
    else if (given.has(field.name)) field.value = given.get(field.name);
  }
}

function draft(form) {
  const made = heldBy(form);
  const main = form.dataset.draft;
  const [back, spare] = [form.querySelector("[data-recalled]"), form.querySelector("[data-spare]")];
  const unused = []; // entries that the server did not take, oldest first
  let recalled = null; // the entry that stands in the form
  let isSent = false;

  const differs = (given) => [...given].some(([name, value]) => {
    const field = form.elements[name];
    const isText = field?.matches?.("textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])");
    return isText && field.value.trim() !== value.trim();
  });
  const drop = (entry) => document.dispatchEvent(new CustomEvent("autosave:drop", { detail: entry }));
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const moment = ({ at }) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

  function offer() {
    const entry = unused.at(-1);
    spare.hidden = !entry;
    if (!entry) return;
    spare.querySelector("[data-when]").textContent = moment(entry);
    spare.querySelector("[data-why]").textContent = entry.why ?? "";
    spare.querySelector("textarea").value = new URLSearchParams(entry.body).get(main) ?? "";
  }

  function recall(entry) {
    const given = new URLSearchParams(entry.body);
    if (entry.state === "saved" || !differs(given)) {
      if (recalled && entry.state === "unused") recalled = entry; // it stands in the form, under the name it has now
      return;
    }
    if (entry.state === "unused") {
      back.hidden = true;
      unused.push(entry);
      offer();
      return;
    }
    fill(form, given, []);
    recalled = entry;
    back.querySelector("[data-when]").textContent = moment(entry);
    back.hidden = false;
  }

  function returnToServers() {
    fill(form, made, isSent ? [...COUNTS, ...PLACE] : []);
    if (isSent) changed(); // over what was sent: the server goes back too
    else drop(recalled);
    back.hidden = true;
  }

  function decide(isWanted) {
    const entry = unused.pop();
    drop(entry);
    offer();
    if (!isWanted) return;
    fill(form, new URLSearchParams(entry.body), [...COUNTS, ...PLACE]);
    changed();
  }

  back.querySelector("[data-keep]").addEventListener("click", () => { back.hidden = true; });
  back.querySelector("[data-servers]").addEventListener("click", returnToServers);
  spare.querySelector("[data-use]").addEventListener("click", () => decide(true));
  spare.querySelector("[data-drop]").addEventListener("click", () => decide(false));
  return {
    recall,
    sent: () => { isSent = true; },
    stale({ value, seq }) {
      form.elements[main].value = value;
      form.elements.seq.value = seq;
    },
  };
}

const drafts = new Map([...document.querySelectorAll("form[data-draft]")].map((form) => [form.dataset.autosave, draft(form)]));

document.addEventListener("autosave:found", ({ detail }) => drafts.get(detail.target)?.recall(detail));
document.addEventListener("autosave:refused", ({ detail }) => drafts.get(detail.target)?.recall(detail));
document.addEventListener("autosave:answered", ({ detail: { entry } }) => drafts.get(entry.target)?.sent());
document.addEventListener("autosave:stale", ({ detail }) => "value" in detail && drafts.get(detail.target)?.stale(detail));
