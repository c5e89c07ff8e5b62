// Moves [data-toast] to the floating corner, adds a close button, and lets it go after a while.

const SHOWN_MS = 8000;

const source = document.querySelector("[data-flash]");
const toasts = document.querySelectorAll("[data-toast]");

function closeButton(toast) {
  const button = document.createElement("button");
  button.className = "icb";
  button.type = "button";
  button.innerHTML = `<svg class="ic" aria-hidden="true"><use href="${source.dataset.icons}#i-x"/></svg><span class="u-vh"></span>`;
  button.querySelector("span").textContent = source.dataset.close;
  button.addEventListener("click", () => toast.remove());
  return button;
}

function letGo(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(letGo, SHOWN_MS, toast);
  else toast.remove();
}

if (source && toasts.length) {
  const corner = document.createElement("div");
  corner.className = "toasts";
  document.body.append(corner);
  for (const toast of toasts) {
    toast.append(closeButton(toast));
    corner.append(toast);
    // An act that can be undone stays until the reader closes it.
    if (!toast.querySelector("form")) setTimeout(letGo, SHOWN_MS, toast);
  }
}
