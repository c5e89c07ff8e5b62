// <a href="#id" data-dialog> opens the <dialog> of that id; [data-dialog-close] and the backdrop close it.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.getAttribute("href").slice(1));
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  const backdrop = event.target.matches("dialog[open]");
  if (closer || backdrop) {
    const dialog = event.target.closest("dialog[open]");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  }
});
