// What this device keeps. In IndexedDB: the journal of changes, the list of kept pages, and whose they are; in caches of
// one account each ("milik-<person>"): the pages, with everything they need to look right.
// A classic script: pages and the service worker share it; the library of IndexedDB comes before it, and a page
// may name it twice.

if (!self.store) {
  const PARTS = /\s(?:src|poster)="(\/[^"#]+)|\shref="(\/static\/[^"#]+)/g;
  const isOurs = (address) => address.startsWith("/static/");
  const partsOf = (text) => new Set([...text.matchAll(PARTS)].map(([, one, other]) => (one ?? other).replaceAll("&amp;", "&")));

  self.store = idb.openDB("lms", 1, {
    upgrade(database) {
      database.createObjectStore("journal", { keyPath: "id" });
      database.createObjectStore("kept", { keyPath: "id" });
      database.createObjectStore("state");
    },
    blocking(_from, _to, event) {
      event.target.close(); // a newer version of this site waits in another window
    },
  });

  self.cacheOf = (person) => caches.open(`milik-${person}`);

  // While a page is being kept its parts lie there without it: nobody sweeps meanwhile, the next one will.
  const inTurn = (options, work) => (navigator.locks ? navigator.locks.request("simpanan", options, work) : work(true));

  // Keeps a page with its parts, `light` without pictures and recordings; returns the bytes of it, our own files apart:
  // every page shares them.
  self.keepPage = (...what) => inTurn({ mode: "shared" }, () => keepPage(...what));

  async function keepPage(cache, address, answer, { light = false } = {}) {
    const text = await answer.clone().text();
    let bytes = new Blob([text]).size;
    for (const part of partsOf(text)) {
      if ((light && !isOurs(part)) || (await cache.match(part, { ignoreVary: true }))) continue;
      const found = await fetch(part).catch(() => null);
      if (!found?.ok || found.headers.get("Cache-Control") === "no-store") {
        if (isOurs(part)) throw new Error(part); // without it, or with that of another version, the page would be broken
        continue;
      }
      if (!isOurs(part)) bytes += (await found.clone().blob()).size;
      await cache.put(part, found);
    }
    await cache.put(address, answer);
    return bytes;
  }

  // Lets go of what no kept page needs any more.
  self.sweep = (cache) => inTurn({ ifAvailable: true }, (isFree) => isFree && sweep(cache));

  async function sweep(cache) {
    const needed = new Set();
    const parts = [];
    for (const request of await cache.keys()) {
      const address = request.url.slice(self.location.origin.length);
      const answer = await cache.match(request, { ignoreVary: true });
      if (!answer?.headers.get("Content-Type")?.startsWith("text/html")) parts.push(address);
      else partsOf(await answer.text()).forEach((part) => needed.add(part));
    }
    for (const part of parts) if (!needed.has(part)) await cache.delete(part, { ignoreVary: true });
  }
}
