// Keys of grading: 1-9 give a level and move to the next criterion, J and K go to the next and
// previous person ([data-next-person], [data-previous-person]), Ctrl+Enter presses [data-confirm-next].

const rubric = document.querySelector("[data-rubric]");
const criteria = rubric ? [...rubric.querySelectorAll("[data-criterion]:not(:disabled)")] : [];
let here = Math.max(0, criteria.findIndex((one) => !one.querySelector("input:checked")));

function show() {
  criteria.forEach((one, place) => one.classList.toggle("is-here", place === here));
}

// To the next or previous person; where all stand on one page, to the next or previous row.
function go(step, link) {
  if (link) link.click();
  else if (rubric && !rubric.closest("form") && criteria[here + step]) {
    here += step;
    criteria[here].querySelector("input[type=radio]").focus();
    show();
  }
}

function give(number) {
  const level = criteria[here]?.querySelectorAll("input[type=radio]")[number - 1];
  if (!level) return;
  level.click();
  level.focus();
  here = Math.min(here + 1, criteria.length - 1);
  show();
}

criteria.forEach((one, place) => one.addEventListener("focusin", () => {
  here = place;
  show();
}));

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    document.querySelector("[data-confirm-next]")?.click();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || localStorage.getItem("keys") === "off") return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key)) give(Number(key));
  else if (key === "j") go(1, document.querySelector("[data-next-person]"));
  else if (key === "k") go(-1, document.querySelector("[data-previous-person]"));
});
