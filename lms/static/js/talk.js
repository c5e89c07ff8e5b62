// A discussion on the screen ([data-talk]) has been read up to its newest post.

const talk = document.querySelector("[data-talk]");
const token = document.querySelector('meta[name="csrf-token"]').content;

if (talk) {
  const seen = new IntersectionObserver(async (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    const headers = { "X-CSRFToken": token };
    const body = new URLSearchParams({ last: talk.dataset.last });
    await fetch(talk.dataset.talk, { method: "POST", headers, body, keepalive: true }).catch(() => {});
  });
  seen.observe(talk);
}
