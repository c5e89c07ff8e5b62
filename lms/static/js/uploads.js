// Files of a draft arrive in pieces and go on where a dropped line left them: <form data-tus="/address">.
// Speaks tus 1.0 through tus-js-client; every piece carries its hash where the browser may reckon one (HTTPS).
// The plain file field stays for browsers without scripts.

const PIECE = 1_000_000;
const DELAYS = [0, 1000, 3000, 8000, 20000, 60000];
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const tus = window.tus;

class Stack extends tus.DefaultHttpStack {
  createRequest(method, url) {
    const request = super.createRequest(method, url);
    const send = request.send.bind(request);
    request.send = async (body) => {
      if (method === "PATCH" && body && crypto.subtle) {
        const digest = await crypto.subtle.digest("SHA-256", await body.arrayBuffer());
        request.setHeader("Upload-Checksum", `sha256 ${btoa(String.fromCharCode(...new Uint8Array(digest)))}`);
      }
      return send(body);
    };
    return request;
  }
}

class Sending {
  constructor(drop, form, file) {
    this.line = document.createElement("p");
    this.line.className = "u-s";
    this.bar = Object.assign(document.createElement("progress"), { max: file.size, value: 0 });
    this.bar.setAttribute("aria-label", file.name);
    this.words = document.createElement("span");
    this.words.setAttribute("role", "status");
    this.line.append(this.bar, " ", this.words);
    drop.append(this.line);
    this.drop = drop;
    this.done = new Promise((resolve) => this.start(form, file, resolve));
  }

  start(form, file, resolve) {
    const upload = new tus.Upload(file, {
      endpoint: form.dataset.tus,
      chunkSize: PIECE,
      retryDelays: DELAYS,
      httpStack: new Stack(),
      headers: { "X-CSRFToken": token },
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (failure) => ![403, 404, 413, 422].includes(failure.originalResponse?.getStatus()),
      onProgress: (sent, all) => {
        this.bar.value = sent;
        this.words.textContent = `${file.name}: ${this.drop.dataset.sending.replace("{percent}", Math.round((100 * sent) / all))}`;
      },
      onSuccess: () => { this.line.remove(); resolve(true); },
      onError: (failure) => {
        const told = failure.originalResponse?.getStatus() === 422 ? failure.originalResponse.getBody() : this.drop.dataset.failed;
        this.bar.remove();
        this.line.className = "fld_err";
        this.words.textContent = `${file.name}: ${told}`;
        resolve(false);
      },
    });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  }
}

async function refresh() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["[data-files]", "[data-drops]"]) document.querySelector(part).replaceWith(fresh.querySelector(part));
}

for (const form of document.querySelectorAll("form[data-tus]")) {
  let sending = 0;
  let pressed = null; // a button that waits until everything has arrived
  form.addEventListener("submit", (event) => {
    if (!sending) return;
    event.preventDefault();
    pressed = event.submitter;
    pressed?.setAttribute("aria-busy", "true");
  });
  form.addEventListener("change", async (event) => {
    const drop = event.target.closest("[data-upload]");
    if (!drop || event.target.type !== "file") return;
    const files = [...event.target.files].filter((file) => file.size <= Number(drop.dataset.maxBytes));
    if (files.length < event.target.files.length) return; // too large: upload.js has said so
    event.target.value = "";
    for (const refused of drop.querySelectorAll(".fld_err")) refused.remove();
    sending += 1;
    const done = await Promise.all(files.map((file) => new Sending(drop, form, file).done));
    sending -= 1;
    pressed?.removeAttribute("aria-busy");
    if (pressed && !sending && done.every(Boolean)) form.requestSubmit(pressed);
    else if (done.some(Boolean)) await refresh();
    pressed = null;
  });
}
