// The counts in bars and tabs follow what happens: asked for now and then while the page is seen, and whole only where
// something has changed (ETag). A page that is seen again asks at once.
const PAUSE = 45_000; // milliseconds
let asked = 0;

setInterval(ask, PAUSE);
document.addEventListener("visibilitychange", () => {
  if (Date.now() - asked > PAUSE / 3) ask();
});

async function ask() {
  const place = document.querySelector("[data-live]");
  if (!place || document.visibilityState !== "visible") return;
  asked = Date.now();
  try {
    const headers = { "If-None-Match": place.dataset.tag, "HX-Request": "true" };
    const answer = await fetch(place.dataset.live, { headers, cache: "no-store", redirect: "error" });
    if (answer.status !== 200) return;
    place.dataset.tag = answer.headers.get("ETag") ?? "";
    show(await answer.text());
  } catch {
    // no network, or no longer signed in: the next page tells
  }
}

function show(text) {
  const found = new DOMParser().parseFromString(text, "text/html");
  for (const one of found.querySelectorAll("[id]")) {
    const here = document.getElementById(one.id);
    if (here && here.textContent !== one.textContent) here.textContent = one.textContent;
  }
}
