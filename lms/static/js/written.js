// What is written on a file, on this side: loaded from data-notes, added and removed there; what could not be sent
// waits in localStorage. Calls `show(all)` whenever something changed.

const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const say = (kind, count) => document.dispatchEvent(new CustomEvent("autosave:said", { detail: { kind, count } }));

export class Written {
  constructor(host, show) {
    this.host = host;
    this.show = show;
    this.store = `notes:${host.dataset.notes}`;
    this.all = [];
    window.addEventListener("online", () => this.flush());
  }

  get waiting() {
    return JSON.parse(localStorage.getItem(this.store) ?? "[]");
  }

  keep(waiting) {
    if (waiting.length) localStorage.setItem(this.store, JSON.stringify(waiting));
    else localStorage.removeItem(this.store);
  }

  async load() {
    const answer = await fetch(this.host.dataset.notes, { headers: { Accept: "application/json" } });
    if (answer.ok) this.all = await answer.json();
    this.all.push(...this.waiting.map((one) => ({ ...one, own: true })));
    this.show(this.all);
    this.flush();
  }

  add(kind, page, shape, words = "") {
    const one = { key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.slice(0, 36), kind, page, shape, words };
    this.all.push({ ...one, own: true });
    this.keep([...this.waiting, one]);
    this.show(this.all);
    this.flush();
  }

  // one after the other: a second call waits for the first, then sends what came meanwhile
  flush() {
    this.sending = (this.sending ?? Promise.resolve()).then(() => this.sendAll());
  }

  async sendAll() {
    for (const one of this.waiting) {
      say("saving", this.waiting.length);
      let answer;
      try {
        const body = new URLSearchParams({ ...one, shape: JSON.stringify(one.shape) });
        answer = await this.post(this.host.dataset.notes, body);
      } catch {
        return say("waiting", this.waiting.length);
      }
      if (answer.status >= 500 || [400, 401].includes(answer.status)) return say("waiting", this.waiting.length);
      this.keep(this.waiting.filter((other) => other.key !== one.key));
      const kept = answer.ok ? [await answer.json()] : [];
      this.all = [...this.all.filter((other) => other.key !== one.key), ...kept];
      say(answer.ok ? "saved" : "refused");
      this.show(this.all);
    }
  }

  async remove(one) {
    if (one.id) {
      const answer = await this.post(this.host.dataset.remove.replace("/0/", `/${one.id}/`), new URLSearchParams());
      if (!answer.ok) return say("refused");
      say("saved");
    }
    this.keep(this.waiting.filter((other) => other.key !== one.key));
    this.all = this.all.filter((other) => other.key !== one.key);
    this.show(this.all);
  }

  post(address, body) {
    return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
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
