// A sign-in ended while a page was being filled in ("autosave:said", signedOut): the password is asked over the page,
// which goes on with a new token. A sign-in made in another window meanwhile is simply taken over.

const CALM_MS = 10000;
const dialog = document.querySelector("dialog[data-sign-in-again]");
const form = dialog.querySelector("form");
const problem = dialog.querySelector("[data-problem]");
const person = document.querySelector('meta[name="person"]').content;
let renewedAt = 0;

function goOn(token) {
  renewedAt = Date.now();
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  form.elements.password.value = "";
  problem.hidden = true;
  dialog.close();
  document.dispatchEvent(new Event("autosave:flush"));
}

async function ask() {
  if (dialog.open || Date.now() - renewedAt < CALM_MS) return;
  const found = await fetch(dialog.dataset.session).then((answer) => answer.json()).catch(() => null);
  if (!found || dialog.open) return; // no connection: the next try asks again
  if (String(found.person) === person) return goOn(found.token);
  form.elements.csrf_token.value = found.token;
  dialog.showModal();
  form.elements.password.focus();
}

async function signIn() {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value };
  const body = new URLSearchParams(new FormData(form));
  let told = { error: dialog.dataset.offline };
  try {
    const answer = await fetch(form.action, { method: "POST", headers, body });
    told = await answer.json();
  } catch {
    // said below
  }
  if (told.token) return goOn(told.token);
  problem.textContent = told.error;
  problem.hidden = false;
  form.elements.password.select();
}

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-later")) return; // method="dialog" closes it
  event.preventDefault();
  signIn();
});
document.addEventListener("autosave:said", ({ detail }) => detail.kind === "signedOut" && ask());
document.addEventListener("autosave:sign-in", ask);
