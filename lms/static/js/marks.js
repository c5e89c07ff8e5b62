// Saves each criterion of <form data-marks="/address"> as it is filled in, keeps what could not be sent in
// localStorage, and shows what other graders do: names from data-presence, their levels in untouched criteria.
// Every criterion carries a stamp of what the page shows; the server answers 409 where another grader was faster.

const PAUSE_MS = 500;
const RETRY_MS = 4000;
const BEAT_MS = 15000;
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

const words = (place) => place.querySelector("textarea");
const chosen = (place) => place.querySelector("input[type=radio]:checked");
const stamp = (place) => place.querySelector("[data-stamp]");
const ownKeys = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix));

function say(kind, at) {
  document.dispatchEvent(new CustomEvent("autosave:said", { detail: { kind, at, count: ownKeys("marks:").length } }));
}

function post(address, body, keepalive = false) {
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  return fetch(address, { method: "POST", headers, body: new URLSearchParams(body), redirect: "manual", keepalive });
}

class Marks {
  constructor(form) {
    this.form = form;
    this.store = `marks:${form.dataset.marks}:`;
    this.timers = new Map();
    this.flying = new Set();
    this.places = new Map([...form.querySelectorAll("[data-criterion]")].map((one) => [one.dataset.criterion, one]));
    const feedback = form.querySelector("[data-criterion-words]");
    if (feedback) this.places.set("", feedback);
    this.restore();
    for (const [key, place] of this.places) place.addEventListener("input", () => this.keep(key));
    // the whole form carries everything: nothing of it needs to be sent again
    form.addEventListener("submit", () => {
      this.timers.forEach(clearTimeout);
      this.waiting.forEach((key) => localStorage.removeItem(key));
    });
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush(true) : this.beat()));
    this.flush();
    this.beat();
    if (form.dataset.presence) setInterval(() => this.beat(), BEAT_MS);
  }

  get waiting() {
    return ownKeys(this.store);
  }

  restore() {
    for (const full of this.waiting) {
      const kept = JSON.parse(localStorage.getItem(full));
      if (this.places.has(kept.key)) this.put(this.places.get(kept.key), kept);
    }
  }

  keep(key) {
    const place = this.places.get(key);
    const body = { key, level: chosen(place)?.value ?? "", words: words(place).value, stamp: stamp(place).value };
    localStorage.setItem(this.store + key, JSON.stringify(body));
    say("saving");
    clearTimeout(this.timers.get(key));
    this.timers.set(key, setTimeout(() => this.send(key), PAUSE_MS));
  }

  flush(keepalive = false) {
    this.waiting.forEach((key) => this.send(key.slice(this.store.length), keepalive));
  }

  async send(key, keepalive = false) {
    const kept = localStorage.getItem(this.store + key);
    if (!kept || this.flying.has(key)) return;
    this.flying.add(key);
    try {
      const answer = await post(this.form.dataset.marks, JSON.parse(kept), keepalive);
      if ([400, 401].includes(answer.status) || answer.type === "opaqueredirect") return say("signedOut");
      if (![200, 409].includes(answer.status)) throw new Error(answer.status);
      this.acknowledge(key, kept, await answer.json(), answer.ok);
    } catch {
      say("waiting");
      setTimeout(() => this.send(key), RETRY_MS);
    } finally {
      this.flying.delete(key);
    }
  }

  acknowledge(key, kept, told, taken) {
    const typedOn = taken && localStorage.getItem(this.store + key) !== kept;
    if (!typedOn) localStorage.removeItem(this.store + key);
    if (taken) stamp(this.places.get(key)).value = told.parts[key].stamp;
    this.follow(told, taken ? null : key);
    if (typedOn) this.keep(key);
    else say(taken ? "saved" : "stale", told.saved_at);
  }

  // Shows what the server knows, but never over what is being typed here; `lost` is the criterion just overtaken.
  follow(told, lost = null) {
    this.showTotal(told.points);
    if (told.state !== "submitted") return this.close();
    for (const [key, part] of Object.entries(told.parts)) {
      const place = this.places.get(key);
      if (!place || localStorage.getItem(this.store + key)) continue;
      const typing = words(place) === document.activeElement && key !== lost;
      if (stamp(place).value !== part.stamp && !typing) this.put(place, part);
      this.tell(place, part, key === lost);
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

  tell(place, part, lost) {
    const line = place.querySelector("[data-hand]");
    if (!line) return;
    line.hidden = !part.by || part.own;
    if (!line.hidden) line.textContent = (lost ? this.form.dataset.taken : this.form.dataset.hand).replace("{name}", part.by);
  }

  close() {
    this.waiting.forEach((key) => localStorage.removeItem(key));
    for (const one of this.form.querySelectorAll("fieldset")) one.disabled = true;
    say("refused");
  }

  async beat() {
    if (document.hidden || !this.form.dataset.presence) return;
    const answer = await post(this.form.dataset.presence, {}).catch(() => null); // the next beat tells again
    if (!answer?.ok) return;
    const told = await answer.json();
    const others = document.querySelector("[data-others]");
    others.hidden = !told.others.length;
    others.querySelector("[data-said]").textContent = others.dataset.others.replace("{names}", told.others.join(", "));
    this.follow(told);
  }
}

document.querySelectorAll("form[data-marks]").forEach((form) => new Marks(form));
