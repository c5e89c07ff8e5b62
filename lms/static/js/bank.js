// The bank of comments: a [data-sentence] goes into the text field that was last written in, [data-keep] keeps
// what stands there.

const bank = document.querySelector("[data-bank]");
const form = bank?.closest("form");
let field = form?.querySelector("#comment");

form?.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) field = event.target;
});

function offer(words) {
  const entry = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-txt", textContent: words });
  button.dataset.sentence = "";
  entry.append(button);
  bank.querySelector("ul").prepend(entry);
}

async function keep(address) {
  const body = new URLSearchParams({ words: field.value, csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.ok) offer((await answer.json()).words);
}

bank?.addEventListener("click", (event) => {
  const sentence = event.target.closest("[data-sentence]");
  const keeper = event.target.closest("[data-keep]");
  if (sentence) {
    field.value = [field.value.trimEnd(), sentence.textContent.trim()].filter(Boolean).join(" ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  } else if (keeper && field.value.trim()) keep(keeper.dataset.keep);
});
