// Time left until data-deadline, counted on the server's clock (data-now tells how far ours is off).
// Speaks at 10, 5 and 1 minutes, can be hidden, and at zero sends the form named by data-form.

const SPOKEN = [10, 5, 1];
// At the end the page is left once every answer has arrived, and a while before the server's grace is over at the latest.
const PAUSE_MS = 1500;
const PATIENCE_MS = 45000;

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(".");
}

function start(place) {
  const { deadline, now, form, left, over } = place.dataset;
  const offset = Date.parse(now) - Date.now();
  const end = Date.parse(deadline);
  const shown = place.querySelector("[data-clock]");
  const said = place.querySelector("[data-said]");
  const hide = place.querySelector("[data-hide]");
  let spoken = Infinity;

  function finish() {
    said.textContent = over;
    const target = form && document.getElementById(form);
    let hasGone = false;
    const goOn = () => {
      if (target && !hasGone) target.submit();
      hasGone = true;
    };
    document.dispatchEvent(new Event("autosave:flush"));
    setTimeout(() => document.dispatchEvent(new CustomEvent("autosave:flush", { detail: { goOn } })), PAUSE_MS);
    setTimeout(goOn, document.querySelector("[data-save-state]") ? PATIENCE_MS : PAUSE_MS);
  }

  function tick() {
    const seconds = Math.max(0, Math.round((end - Date.now() - offset) / 1000));
    shown.textContent = clock(seconds);
    const due = SPOKEN.filter((minutes) => seconds <= minutes * 60).pop();
    if (due && due < spoken) {
      spoken = due;
      place.dataset.state = due <= 5 ? "low" : "";
      if (seconds) said.textContent = left.replace("{minutes}", Math.ceil(seconds / 60));
    }
    if (seconds) setTimeout(tick, 1000);
    else finish();
  }

  if (hide) {
    const label = hide.querySelector("[data-show-label]");
    const words = [label.textContent, label.dataset.showLabel];
    hide.hidden = false;
    hide.addEventListener("click", () => {
      shown.hidden = !shown.hidden;
      label.textContent = words[Number(shown.hidden)];
    });
  }
  tick();
}

document.querySelectorAll("[data-countdown]").forEach(start);
