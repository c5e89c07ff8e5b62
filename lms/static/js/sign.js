// Signing portion by portion: sends the form again until nothing is left, so that the passphrase is
// typed once and stays in its field. Without this script each portion asks for it anew.
const form = document.querySelector("form[data-sign]");

async function portion() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.querySelector("[data-signing]");
  if (!answer.ok || !news) throw new Error(String(answer.status));
  document.querySelector("[data-signing]").replaceWith(news);
  form.elements.after.value = news.dataset.after;
  return "stopped" in news.dataset ? 0 : Number(news.dataset.left);
}

form?.addEventListener("submit", async (event) => {
  if (!form.reportValidity()) return;
  event.preventDefault();
  const busy = form.querySelector("[data-busy]");
  const button = form.querySelector("button");
  busy.hidden = false;
  button.disabled = true;
  try {
    while (await portion() > 0);
    form.elements.after.value = 0;
  } catch {
    form.submit(); // the page itself says what is wrong
    return;
  }
  form.elements.passphrase.value = "";
  if (document.querySelector("[data-signing]").dataset.waiting === "0") form.remove();
  busy.hidden = true;
  button.disabled = false;
});
