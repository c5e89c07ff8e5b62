// Keys of a quiz attempt: 1-9 choose an option, N and P move on and back, F marks as doubtful.
// Works on the form with data-attempt; [data-next], [data-previous], [data-flag] are inside it.

const form = document.querySelector("form[data-attempt]");

function isText(element) {
  return element.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
}

function choose(number) {
  const options = form.querySelectorAll("[data-options] input");
  options[number - 1]?.click();
  options[number - 1]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.altKey || event.metaKey || isText(event.target)) return;
  if (localStorage.getItem("keys") === "off" || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key)) choose(Number(key));
  else if (key === "n") form.querySelector("[data-next]")?.click();
  else if (key === "p") form.querySelector("[data-previous]")?.click();
  else if (key === "f") form.querySelector("[data-flag]")?.click();
});
