// Comments at a moment of <div data-video>: the form takes the moment where the video stands.

import { Written } from "./written.js";

const clock = (second) => `${Math.floor(second / 60)}:${String(Math.floor(second % 60)).padStart(2, "0")}`;

for (const host of document.querySelectorAll("[data-video]")) {
  const video = host.querySelector("video");
  const list = document.querySelector(`[data-notes-of="${host.dataset.file}"]`);
  const go = (note) => { video.currentTime = note.shape.second; video.focus(); };
  const written = new Written(host, () => {
    written.all.sort((a, b) => a.shape.second - b.shape.second);
    written.list(list, (note) => clock(note.shape.second), go);
  });
  written.load();
  host.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = event.target.elements.words.value.trim();
    if (!words) return;
    written.add("time", 0, { second: video.currentTime }, words);
    event.target.reset();
  });
}
