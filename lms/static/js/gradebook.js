// Typing marks into the table as into a spreadsheet. Cells are links marked data-e (without scripts they open
// the page of the cell). A click chooses a cell, a second one types into it; arrows move, Home and End go to the
// ends of a line, digits begin typing, Enter saves and goes down, Tab right, Escape leaves the cell as it was,
// going elsewhere saves. Alt+Enter, or the link in the bar, opens the cell's history. Several cells pasted go
// to the preview.

const grid = document.querySelector("[data-grid]");
const bar = document.querySelector("[data-grid-bar]");
const said = document.querySelector("[data-grid-said]");
const paste = document.querySelector("[data-grid-paste]");
const history = document.querySelector("[data-grid-history]");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
bar.hidden = false;

const seenIn = (cell) => (cell.textContent === grid.dataset.empty ? "" : cell.textContent.replace(",", "."));

function move(cell, down, right) {
  const box = cell.closest("td");
  let row = box.parentElement;
  let column = box.cellIndex;
  for (;;) {
    if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    else column += right;
    const next = row?.cells[column];
    if (!next) return;
    const link = next.querySelector("a[data-e]");
    if (link) return link.focus();
  }
}

/** Name a cell: whose, and of which part. */
function nameOf(cell) {
  const box = cell.closest("td");
  const part = grid.tHead.rows[0].cells[box.cellIndex].firstChild.textContent.trim();
  return `${box.parentElement.cells[0].firstChild.textContent.trim()}, ${part}`;
}

function edge(cell, way) {
  const links = [...cell.closest("tr").querySelectorAll("a[data-e]")];
  links.at(way > 0 ? 0 : -1).focus();
}

function begin(cell, text) {
  const box = document.createElement("input");
  box.className = "inp inp-num grid-in";
  box.inputMode = "decimal";
  box.maxLength = 6;
  box.value = text;
  box.setAttribute("aria-label", nameOf(cell));
  cell.hidden = true;
  cell.after(box);
  box.focus();
  if (text.length > 1) box.select();
  box.addEventListener("blur", () => box.isConnected && !box.readOnly && save(cell, box, null));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave(cell, box).focus();
    if (!["Enter", "Tab"].includes(event.key)) return;
    event.preventDefault();
    const way = event.shiftKey ? -1 : 1;
    save(cell, box, event.key === "Enter" ? [way, 0] : [0, way]);
  });
}

function leave(cell, box) {
  box.readOnly = true; // whoever leaves has decided: going elsewhere saves nothing more
  box.remove();
  cell.hidden = false;
  return cell;
}

async function save(cell, box, way) {
  const typed = box.value.trim();
  if (!typed || typed.replace(",", ".") === seenIn(cell)) {
    leave(cell, box);
    return way && move(cell, ...way);
  }
  const body = new URLSearchParams({ points: typed, reason: document.querySelector("#dasar").value, seen: seenIn(cell) });
  box.readOnly = true;
  try {
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    const answer = await fetch(cell.href, { method: "POST", headers, body, redirect: "manual" });
    const text = await answer.text();
    if (!answer.ok) {
      box.readOnly = false;
      box.setAttribute("aria-invalid", "true");
      said.textContent = answer.status === 422 ? text : grid.dataset.failed;
      return;
    }
    const old = cell.closest("tr");
    const made = document.createElement("template");
    made.innerHTML = text.trim();
    const column = cell.closest("td").cellIndex;
    const gone = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : "";
    old.replaceWith(made.content.firstElementChild);
    said.textContent = grid.dataset.saved;
    const here = [...grid.tBodies[0].rows].find((row) => row.querySelector(`a[href="${cell.getAttribute("href")}"]`));
    if (way) move(here.cells[column].querySelector("a"), ...way);
    else if (gone) here.querySelector(`a[href="${gone}"]`)?.focus();
  } catch {
    box.readOnly = false;
    said.textContent = grid.dataset.failed;
  }
}

grid.addEventListener("keydown", (event) => {
  const cell = event.target.closest("a[data-e]");
  if (!cell || event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    if (event.key === "Enter") location.assign(cell.href);
    return;
  }
  const ways = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (ways[event.key]) move(cell, ...ways[event.key]);
  else if (event.key === "Home" || event.key === "End") edge(cell, event.key === "Home" ? 1 : -1);
  else if (event.key === "Enter" || event.key === "F2") begin(cell, seenIn(cell).replace(".", ","));
  else if (/^[0-9]$/.test(event.key)) begin(cell, event.key);
  else return;
  event.preventDefault();
});

grid.addEventListener("focusin", (event) => {
  const cell = event.target.closest("a[data-e]");
  if (!cell) return;
  if (!cell.hasAttribute("data-chosen")) grid.querySelector("[data-chosen]")?.removeAttribute("data-chosen");
  history.href = cell.href;
  history.textContent = `${history.dataset.word} ${nameOf(cell)}`;
  history.hidden = false;
});

grid.addEventListener("click", (event) => {
  const cell = event.target.closest("a[data-e]");
  if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const again = cell.hasAttribute("data-chosen");
  grid.querySelector("[data-chosen]")?.removeAttribute("data-chosen");
  cell.toggleAttribute("data-chosen", true);
  if (again) begin(cell, seenIn(cell).replace(".", ","));
  else cell.focus();
});

grid.addEventListener("paste", (event) => {
  const cell = event.target.closest("a[data-e]");
  const text = event.clipboardData.getData("text/plain");
  if (!cell) return;
  event.preventDefault();
  if (!/[\t\n]/.test(text.trim())) return begin(cell, text.trim().slice(0, 6));
  const [, seat, part] = cell.getAttribute("href").split("/");
  Object.assign(paste.elements.seat, { value: seat });
  paste.elements.part.value = part;
  paste.elements.reason.value = document.querySelector("#dasar").value;
  paste.elements.text.value = text;
  paste.submit();
});
