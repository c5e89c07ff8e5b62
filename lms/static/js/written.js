// What is written on a file, on this side: loaded from data-notes, added and removed there by the journal (autosave.js).
// Calls `show(all)` whenever something changed.

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail }));
const waiting = new Map(); // key -> {address, note} that the server does not have yet

function hear(name, act) {
  document.addEventListener(`autosave:${name}`, ({ detail }) => {
    const [address, key] = (detail.entry ?? detail).target.split("#");
    act(address, key, detail);
  });
}

// A file is drawn later than the journal is read: what it had is noted here meanwhile.
hear("found", (address, key, { state, body }) => {
  const sent = new URLSearchParams(body);
  if (state === "waiting" && sent.has("shape")) {
    const note = { ...Object.fromEntries(sent), page: Number(sent.get("page")), shape: JSON.parse(sent.get("shape")) };
    waiting.set(key, { address, note });
  }
});

export class Written {
  constructor(host, show) {
    this.host = host;
    this.show = show;
    this.all = [];
    hear("answered", (address, key, { told }) => address === host.dataset.notes && this.settle(key, told));
    hear("refused", (address, key) => address === host.dataset.notes && this.settle(key, null));
    document.addEventListener("autosave:read", () => this.recall());
  }

  async load() {
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.host.dataset.notes, { headers }).catch(() => null); // offline: only one's own
    if (answer?.ok) this.all = await answer.json();
    this.recall();
  }

  // Puts what waits on this device beside what the server has.
  recall() {
    const known = new Set(this.all.map(({ key }) => key));
    for (const [key, { address, note }] of waiting) {
      if (address === this.host.dataset.notes && !known.has(key)) this.all.push({ ...note, own: true });
    }
    this.show(this.all);
  }

  add(kind, page, shape, words = "") {
    const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.slice(0, 36);
    const note = { key, kind, page, shape, words };
    const body = new URLSearchParams({ ...note, shape: JSON.stringify(shape) }).toString();
    waiting.set(key, { address: this.host.dataset.notes, note });
    this.all.push({ ...note, own: true });
    this.show(this.all);
    tell("keep", { target: `${this.host.dataset.notes}#${key}`, body, isOnce: true });
  }

  // The server has it (`told`), or did not take it.
  settle(key, told) {
    waiting.delete(key);
    this.all = [...this.all.filter((one) => one.key !== key), ...(told ? [told] : [])];
    this.show(this.all);
  }

  async remove(one) {
    if (waiting.has(one.key)) return tell("said", { kind: "waiting", count: waiting.size }); // it may be on its way
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    const address = this.host.dataset.remove.replace("/0/", `/${one.id}/`);
    const answer = await fetch(address, { method: "POST", headers }).catch(() => null);
    if (!answer?.ok) return tell("said", { kind: "refused", why: this.host.dataset.kept });
    tell("said", { kind: "saved" });
    this.settle(one.key, null);
  }

  // The list beside the file: number, words, who, and a button for one's own; `go` leads to the place.
  list(place, label, go) {
    const entries = this.all.map((one, at) => {
      const entry = document.createElement("li");
      const link = document.createElement("button");
      link.type = "button";
      link.className = "btn btn-txt";
      link.textContent = `${at + 1}. ${label(one)}`;
      link.addEventListener("click", () => go(one));
      const words = document.createElement("span");
      words.textContent = [one.words, one.own ? "" : one.by].filter(Boolean).join(" – ");
      entry.append(link, words);
      if (one.own && this.host.dataset.may) {
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn btn-txt";
        drop.textContent = this.host.dataset.drop;
        drop.setAttribute("aria-label", `${this.host.dataset.drop} ${at + 1}`);
        drop.addEventListener("click", () => this.remove(one));
        entry.append(drop);
      }
      return entry;
    });
    place.replaceChildren(...entries);
  }
}
