// Texts that save themselves (autosave.js): in <form data-autosave data-draft="name of the field"> what this device still
// holds comes back into the field, what another page has written meanwhile is shown, and what was not taken stays readable
// in [data-spare].

const drafts = new Map([...document.querySelectorAll("form[data-draft]")].map((form) => [form.dataset.autosave, form]));
const fieldOf = (form) => form.elements[form.dataset.draft];

function recall({ detail: { target, state, body } }) {
  const form = drafts.get(target);
  const words = form && (new URLSearchParams(body).get(form.dataset.draft) ?? "");
  if (!form || state === "saved" || words === fieldOf(form).value) return;
  if (state === "waiting") {
    fieldOf(form).value = words;
    return;
  }
  const spare = form.querySelector("[data-spare]");
  spare.querySelector("textarea").value = words;
  spare.hidden = false;
}

document.addEventListener("autosave:found", recall);
document.addEventListener("autosave:refused", recall);
document.addEventListener("autosave:stale", ({ detail }) => {
  const form = drafts.get(detail.target);
  if (!form) return;
  fieldOf(form).value = detail.value;
  form.elements.seq.value = detail.seq;
});
