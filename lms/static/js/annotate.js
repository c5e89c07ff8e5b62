// Highlights, comments and pen strokes on <div data-pdf>. The tool is a pressed [data-tool] button; each stroke is
// kept at once. A comment can also be given by keyboard: the button of the tool asks for page and words.

import { openPdf, svg } from "./pdf-pane.js";
import { Written } from "./written.js";

function quads(one, box) {
  const touched = one.lines.filter((line) => line.left < box.right && line.right > box.left && line.low < box.high && line.high > box.low);
  if (!touched.length) return [[box.left, box.low, box.right, box.high]];
  return touched.map((line) => [Math.max(line.left, box.left), line.low, Math.min(line.right, box.right), line.high]);
}

function shapes(one, note, number) {
  if (note.kind === "highlight") {
    return note.shape.quads.map(([left, low, right, high]) => {
      const [ax, ay] = one.toPage(left, low);
      const [bx, by] = one.toPage(right, high);
      return svg("rect", { class: "pdf_hl", x: Math.min(ax, bx), y: Math.min(ay, by), width: Math.abs(bx - ax), height: Math.abs(by - ay) });
    });
  }
  if (note.kind === "pen") return note.shape.lines.map((line) => svg("polyline", { class: "pdf_pen", points: points(one, line) }));
  const [x, y] = one.toPage(...note.shape.at);
  return [svg("circle", { class: "pdf_dot", cx: x, cy: y, r: 9 }), svg("text", { class: "pdf_no", x, y: y + 4 }, number)];
}

function points(one, line) {
  const found = [];
  for (let at = 0; at < line.length; at += 2) found.push(one.toPage(line[at], line[at + 1]).join(","));
  return found.join(" ");
}

class Pane {
  constructor(host, pages) {
    this.host = host;
    this.pages = pages;
    this.list = document.querySelector(`[data-notes-of="${host.dataset.file}"]`);
    this.form = document.getElementById(`catatan-${host.dataset.file}`);
    this.written = new Written(host, () => this.show());
    this.written.load();
    if (host.dataset.may) this.listen();
  }

  show() {
    for (const one of this.pages) {
      one.layer.replaceChildren(...this.written.all.flatMap((note, at) => (note.page === one.number ? shapes(one, note, at + 1) : [])));
    }
    const label = ({ kind, page }) => this.host.dataset[kind].replace("{page}", page);
    this.written.list(this.list, label, (note) => this.pages[note.page - 1]?.element.scrollIntoView({ block: "start" }));
  }

  listen() {
    const tools = [...this.host.querySelectorAll("[data-tool]")];
    const choose = (name) => {
      this.tool = this.tool === name ? "" : name;
      this.host.dataset.tooled = this.tool;
      tools.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.tool === this.tool)));
    };
    tools.forEach((one) => one.addEventListener("click", (event) => {
      if (one.dataset.tool === "note" && event.detail === 0) this.ask(this.nearest(), null);
      else choose(one.dataset.tool);
    }));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const page = this.pages[Number(this.form.elements.page.value) - 1];
      const words = this.form.elements.words.value.trim();
      if (!page || !words) return;
      this.written.add("note", page.number, { at: this.spot ?? page.toPdf(page.view.width - 24, 24) }, words);
      this.form.closest("dialog").close();
    });
    for (const one of this.pages) one.layer.addEventListener("pointerdown", (event) => this.begin(one, event));
  }

  nearest() {
    const middle = innerHeight / 2;
    const distance = ({ element }) => Math.abs(element.getBoundingClientRect().top + element.clientHeight / 2 - middle);
    return [...this.pages].sort((a, b) => distance(a) - distance(b))[0];
  }

  ask(one, spot) {
    this.spot = spot;
    this.form.reset();
    this.form.elements.page.value = one.number;
    this.form.closest("dialog").showModal();
    this.form.elements.words.focus();
  }

  begin(one, event) {
    if (!this.tool || event.button) return;
    event.preventDefault();
    const at = (moved) => {
      const box = one.layer.getBoundingClientRect();
      return [((moved.clientX - box.left) / box.width) * one.view.width, ((moved.clientY - box.top) / box.height) * one.view.height];
    };
    if (this.tool === "note") return this.ask(one, one.toPdf(...at(event)));
    const path = [at(event)];
    const trace = svg("polyline", { class: this.tool === "pen" ? "pdf_pen" : "pdf_hl" });
    one.layer.append(trace);
    one.layer.setPointerCapture(event.pointerId);
    const move = (moved) => {
      path.push(at(moved));
      const [[ax, ay], [bx, by]] = [path[0], path.at(-1)];
      const drawn = this.tool === "pen" ? path : [[ax, ay], [bx, ay], [bx, by], [ax, by]];
      trace.setAttribute("points", drawn.join(" "));
    };
    one.layer.addEventListener("pointermove", move);
    one.layer.addEventListener("pointerup", () => {
      one.layer.removeEventListener("pointermove", move);
      trace.remove();
      if (path.length > 2) this.finish(one, path);
    }, { once: true });
  }

  finish(one, path) {
    if (this.tool === "pen") {
      return this.written.add("pen", one.number, { lines: [path.flatMap(([x, y]) => one.toPdf(x, y))] });
    }
    const [ax, ay] = one.toPdf(...path[0]);
    const [bx, by] = one.toPdf(...path.at(-1));
    const box = { left: Math.min(ax, bx), right: Math.max(ax, bx), low: Math.min(ay, by), high: Math.max(ay, by) };
    this.written.add("highlight", one.number, { quads: quads(one, box) });
  }
}

for (const host of document.querySelectorAll("[data-pdf]")) {
  openPdf(host).then((pages) => new Pane(host, pages)).catch(() => {
    host.querySelector("[data-failed]").hidden = false;
  });
}
