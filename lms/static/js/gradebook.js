// Typing marks into the table as into a spreadsheet. Cells are links marked data-e (without scripts they open
// the page of the cell). Arrows move, digits begin typing, Enter saves and goes down, Tab right, Escape leaves
// the cell as it was, Alt+Enter follows the link. Several lines pasted onto a cell go to the preview.

const grid = document.querySelector("[data-grid]");
const bar = document.querySelector("[data-grid-bar]");
const said = document.querySelector("[data-grid-said]");
const paste = document.querySelector("[data-grid-paste]");
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

function begin(cell, text) {
  const box = document.createElement("input");
  box.className = "inp inp-num grid-in";
  box.inputMode = "decimal";
  box.maxLength = 6;
  box.value = text;
  box.setAttribute("aria-label", `${cell.closest("tr").cells[0].firstChild.textContent.trim()}`);
  cell.hidden = true;
  cell.after(box);
  box.focus();
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave(cell, box).focus();
    if (!["Enter", "Tab"].includes(event.key)) return;
    event.preventDefault();
    const way = event.shiftKey ? -1 : 1;
    save(cell, box, event.key === "Enter" ? [way, 0] : [0, way]);
  });
}

function leave(cell, box) {
  box.remove();
  cell.hidden = false;
  return cell;
}

async function save(cell, box, way) {
  const typed = box.value.trim();
  if (!typed || typed.replace(",", ".") === seenIn(cell)) return move(leave(cell, box), ...way);
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
    old.replaceWith(made.content.firstElementChild);
    said.textContent = grid.dataset.saved;
    const here = [...grid.tBodies[0].rows].find((row) => row.querySelector(`a[href="${cell.getAttribute("href")}"]`));
    move(here.cells[column].querySelector("a"), ...way);
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
  else if (event.key === "Enter" || event.key === "F2") begin(cell, seenIn(cell).replace(".", ","));
  else if (/^[0-9]$/.test(event.key)) begin(cell, event.key);
  else return;
  event.preventDefault();
});

grid.addEventListener("paste", (event) => {
  const cell = event.target.closest("a[data-e]");
  const text = event.clipboardData.getData("text/plain");
  if (!cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const [, seat, part] = cell.getAttribute("href").split("/");
  Object.assign(paste.elements.seat, { value: seat });
  paste.elements.part.value = part;
  paste.elements.reason.value = document.querySelector("#dasar").value;
  paste.elements.text.value = text;
  paste.submit();
});
