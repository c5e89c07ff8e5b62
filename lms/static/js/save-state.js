// Writes what autosave.js reports ("autosave:said") into [data-save-state]: words, tone, icon.

const TONES = { saved: "ok", waiting: "warn", stale: "warn", refused: "bad", signedOut: "bad" };

function clock(place, moment) {
  const time = { timeZone: place.dataset.timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false };
  const shown = new Date(moment ?? Date.now()).toLocaleTimeString(document.documentElement.lang, time);
  return `${shown} ${place.dataset.zone}`;
}

function write(place, { kind, count, at }) {
  const words = place.querySelector("[data-said]");
  words.textContent = (place.dataset[kind] ?? "").replace("{time}", () => clock(place, at)).replace("{count}", count);
  place.dataset.tone = TONES[kind] ?? "";
  const use = place.querySelector("use");
  const icon = TONES[kind] === "ok" || kind === "saving" ? "#i-cloud-check" : "#i-cloud-off";
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, icon));
  if (kind !== "signedOut") return;
  const link = document.createElement("a");
  link.href = `${place.dataset.signInUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = place.dataset.signIn;
  words.append(" ", link);
}

document.addEventListener("autosave:said", ({ detail }) => {
  for (const place of document.querySelectorAll("[data-save-state]")) write(place, detail);
});
