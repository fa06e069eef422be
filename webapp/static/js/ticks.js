// One button that ticks every hand-in of the page, or none.
const all = document.querySelector("[data-tick-all]");
if (all) {
  const boxes = [...document.querySelectorAll("[data-tick]")];
  all.hidden = false;
  all.addEventListener("click", () => {
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
  });
}
