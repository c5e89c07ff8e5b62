// The schedule board: pick a session by mouse, touch or keyboard and drop it on a cell that lights up.
// The server says which cells are forbidden and why, carries out the change, and sends the board anew.

let picked = null; // { from, line, cells, forbidden, at, ghost }

const board = () => document.querySelector("[data-board]");
const state = () => JSON.parse(board().dataset.state);
const cellOf = (node) => node?.closest?.("[data-to]");

function say(text, tone = "") {
  const place = board().querySelector("[data-say]");
  place.classList.remove("u-vh");
  place.dataset.tone = tone;
  place.textContent = text;
}

async function send(address, fields) {
  const body = new URLSearchParams({ ...state(), ...fields, csrf_token: board().dataset.csrf });
  const focus = picked?.from.id;
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-board]");
    if (!fresh) throw new Error(answer.status);
    const [left, top] = [board().querySelector(".board")?.scrollLeft ?? 0, scrollY];
    board().replaceWith(fresh);
    board().querySelector(".board")?.scrollTo(left, 0);
    scrollTo(0, top);
    (document.getElementById(focus) ?? board().querySelector(".ses"))?.focus({ preventScroll: true });
  } catch {
    say(board().dataset.lost, "bad");
  }
  release();
}

async function pick(from) {
  release();
  const cells = [...board().querySelectorAll("[data-to]")];
  picked = { from, line: from.dataset.line, cells, forbidden: {}, at: null };
  from.setAttribute("aria-pressed", "true");
  const title = from.querySelector("b").textContent;
  say(board().dataset.picked.replace("{title}", title));
  const mine = picked;
  const query = new URLSearchParams({ ...state(), ...(picked.line ? { baris: picked.line } : {}) });
  const address = picked.line ? board().querySelector("[data-place]").action : `/sesi/${from.dataset.id}`;
  const answer = await fetch(`${address}/tempat?${query}`).catch(() => null);
  if (picked !== mine || !answer?.ok) return;
  picked.forbidden = await answer.json();
  for (const cell of cells) cell.dataset.may = picked.forbidden[cell.dataset.to] ? "no" : "yes";
  aim(picked.at);
}

