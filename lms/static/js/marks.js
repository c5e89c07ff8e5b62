// Hands each criterion of <form data-marks="/address"> to the journal (autosave.js) as it is filled in, and shows what other
// graders do: names from data-presence, their levels in untouched criteria. Every criterion carries a stamp of what the page
// shows; the server answers 409 where another grader was faster, and one's own words are offered beside theirs.

const BEAT_MS = 15000;
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail }));
const words = (place) => place.querySelector("textarea");
const chosen = (place) => place.querySelector("input[type=radio]:checked");
const stamp = (place) => place.querySelector("[data-stamp]");
const said = (entry) => Object.fromEntries(new URLSearchParams(entry.body));

class Marks {
  constructor(form) {
    this.form = form;
    this.waiting = new Set(); // keys of what the server does not have yet
    this.unused = new Map(); // key -> what it did not take
    this.places = new Map([...form.querySelectorAll("[data-criterion]")].map((one) => [one.dataset.criterion, one]));
    const feedback = form.querySelector("[data-criterion-words]");
    if (feedback) this.places.set("", feedback);
    for (const [key, place] of this.places) {
      place.addEventListener("input", () => this.keep(key, true));
      place.querySelector("[data-use]")?.addEventListener("click", () => this.decide(key, true));
      place.querySelector("[data-drop]")?.addEventListener("click", () => this.decide(key, false));
    }
    this.hear("found", (key, entry) => this.found(key, entry));
    this.hear("refused", (key, entry) => this.found(key, entry));
    this.hear("answered", (key, { told, isAll }) => this.answered(key, told, isAll));
    this.hear("stale", (key, told) => this.follow(told, key));
    document.addEventListener("visibilitychange", () => this.beat());
    this.beat();
    if (form.dataset.presence) setInterval(() => this.beat(), BEAT_MS);
  }

  // What the journal says of a criterion of this form.
  hear(name, act) {
    document.addEventListener(`autosave:${name}`, ({ detail }) => {
      const [address, key] = (detail.entry ?? detail).target.split("#");
      if (address === this.form.dataset.marks && this.places.has(key)) act(key, detail);
    });
  }

  keep(key, typing = false) {
    const place = this.places.get(key);
    const given = { key, level: chosen(place)?.value ?? "", words: words(place).value, stamp: stamp(place).value };
    const body = new URLSearchParams(given).toString();
    this.waiting.add(key);
    tell("keep", { target: `${this.form.dataset.marks}#${key}`, body, typing, isOnce: true });
  }

  found(key, entry) {
    if (entry.state === "waiting") {
      this.waiting.add(key);
      this.put(this.places.get(key), said(entry));
    } else if (entry.state === "unused") {
      this.waiting.delete(key);
      this.unused.set(key, entry);
      this.offer(key);
    }
  }

  answered(key, told, isAll) {
    stamp(this.places.get(key)).value = told.parts[key].stamp;
    if (isAll) this.waiting.delete(key);
    else this.keep(key); // typed on meanwhile, upon what was just saved
    this.follow(told);
  }

  offer(key) {
    const place = this.places.get(key);
    const entry = this.unused.get(key);
    const spare = place.querySelector("[data-unused]");
    spare.hidden = !entry;
    if (!entry) return;
    const { level, words: text } = said(entry);
    const title = level && place.querySelector(`input[value="${level}"]`)?.closest("label").innerText.replace(/\s+/g, " ").trim();
    spare.querySelector("[data-unused-text]").textContent = [title, text].filter(Boolean).join("; ");
  }

  decide(key, isWanted) {
    const entry = this.unused.get(key);
    this.unused.delete(key);
    tell("drop", entry);
    this.offer(key);
    if (!isWanted) return;
    this.put(this.places.get(key), { ...said(entry), stamp: stamp(this.places.get(key)).value });
    this.keep(key);
  }

  // Shows what the server knows, but never over what is being typed here; `lost` is the criterion just overtaken.
  follow(told, lost = null) {
    if (lost !== null) this.waiting.delete(lost);
    this.showTotal(told.points);
    if (told.state !== "submitted") return this.close();
    for (const [key, part] of Object.entries(told.parts)) {
      const place = this.places.get(key);
      if (!place || this.waiting.has(key)) continue;
      const typing = words(place) === document.activeElement && key !== lost;
      if (stamp(place).value !== part.stamp && !typing) this.put(place, part);
      this.name(place, part, key === lost);
    }
  }

  showTotal(points) {
    const total = document.querySelector("[data-total]");
    if (!total) return;
    total.hidden = points === null;
    if (points !== null) total.querySelector("[data-points]").textContent = points.replace(".", ",");
  }

  put(place, part) {
    for (const radio of place.querySelectorAll("input[type=radio]")) radio.checked = radio.value === String(part.level);
    words(place).value = part.words;
    stamp(place).value = part.stamp;
  }

  name(place, part, lost) {
    const line = place.querySelector("[data-hand]");
    if (!line) return;
    line.hidden = !part.by || part.own;
    if (!line.hidden) line.textContent = (lost ? this.form.dataset.taken : this.form.dataset.hand).replace("{name}", part.by);
  }

  // Marked meanwhile: nothing can be given here any more.
  close() {
    for (const one of this.form.querySelectorAll("fieldset")) one.disabled = true;
    tell("said", { kind: "refused", why: this.form.dataset.closed });
  }

  async beat() {
    if (document.hidden || !this.form.dataset.presence) return;
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    const answer = await fetch(this.form.dataset.presence, { method: "POST", headers }).catch(() => null);
    if (!answer?.ok) return; // the next beat tells again
    const told = await answer.json();
    const others = document.querySelector("[data-others]");
    others.hidden = !told.others.length;
    others.querySelector("[data-said]").textContent = others.dataset.others.replace("{names}", told.others.join(", "));
    this.follow(told);
  }
}

document.querySelectorAll("form[data-marks]").forEach((form) => new Marks(form));
