// Photographs one after the other, large, by mouse and keyboard. Without script a picture opens as a page of its own.
const box = () => document.querySelector("#lightbox");
let shown = [];
let at = 0;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-picture]");
  if (!link || !box() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const all = [...document.querySelectorAll("a[data-picture]")];
  shown = all.filter((one, index) => all.findIndex((other) => other.href === one.href) === index);
  at = shown.findIndex((one) => one.href === link.href);
  draw();
  box().showModal();
});

document.addEventListener("click", (event) => {
  const open = event.target.closest?.("#lightbox");
  if (!open) return;
  const step = event.target.closest("[data-step]");
  if (step) go(Number(step.dataset.step));
  if (event.target === open || event.target.closest("[data-close]")) open.close();
});

document.addEventListener("keydown", (event) => {
  if (!box()?.open) return;
  if (event.key === "ArrowLeft") go(-1);
  if (event.key === "ArrowRight") go(1);
});

function go(by) {
  at = (at + by + shown.length) % shown.length;
  draw();
}

function draw() {
  const link = shown[at];
  const picture = box().querySelector("img");
  picture.src = link.href;
  picture.alt = link.dataset.picture;
  box().querySelector("[data-name]").textContent = link.dataset.picture;
  box().querySelector("[data-about]").textContent = link.dataset.about || "";
  box().querySelector("[data-place]").textContent = shown.length > 1 ? `${at + 1} / ${shown.length}` : "";
  box().querySelector("[data-download]").href = `${link.href}?download`;
  for (const button of box().querySelectorAll("[data-step]")) button.hidden = shown.length < 2;
}
