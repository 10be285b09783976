// A page that came back with faults begins at their summary.
document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());
