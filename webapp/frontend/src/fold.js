// On a phone what earlier steps answered is folded, so that the task comes first.
if (window.matchMedia("(width < 48rem)").matches) {
  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("details[data-fold]")) part.open = false;
  });
}
