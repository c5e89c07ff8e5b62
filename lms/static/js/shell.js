// What every page does: menus close, forms are sent once, the offline strip, help on "?", printing.

const busy = "data-sent";

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-reload]")) location.reload();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details[data-menu][open]");
    closeMenus();
    open?.querySelector("summary").focus();
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "?" && !typing) document.querySelector("dialog[data-keys]")?.showModal();
});

// One sending per form: a second press while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.hasAttribute(busy)) {
    event.preventDefault();
    return;
  }
  form.setAttribute(busy, "");
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 15000);
});

function release(form) {
  form.removeAttribute(busy);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll(`form[${busy}]`).forEach(release);
});

function showConnection() {
  for (const strip of document.querySelectorAll("[data-offline-banner]")) {
    strip.hidden = navigator.onLine;
  }
}
window.addEventListener("online", showConnection);
window.addEventListener("offline", showConnection);
showConnection();

// Single-letter keys can be switched off in the help dialog (they disturb speech input).
for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = localStorage.getItem("keys") !== "off";
  box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
}

document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.querySelector("[data-error-summary]")?.focus();

// A device on which somebody signed in opens kept pages without a connection (worker.js), and sends what waits from
// earlier, whichever page is opened.
const person = document.querySelector('meta[name="person"]');
if (person) {
  const workers = navigator.serviceWorker;
  let worker = null;
  window.addEventListener("load", async () => {
    worker = await workers?.register(person.dataset.worker, { updateViaCache: "none" }).catch(() => null);
  });
  // A page that stays open for days hears of a newer version of our files, and goes on with its own until it is reloaded.
  document.addEventListener("visibilitychange", () => document.hidden || worker?.update().catch(() => {}));
  workers?.addEventListener("message", ({ data: { version } }) => {
    if (!version || version === person.dataset.version) return;
    for (const strip of document.querySelectorAll("[data-updated]")) strip.hidden = false;
  });
  if (localStorage.getItem("waiting") === person.content && !document.querySelector("[data-sign-in-again]")) {
    for (const src of person.dataset.journal.split(" ")) {
      const type = src.includes("autosave") ? "module" : "";
      document.head.append(Object.assign(document.createElement("script"), { src, type, async: false }));
    }
  }
}

// A message that an upload received on its way is shown on the page it led to.
const kept = sessionStorage.getItem("flash");
if (kept) {
  sessionStorage.removeItem("flash");
  document.querySelector("[data-flash]")?.insertAdjacentHTML("beforeend", kept);
}
