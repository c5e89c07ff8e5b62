// Texts of a report that save themselves (autosave.js): what this device still holds comes back into its text, what another
// page has written meanwhile is shown, and what was not taken stays readable under the text.

const texts = new Map([...document.querySelectorAll("form[data-report-text]")].map((form) => [form.dataset.autosave, form]));

document.addEventListener("autosave:found", ({ detail }) => {
  const form = texts.get(detail.target);
  const body = new URLSearchParams(detail.body).get("body") ?? "";
  if (!form || detail.state === "saved" || body === form.elements.body.value) return;
  if (detail.state === "waiting") {
    form.elements.body.value = body;
    return;
  }
  const spare = form.querySelector("[data-spare]");
  spare.querySelector("textarea").value = body;
  spare.hidden = false;
});

document.addEventListener("autosave:stale", ({ detail }) => {
  const form = texts.get(detail.target);
  if (!form) return;
  form.elements.body.value = detail.value;
  form.elements.seq.value = detail.seq;
});
