// The service worker: opens kept pages without a connection. lms/core/offline.py writes BUILD in front of it, so that a
// new version of any file of ours is a new worker, which takes over at once: pages bring the addresses of their files,
// and a kept page is kept with them. Those that are open hear of it and go on with what they loaded. Pages are those of the account that the server names (X-Person), and of no other.

importScripts(...BUILD.scripts);

const SHELL = `rangka-${BUILD.version}`;
const PATIENCE_MS = 5000; // a line this slow is none, when there is a copy
const WORK_MS = 3 * 24 * 3600 * 1000;
const MEDIA = ["image", "video", "audio", "track"];
const pathOf = (request) => new URL(request.url).pathname;
const isPersonal = (name) => name.startsWith("milik-");

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (request.method === "POST" && pathOf(request) === BUILD.signOut) event.waitUntil(forget());
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (request.method === "GET" && pathOf(request).startsWith("/static/")) event.respondWith(file(request));
  else if (request.method === "GET" && MEDIA.includes(request.destination)) event.respondWith(media(request));
});

async function install() {
  const answer = await fetch(BUILD.door, { credentials: "omit", cache: "reload" });
  if (!answer.ok) throw new Error(BUILD.door);
  await self.keepPage(await caches.open(SHELL), BUILD.door, answer);
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (isPersonal(name)) await self.sweep(await caches.open(name));
    else if (name !== SHELL) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  for (const page of await self.clients.matchAll()) page.postMessage({ version: BUILD.version });
}

const whoIsHere = async () => (await self.store).get("state", "person");

async function own(address) {
  const person = await whoIsHere();
  return person && (await self.cacheOf(person)).match(address, { ignoreVary: true });
}

// A page: from the server, else the copy of this account, else the door that says what there is.
async function visit(event) {
  const copy = event.request.method === "GET" ? await own(pathOf(event.request)).catch(() => undefined) : undefined;
  const online = ask(event, Boolean(copy));
  if (!copy) return online.catch(door);
  event.waitUntil(online.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, copy));
  return Promise.race([online.catch(() => copy), late]);
}

const door = () => caches.match(BUILD.door, { ignoreVary: true });

async function ask(event, isKept) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  if (isKept && [502, 503, 504].includes(answer.status)) throw new Error(answer.status);
  const address = pathOf(event.request);
  if (isKept && answer.type === "opaqueredirect") event.waitUntil(drop(address)); // it is over
  const person = answer.headers.get("X-Person");
  if (person && event.request.method === "GET" && answer.ok) {
    const isWork = answer.headers.get("X-Offline") === "keep";
    event.waitUntil(learn(person, address, isWork || isKept ? answer.clone() : null, isWork));
  }
  return answer;
}

// Notes who is signed in and refreshes the copy of a page that is kept, or that is work to go on with (a quiz, a roll).
async function learn(person, address, answer, isWork) {
  const store = await self.store;
  if ((await store.get("state", "person")) !== person) {
    for (const name of await caches.keys()) {
      if (isPersonal(name) && name !== `milik-${person}`) await caches.delete(name);
    }
    for (const one of await store.getAll("kept")) if (one.person !== person) await store.delete("kept", one.id);
    await store.put("state", person, "person");
  }
  if (!answer) return;
  const title = isWork && (await answer.clone().text()).match(/<title>([^<]*)/)[1];
  const bytes = await self.keepPage(await self.cacheOf(person), address, answer, { light: !isWork });
  if (!isWork) return;
  await store.put("kept", {
    id: `${person}|${address}`, person, title, pages: [{ address, title }], bytes, at: Date.now(), isWork,
  });
  for (const one of await store.getAll("kept")) {
    if (one.isWork && Date.now() - one.at > WORK_MS) await drop(one.pages[0].address);
  }
}

// Lets go of work that is over; what a person chose to keep stays.
async function drop(address) {
  const [store, person] = [await self.store, await whoIsHere()];
  if (!(await store.get("kept", `${person}|${address}`))) return;
  await (await self.cacheOf(person)).delete(address, { ignoreVary: true });
  await store.delete("kept", `${person}|${address}`);
}

// Signing out takes every page along; answers that still wait stay for their owner.
async function forget() {
  for (const name of await caches.keys()) if (isPersonal(name)) await caches.delete(name);
  const store = await self.store;
  await store.clear("kept");
  await store.delete("state", "person");
  for (const entry of await store.getAll("journal")) {
    if (entry.state === "saved") await store.delete("journal", entry.id);
  }
}

// Our own files: their addresses change with their content.
const file = async (request) => (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);

async function media(request) {
  const found = await own(request.url);
  if (!found) return fetch(request);
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.get("Range") ?? "");
  if (!range) return found;
  const whole = await found.blob();
  const first = Number(range[1]);
  if (first >= whole.size) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  const last = Math.min(range[2] ? Number(range[2]) : Infinity, whole.size - 1);
  const headers = {
    "Accept-Ranges": "bytes", "Content-Length": String(last - first + 1),
    "Content-Range": `bytes ${first}-${last}/${whole.size}`, "Content-Type": whole.type,
  };
  return new Response(whole.slice(first, last + 1), { status: 206, headers });
}
