// Filters of a list: choosing in a select or box sends <form data-filter> at once; empty fields stay
// out of the address.

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (form && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-filter]")) return;
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
});

// Coming back by the browser's arrow: the fields must be usable again.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-filter] :disabled")) field.disabled = false;
});
