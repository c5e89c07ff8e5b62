// Shows a PDF in an element: one box a page, drawn when it comes near the window, with an SVG over it for what is
// written on it. Points of the SVG are those of the page at scale 1; `toPdf` and `toPage` change between the two.

const SVG = "http://www.w3.org/2000/svg";
const SHARPEST = 2;

export function svg(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

async function box(pdf, number, host) {
  const page = await pdf.getPage(number);
  const view = page.getViewport({ scale: 1 });
  const element = document.createElement("section");
  element.className = "pdf_p";
  element.style.aspectRatio = `${view.width} / ${view.height}`;
  element.setAttribute("aria-label", host.dataset.page.replace("{page}", number).replace("{pages}", pdf.numPages));
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  const words = document.createElement("p");
  words.className = "u-vh";
  const layer = svg("svg", { viewBox: `0 0 ${view.width} ${view.height}`, "aria-hidden": "true" });
  element.append(canvas, words, layer);
  const toPdf = (x, y) => view.convertToPdfPoint(x, y);
  const toPage = (x, y) => view.convertToViewportPoint(x, y);
  return { number, page, view, element, canvas, words, layer, toPdf, toPage, lines: [] };
}

// The text of a page: read out by screen readers, and what a highlight clings to.
async function readText(one) {
  const found = await one.page.getTextContent();
  one.words.textContent = found.items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
  one.lines = found.items.filter((item) => item.str?.trim()).map(({ transform, width, height }) => {
    const [, , , , left, base] = transform;
    return { left, low: base - height * 0.2, right: left + width, high: base + height * 0.85 };
  });
}

async function draw(one) {
  const width = one.element.clientWidth * Math.min(SHARPEST, devicePixelRatio);
  const viewport = one.page.getViewport({ scale: width / one.view.width });
  one.canvas.width = viewport.width;
  one.canvas.height = viewport.height;
  await one.page.render({ canvas: one.canvas, viewport }).promise;
  await readText(one);
}

export async function openPdf(host) {
  const { getDocument, GlobalWorkerOptions } = await import(host.dataset.library);
  GlobalWorkerOptions.workerSrc = host.dataset.worker;
  const pdf = await getDocument({ url: host.dataset.pdf, wasmUrl: host.dataset.wasm, useWasm: false, isEvalSupported: false }).promise;
  const pages = [];
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(pages.find((one) => one.element === target));
    }
  }, { rootMargin: "600px" });
  const room = host.querySelector("[data-pages]");
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const one = await box(pdf, number, host);
    pages.push(one);
    room.append(one.element);
    near.observe(one.element);
  }
  return pages;
}
