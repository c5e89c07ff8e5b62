// Keeping subjects on this device ([data-keep], elearning/offline.html) and the list of what is kept ([data-kept],
// offline.html). The pages lie in the cache of the account (store.js); the service worker (worker.js) opens them.

const list = document.querySelector("[data-kept]");
const words = document.querySelector("[data-keeper]")?.dataset;
const store = await self.store;
const person = document.querySelector('meta[name="person"]')?.content ?? (await store.get("state", "person"));
const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const days = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });

function size(bytes) {
  const kilo = bytes / 1000; // as the server writes sizes
  return kilo < 1000 ? `${numbers.format(Math.max(1, Math.round(kilo)))} kB` : `${numbers.format(kilo / 1000)} MB`;
}

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const own = async () => (await store.getAll("kept")).filter((one) => one.person === person);

const LATE_MS = 10_000;

// Waits for the service worker, which opens what is kept. On the first page of all it has not heard yet who is here.
async function opener() {
  const late = new Promise((_resolve, reject) => setTimeout(reject, LATE_MS, new Error("service worker")));
  await Promise.race([navigator.serviceWorker.ready, late]);
  if (!(await store.get("state", "person"))) await store.put("state", person, "person");
}

async function keep(place, light) {
  const pages = JSON.parse(place.dataset.pages);
  const said = place.querySelector("[data-said]");
  const cache = await self.cacheOf(person);
  await opener();
  await navigator.storage?.persist?.();
  let bytes = 0;
  for (const [done, { address }] of pages.entries()) {
    said.textContent = filled(words.keeping, { done, total: pages.length });
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected || answer.headers.get("X-Person") !== person) throw new Error(address);
    bytes += await self.keepPage(cache, address, answer, { light });
  }
  const { title } = place.dataset;
  await store.put("kept", { id: place.dataset.keep, person, title, pages, bytes, light, at: Date.now() });
}

async function release(record) {
  await store.delete("kept", record.id);
  const still = new Set((await own()).flatMap(({ pages }) => pages.map(({ address }) => address)));
  const cache = await self.cacheOf(person);
  for (const { address } of record.pages) {
    if (!still.has(address)) await cache.delete(address, { ignoreVary: true });
  }
  await self.sweep(cache);
}

async function show(place) {
  const record = await store.get("kept", place.dataset.keep);
  place.querySelector("[data-badge]").hidden = !record;
  for (const button of place.querySelectorAll("[data-do]")) {
    button.hidden = button.dataset.do === "remove" ? !record : Boolean(record);
  }
  const facts = record && { size: size(record.bytes), day: days.format(record.at) };
  place.querySelector("[data-said]").textContent = record
    ? filled(record.light ? words.lightKept : words.wholeKept, facts) : "";
}

async function work(place, what) {
  for (const one of place.querySelectorAll("[data-do]")) one.disabled = true;
  let problem = "";
  try {
    if (what === "remove") await release(await store.get("kept", place.dataset.keep));
    else await keep(place, what === "light");
  } catch {
    problem = words.failed;
  }
  for (const one of place.querySelectorAll("[data-do]")) one.disabled = false;
  await show(place);
  if (problem) place.querySelector("[data-said]").textContent = problem;
  return !problem;
}

const places = [...document.querySelectorAll("[data-keep]")];
for (const place of places) {
  place.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-do]");
    if (button) await work(place, button.dataset.do);
    if (button) count();
  });
  show(place);
}

// Everything at once: subject by subject, until one fails.
const everything = document.querySelector("[data-everything]");

async function count() {
  const kept = new Set((await own()).map(({ id }) => id));
  const done = places.filter((place) => kept.has(place.dataset.keep)).length;
  const said = everything.querySelector("[data-kept-count]");
  said.textContent = done ? filled(said.dataset.keptCount, { done, total: places.length }) : "";
  for (const button of everything.querySelectorAll("[data-all]")) button.hidden = done === places.length;
}

async function keepAll(isLight) {
  const buttons = everything.querySelectorAll("[data-all]");
  for (const button of buttons) button.disabled = true;
  for (const place of places) {
    if (await store.get("kept", place.dataset.keep)) continue;
    const hasLight = place.querySelector('[data-do="light"]') !== null; // small pictures come along
    if (!(await work(place, isLight && hasLight ? "light" : "whole"))) break;
    await count();
  }
  for (const button of buttons) button.disabled = false;
}

for (const button of everything?.querySelectorAll("[data-all]") ?? []) {
  button.addEventListener("click", () => keepAll(button.dataset.all === "light"));
}
if (everything) count();

function row(record) {
  const item = list.querySelector("template").content.firstElementChild.cloneNode(true);
  item.querySelector("[data-title]").textContent = record.title;
  const facts = { size: size(record.bytes), day: days.format(record.at) };
  item.querySelector("[data-about]").textContent = filled(record.isWork ? list.dataset.work : list.dataset.about, facts);
  for (const { address, title } of record.pages) {
    const [line, link] = ["li", "a"].map((name) => document.createElement(name));
    line.append(Object.assign(link, { href: address, textContent: title }));
    item.querySelector("[data-pages]").append(line);
  }
  item.querySelector("[data-remove]").addEventListener("click", async () => {
    await release(record);
    draw();
  });
  return item;
}

async function draw() {
  const records = person ? await own() : [];
  list.querySelector("[data-rows]").replaceChildren(...records.sort((a, b) => b.at - a.at).map(row));
  list.hidden = !records.length;
  document.querySelector("[data-nothing]").hidden = Boolean(records.length);
}

async function drawUnsent() {
  const place = document.querySelector("[data-unsent]");
  const all = (await store.getAll("journal")).filter((entry) => entry.person === person);
  const waiting = all.filter(({ state }) => state === "waiting").length;
  place.hidden = !waiting;
  place.querySelector("[data-count]").textContent = filled(place.dataset.waiting, { count: waiting });
}

if (list) {
  const retry = document.querySelector("[data-retry]");
  retry.closest("[data-lost]").hidden = location.pathname === new URL(retry.href).pathname; // asked for itself
  retry.href = location.href;
  draw();
  drawUnsent();
  document.addEventListener("autosave:said", drawUnsent);
}
