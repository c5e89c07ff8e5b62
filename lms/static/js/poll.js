// Keeps <div data-poll="/address" data-every="seconds"> fresh, for as long as the fragment carries
// data-poll. A fragment whose root has the same id replaces the element, any other becomes its content.
// What stands beside it with data-when-over="its id" shows once the fragment is the last one.

const SLOWEST = 60;

function exchange(place, text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").body;
  const root = fresh.firstElementChild;
  if (root && place.id && root.id === place.id) {
    place.replaceWith(root);
    return root;
  }
  place.replaceChildren(...fresh.childNodes);
  return place;
}

async function ask(place) {
  try {
    const answer = await fetch(place.dataset.poll, { headers: { "HX-Request": "true" } });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return; // over for us
    if (!answer.ok) throw new Error(answer.status);
    follow(exchange(place, await answer.text()));
  } catch {
    const seconds = Math.min(SLOWEST, 2 * Number(place.dataset.wait ?? place.dataset.every));
    place.dataset.wait = seconds;
    later(place, seconds);
  }
}

function later(place, seconds) {
  setTimeout(() => {
    if (!place.isConnected) return;
    if (document.hidden) document.addEventListener("visibilitychange", () => ask(place), { once: true });
    else ask(place);
  }, 1000 * seconds);
}

function follow(place) {
  if (place.dataset.poll) return later(place, Number(place.dataset.every ?? 5));
  for (const one of document.querySelectorAll(`[data-when-over="${place.id}"]`)) one.hidden = false;
}

document.querySelectorAll("[data-poll]").forEach(follow);
