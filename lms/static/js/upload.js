// Upload with a progress bar: a form that holds [data-upload] and has files chosen is sent by XHR.
// Drag and drop fills the file field; too large files are refused before anything is sent.

const find = (form) => [...form.querySelectorAll("[data-upload]")].filter((drop) => drop.querySelector("input").files.length);

function tell(drop, text) {
  drop.querySelector("[data-said]").textContent = text;
}

function check(drop) {
  const input = drop.querySelector("input");
  const files = [...input.files];
  const large = files.some((file) => file.size > Number(drop.dataset.maxBytes));
  input.setCustomValidity(large ? drop.dataset.tooLarge : "");
  tell(drop, large ? drop.dataset.tooLarge : files.map((file) => file.name).join(", "));
  return !large;
}

function arrived(request, form) {
  const fresh = new DOMParser().parseFromString(request.responseText, "text/html");
  const messages = fresh.querySelector("[data-flash]")?.innerHTML.trim();
  // An answer at the same address without a message is a page of its own, such as a preview.
  const stays = request.responseURL === form.action && !messages;
  if (request.status < 400 && !stays) {
    // The redirect was followed and took the messages with it: carry them along.
    if (messages) sessionStorage.setItem("flash", messages);
    location.assign(request.responseURL);
    return;
  }
  const main = fresh.querySelector("main");
  if ((request.status >= 400 && request.status !== 422) || !main) return failed(form);
  document.querySelector("main").replaceWith(main);
  (main.querySelector("[data-error-summary]") || main).focus();
}

function release(form) {
  form.removeAttribute("data-sent");
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

function failed(form) {
  release(form);
  for (const drop of form.querySelectorAll("[data-upload]")) {
    drop.querySelector("[data-bar]").hidden = true;
    tell(drop, drop.dataset.failed);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const drops = find(form);
  if (!drops.length) return;
  event.preventDefault();
  if (!drops.every(check)) return release(form);
  const request = new XMLHttpRequest();
  const data = new FormData(form, event.submitter);
  request.upload.addEventListener("progress", (progress) => {
    const percent = Math.round((100 * progress.loaded) / progress.total);
    for (const drop of drops) {
      const bar = drop.querySelector("[data-bar]");
      bar.hidden = false;
      bar.value = percent;
      tell(drop, drop.dataset.sending.replace("{percent}", percent));
    }
  });
  request.addEventListener("load", () => arrived(request, form));
  request.addEventListener("error", () => failed(form));
  // formAction of a button that has none is the address of the page, not that of the form
  const own = event.submitter?.hasAttribute("formaction");
  request.open("POST", own ? event.submitter.formAction : form.action);
  request.send(data);
});

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-upload]");
  if (drop) check(drop);
});

for (const drop of document.querySelectorAll("[data-upload]")) {
  const over = (event) => { event.preventDefault(); drop.dataset.state = "over"; };
  drop.addEventListener("dragover", over);
  drop.addEventListener("dragleave", () => delete drop.dataset.state);
  drop.addEventListener("drop", (event) => {
    over(event);
    delete drop.dataset.state;
    drop.querySelector("input").files = event.dataTransfer.files;
    check(drop);
  });
}
