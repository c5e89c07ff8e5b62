// Writes what is reported of the journal ("autosave:said") into [data-save-state]: words, tone, icon.

const TONES = { saved: "ok", waiting: "warn", stale: "warn", refused: "bad", unsaved: "bad", signedOut: "bad" };

function clock(place, moment) {
  const time = { timeZone: place.dataset.timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false };
  const shown = new Date(moment ?? Date.now()).toLocaleTimeString(document.documentElement.lang, time);
  return `${shown} ${place.dataset.zone}`;
}

function write(place, { kind: told, count, at, why }) {
  const kind = told === "saved" && count ? "saving" : told; // not before the last of them is
  const words = place.querySelector("[data-said]");
  const filled = { "{time}": () => clock(place, at), "{count}": () => count, "{why}": () => why ?? "" };
  words.textContent = (place.dataset[kind] ?? "").replace(/\{\w+\}/g, (name) => filled[name]()).trim();
  place.dataset.tone = TONES[kind] ?? "";
  const use = place.querySelector("use");
  const icon = TONES[kind] === "ok" || kind === "saving" ? "#i-cloud-check" : "#i-cloud-off";
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, icon));
  place.querySelector("[data-again]").hidden = kind !== "signedOut";
}

for (const button of document.querySelectorAll("[data-save-state] [data-again]")) {
  button.addEventListener("click", () => document.dispatchEvent(new Event("autosave:sign-in")));
}
document.addEventListener("autosave:said", ({ detail }) => {
  for (const place of document.querySelectorAll("[data-save-state]")) write(place, detail);
});
