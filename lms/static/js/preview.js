// Live preview: <form data-preview="/address"> is sent there a moment after the last key, and the
// answer, right or wrong, replaces the content of #pratinjau. Without scripts the button does it.

const PAUSE = 900;

document.querySelectorAll("form[data-preview]").forEach((form) => {
  const place = form.querySelector("#pratinjau");
  let timer, running;

  async function show() {
    running?.abort();
    running = new AbortController();
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        headers: { "HX-Request": "true" },
        signal: running.signal,
      });
      if (!answer.ok && answer.status !== 422) return; // the button still works, and says more
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      place.replaceChildren(...fresh.childNodes);
    } catch (failure) {
      if (failure.name === "AbortError") return;
    }
    place.removeAttribute("aria-busy");
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "note") return;
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  if (!place.querySelector("img, .note")) show();
});