function aim(cell) {
  if (!picked) return;
  leave();
  picked.at = cell;
  if (!cell) return;
  cell.dataset.aim = "";
  const why = picked.forbidden[cell.dataset.to];
  if (why) cell.dataset.why = why;
  const [day, time] = cell.dataset.to.split("|");
  say(`${day} ${time.replace(":", ".")}, ${heading(cell)}: ${why ?? board().dataset.free}`, why ? "bad" : "ok");
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function leave() {
  picked.at?.removeAttribute("data-aim");
  picked.at?.removeAttribute("data-why");
}

function heading(cell) {
  const key = cell.dataset.to.split("|")[2];
  const first = cell.closest("table").querySelectorAll("tbody [data-to]");
  const keys = [...new Set([...first].map((one) => one.dataset.to.split("|")[2]))];
  return cell.closest("table").querySelectorAll("thead th")[keys.indexOf(key) + 2]?.firstChild.textContent ?? "";
}

function release() {
  if (!picked) return;
  picked.from.removeAttribute("aria-pressed");
  leave();
  for (const cell of picked.cells) cell.removeAttribute("data-may");
  picked = null;
}

function drop(cell, copy = false) {
  if (!picked || !cell) return release();
  const why = picked.forbidden[cell.dataset.to];
  if (why) return say(why, "bad");
  if (picked.line) {
    const form = board().querySelector("[data-place]");
    return send(form.action, { baris: picked.line, ke: cell.dataset.to });
  }
  return send(`/sesi/${picked.from.dataset.id}/pindah`, { ke: cell.dataset.to, ...(copy ? { salin: 1 } : {}) });
}

// the cell one step away, by what is drawn there: rowspans make rows of unequal length
function beside(cell, key) {
  const box = cell.getBoundingClientRect();
  const [x, y] = [box.left + 6, box.top + 6];
  const there = picked.cells.filter((one) => {
    const other = one.getBoundingClientRect();
    if (key === "ArrowDown") return other.top > y && other.left <= x && x < other.right;
    if (key === "ArrowUp") return other.bottom <= y && other.left <= x && x < other.right;
    if (key === "ArrowRight") return other.left > x && other.top <= y && y < other.bottom;
    return other.right <= x && other.top <= y && y < other.bottom;
  });
  const backwards = key === "ArrowUp" || key === "ArrowLeft";
  return (backwards ? there.at(-1) : there[0]) ?? cell;
}

function stretch(session, step) {
  const ends = [...new Set([...board().querySelectorAll("[data-end]")].map((one) => one.dataset.end))].sort();
  const next = step > 0 ? ends.find((one) => one > session.dataset.ends) : ends.findLast((one) => one < session.dataset.ends);
  if (next) send(`/sesi/${session.dataset.id}/rentang`, { sampai: next });
}

document.addEventListener("keydown", (event) => {
  const session = event.target.closest?.("[data-board] .ses");
  if (picked) {
    if (event.key === "Escape") release();
    else if (event.key === "Enter") drop(picked.at, event.ctrlKey || event.shiftKey);
    else if (event.key.startsWith("Arrow")) aim(picked.at ? beside(picked.at, event.key) : cellOf(picked.from) ?? picked.cells[0]);
    else return;
    return event.preventDefault();
  }
  if (!session) return;
  const { id } = session.dataset;
  const verbs = {
    " ": () => pick(session).then(() => aim(cellOf(session) ?? picked?.cells[0])),
    Enter: session.dataset.line ? () => pick(session).then(() => aim(picked?.cells[0])) : null,
    "+": () => stretch(session, 1), "-": () => stretch(session, -1),
    k: () => send(`/sesi/${id}/kunci`, {}), r: () => send(`/sesi/${id}/kembalikan`, {}),
    d: () => pick(session).then(() => aim(cellOf(session))),
  };
  const verb = verbs[event.key];
  if (!verb || (session.dataset.line && !["Enter", " "].includes(event.key))) return;
  event.preventDefault();
  verb();
});

let pressed = null;

document.addEventListener("pointerdown", (event) => {
  const session = event.target.closest?.("[data-board] .ses");
  if (!session || event.button) return;
  const foot = session.getBoundingClientRect().bottom - event.clientY < 10 && session.dataset.id;
  pressed = { session, x: event.clientX, y: event.clientY, foot, moving: false };
});

document.addEventListener("pointermove", (event) => {
  if (!pressed) return;
  if (!pressed.moving && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 6) return;
  if (!pressed.moving) {
    pressed.moving = true;
    if (!pressed.foot) pick(pressed.session);
  }
  const under = document.elementsFromPoint(event.clientX, event.clientY).map(cellOf).find(Boolean);
  if (pressed.foot) stretchTo(under);
  else if (under && under !== picked?.at) aim(under);
});

function stretchTo(cell) {
  if (!cell || cell === pressed.end) return;
  pressed.end?.removeAttribute("data-aim");
  cell.dataset.aim = "";
  pressed.end = cell;
  say(board().dataset.until.replace("{time}", cell.dataset.end.replace(":", ".")));
}

document.addEventListener("pointerup", async (event) => {
  const done = pressed;
  pressed = null;
  if (!done?.moving) return;
  done.end?.removeAttribute("data-aim");
  event.preventDefault();
  if (done.foot && done.end) send(`/sesi/${done.session.dataset.id}/rentang`, { sampai: done.end.dataset.end });
  else drop(picked?.at, event.ctrlKey);
  // the click that follows a drag opens nothing
  done.session.addEventListener("click", (click) => click.preventDefault(), { once: true });
});

// links and selected text would be dragged by the browser itself, and no more moves be told
document.addEventListener("dragstart", (event) => {
  if (pressed || event.target.closest?.("[data-board] .ses")) event.preventDefault();
});

document.addEventListener("pointercancel", () => {
  pressed?.end?.removeAttribute("data-aim");
  pressed = null;
  release();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-board] form[data-act]");
  if (!form) return;
  event.preventDefault();
  send(form.action, {});
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-board] [data-jump]");
  const there = link && document.querySelector(link.getAttribute("href"));
  if (!there) return;
  event.preventDefault();
  there.scrollIntoView({ block: "center", inline: "center" });
  there.focus({ preventScroll: true });
});
