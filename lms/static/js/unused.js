// What was filled in on this device and not taken by the server, on a page that can no longer take it ([data-unused-of],
// the address that autosave.js sent to): shown for reading, with the reason.

for (const place of document.querySelectorAll("[data-unused-of]")) {
  const journal = await self.store;
  const person = document.querySelector('meta[name="person"]').content;
  const found = (await journal.getAll("journal"))
    .map((entry) => ({ ...entry, address: entry.target.split("#") }))
    .filter((entry) => entry.person === person && entry.state === "unused" && entry.why && entry.words)
    .filter(({ address: [sentTo] }) => sentTo === place.dataset.unusedOf)
    .sort((one, other) => one.address[1] - other.address[1] || one.at - other.at);
  for (const { address: [, position], words, why } of found) {
    const row = place.querySelector("template").content.cloneNode(true);
    row.querySelector("[data-number]").textContent = position;
    row.querySelector("[data-words]").textContent = words;
    row.querySelector("[data-why]").textContent = why;
    place.querySelector("[data-rows]").append(row);
  }
  place.hidden = !found.length;
}
