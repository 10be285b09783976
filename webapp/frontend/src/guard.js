// A form is sent once, and what was typed is not left behind by accident.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-guard]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  delete form.dataset.typed;
});

// Back from the next page (the browser kept this one): it can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-guard]")) delete form.dataset.sent;
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-guard]");
  if (form) form.dataset.typed = "yes";
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-guard][data-typed]")) event.preventDefault();
});
