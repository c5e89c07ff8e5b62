// The page around a package: hands the frame what the package needs, keeps what it says, and lets nobody leave before
// that is saved. The frame lives on another origin; only its messages, from that origin and that window, are heard.
// What is said goes by autosave.js into the journal of this device and to the server; it shows that and tries again.

const frame = document.querySelector("[data-package]");
const { origin, save, last } = frame.dataset;
const MOST_LETTERS = 1500000;
const SILENCE_MS = 12000;
const LEAVING_MS = 6000;
const PAUSE_MS = 100;
const before = Number(frame.dataset.seq ?? 0);
let seq = Math.max(before, Date.now()); // above all that an earlier page of this opening may still have under way
let unsaved = null; // what the package said last, until the server has it
let isOld = false; // this device kept something from before
let heard = null; // what the package said since the last pause
let leaving = "";
let next = "";

const tell = (kind, more = {}) => frame.contentWindow.postMessage({ kind, ...more }, origin);
const known = new Promise((resolve) => document.addEventListener("autosave:read", resolve, { once: true }));

function open() {
  const { part, values, session = "null", tree = "null", sequencing = "" } = frame.dataset;
  const [named, kept, given, rules] = [part, values, session, tree].map((text) => JSON.parse(text));
  const lastWords = last ? { address: last, seq } : null;
  tell("open", { part: named, values: kept, session: given, tree: rules, sequencing, lastWords });
}

// What was said while this page was being loaded anew may have come to the server after the page had left it.
async function isBehind() {
  if (!save || performance.getEntriesByType("navigation")[0]?.type !== "reload") return false;
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  return Boolean(answer?.redirected) || Number(answer?.headers.get("X-Saved")) > before;
}

// What this device kept from before is newer than what the page brought: it goes first, then the page comes anew.
document.addEventListener("autosave:found", ({ detail }) => {
  if (detail.target === save && detail.state === "waiting") isOld = true;
});

function keep({ values, final, sequencing, whole }) {
  if (!save) return;
  const text = JSON.stringify(values ?? {});
  if (text.length > MOST_LETTERS) return;
  seq += 1;
  const body = new URLSearchParams({ seq, values: text });
  if (final || unsaved?.has("final")) body.set("final", "1");
  if (sequencing) body.set("sequencing", sequencing);
  if (whole) body.set("whole", JSON.stringify(whole));
  unsaved = body;
  document.dispatchEvent(new CustomEvent("autosave:keep", { detail: { target: save, seq, body: body.toString() } }));
}

// A package may say very much at once: the newest words hold all, and the page around stays quick.
function hear(said) {
  if (!heard) setTimeout(takeIn, PAUSE_MS);
  heard = { ...said, final: said.final || heard?.final };
}

function takeIn() {
  if (heard) keep(heard);
  heard = null;
}

// The rules of the package lead on to another part: what is said so far is saved first, then that part is opened.
function goOn({ key: part }) {
  takeIn();
  leaving = frame.dataset.here;
  next = part;
  awayWhenSaved();
}

function away() {
  const form = document.querySelector("[data-next-part]");
  if (!next || !form) return location.assign(leaving);
  form.elements.bagian.value = next;
  form.submit();
}

const awayWhenSaved = () => unsaved || away();

const silence = setTimeout(() => { document.querySelector("[data-silent]").hidden = false; }, SILENCE_MS);
const hears = {
  async ready() {
    clearTimeout(silence);
    document.querySelector("[data-silent]").hidden = true;
    if (save) await known;
    if (isOld) return;
    if (await isBehind()) location.reload();
    else open();
  },
  commit: hear,
  closed() {
    takeIn();
    awayWhenSaved();
  },
  deliver: goOn,
  denied() { document.querySelector("[data-denied]").hidden = false; },
};

window.addEventListener("message", ({ origin: from, source, data }) => {
  if (from !== origin || source !== frame.contentWindow || typeof data !== "object") return;
  if (Object.hasOwn(hears, data?.kind)) hears[data.kind](data);
});

document.addEventListener("autosave:said", ({ detail: { kind, target, isAll } }) => {
  if (!save || target !== save) return;
  if (isOld) return location.reload();
  if (["stale", "refused"].includes(kind)) tell("refused");
  if (kind !== "saved" || isAll) unsaved = null;
  if (leaving && !unsaved) away();
});

// The way out: the package says goodbye, its last words are saved, then the page goes. A package that does not
// answer keeps nobody; what it said stays on this device until it is delivered.
document.querySelector(".top .icb").addEventListener("click", (event) => {
  event.preventDefault();
  if (leaving) return;
  leaving = event.currentTarget.href;
  tell("close");
  setTimeout(away, LEAVING_MS);
});

document.querySelector("[data-full]").addEventListener("click", () => frame.requestFullscreen?.());
setInterval(() => fetch(location.href, { method: "HEAD" }), 300000); // being here keeps the sign-in
