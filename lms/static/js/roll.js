// Roll call: "all present" fills in whoever has no mark yet, and the counts follow each tap.
// The server does the same for a form sent without scripts.

const form = document.querySelector("[data-roll]");

function count() {
  const rows = [...form.querySelectorAll("fieldset")];
  const chosen = rows.map((row) => row.querySelector("input[type=radio]:checked")?.value ?? "");
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = chosen.filter((status) => status === place.dataset.count).length;
  }
}

function fill(status) {
  for (const row of form.querySelectorAll("fieldset")) {
    if (row.querySelector("input[type=radio]:checked")) continue;
    const choice = row.querySelector(`input[type=radio][value=${status}]`);
    if (choice) choice.checked = true;
  }
  count();
}

if (form) {
  form.addEventListener("change", count);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all]");
    if (!button) return;
    event.preventDefault();
    fill(button.dataset.all);
  });
}
