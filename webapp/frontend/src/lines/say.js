// One quiet line that screen readers read out.
let place;

export function say(text) {
  if (!place) {
    place = document.createElement("p");
    place.className = "visually-hidden";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}
