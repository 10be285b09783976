// A signature is drawn on a canvas and sent as a file; without script a picture of it is chosen instead.
for (const box of document.querySelectorAll("[data-signature]")) begin(box);

function begin(box) {
  const file = box.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  canvas.width = 900;
  canvas.height = 300;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", box.dataset.draw);
  const told = document.createElement("p");
  told.className = "form-text";
  told.textContent = box.dataset.draw;
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "btn btn-sm btn-outline-secondary";
  clear.textContent = box.dataset.clear;
  box.querySelector(".form-label").before(told, canvas, clear);
  const pen = canvas.getContext("2d");
  pen.lineWidth = 6;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#12233c";
  let last = null;

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = place(canvas, event);
    stroke(pen, last, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = place(canvas, event);
    stroke(pen, last, next);
    last = next;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, () => {
      if (last) take(canvas, file);
      last = null;
    });
  }
  clear.addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    file.value = "";
  });
}

function place(canvas, event) {
  const seen = canvas.getBoundingClientRect();
  const scale = canvas.width / seen.width;
  return { x: (event.clientX - seen.left) * scale, y: (event.clientY - seen.top) * scale };
}

function stroke(pen, from, to) {
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  pen.stroke();
}

function take(canvas, file) {
  canvas.toBlob((blob) => {
    const drawn = new DataTransfer();
    drawn.items.add(new File([blob], "signature.png", { type: "image/png" }));
    file.files = drawn.files;
    file.dispatchEvent(new Event("change", { bubbles: true }));
  }, "image/png");
}
