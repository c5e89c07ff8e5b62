// Light or dark: [data-theme-toggle] switches and the cookie "theme" keeps the choice, so that the
// server writes it into <html data-theme> and no page flashes. Without a choice the device decides.

const root = document.documentElement;

function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function label() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    const words = button.querySelector("span") ?? button;
    words.textContent = isDark() ? button.dataset.light : button.dataset.dark;
    const use = button.querySelector("use");
    if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, isDark() ? "#i-sun" : "#i-moon"));
    button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  root.dataset.theme = isDark() ? "light" : "dark";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  label();
});

label();
