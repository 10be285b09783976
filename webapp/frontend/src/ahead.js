// On the start form the steps to come follow what is filled in; the lists change no way that anybody waits to see.
let waiting;

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-ahead]");
  if (!form || event.target.closest("[data-lines], [data-files]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => look(form), 400);
});

async function look(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const answer = await fetch(form.dataset.ahead, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#ahead");
  if (drawn) document.querySelector("#ahead")?.replaceWith(drawn);
}
