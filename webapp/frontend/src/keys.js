// Lists by keyboard: j and k move, Enter opens, / goes to the search.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector(".top-search input")?.focus();
  }
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
});

function step(by) {
  const links = [...document.querySelectorAll("[data-rows] .row-link")];
  if (!links.length) return;
  const now = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, now + by))].focus();
}
