// Marking with the keyboard: j and k go along the pile, 1–9 give a criterion its full points, Enter saves and goes on. Buttons do the same.
const forms = [...document.querySelectorAll("[data-rubric]")];
const said = document.querySelector("[data-said]");
const toggle = (button) => {
  const line = button.closest(".criterion");
  const input = line.querySelector("[data-criterion]");
  input.value = input.value === input.dataset.criterion ? "0" : input.dataset.criterion;
  said.textContent = `${line.querySelector("label").textContent}: ${input.value} / ${input.dataset.criterion}`;
};
for (const form of forms) {
  for (const button of form.querySelectorAll("[data-full]")) {
    button.hidden = false;
    button.addEventListener("click", () => toggle(button));
  }
}
for (const select of document.querySelectorAll("[data-again]")) {
  select.addEventListener("change", () => {
    const text = select.form.querySelector("textarea");
    if (select.value) text.value = text.value ? `${text.value}\n${select.value}` : select.value;
    select.value = "";
  });
}
// Single keys can be turned off: speech input and stray fingers press them too.
const keys = document.querySelector("[data-keys]");
keys.checked = localStorage.getItem("marking keys") !== "off";
keys.closest("label").hidden = false;
keys.addEventListener("change", () => localStorage.setItem("marking keys", keys.checked ? "on" : "off"));
// The form that the keys speak to: the one with the focus, else the first on the page.
const current = () => document.activeElement.closest("[data-rubric]") ?? forms[0];
const press = (key) => {
  const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (link) return location.assign(link.href) ?? true;
  const form = current();
  const full = /^[1-9]$/.test(key) && form?.querySelectorAll("[data-full]")[key - 1];
  if (full) toggle(full);
  else if (key === "Enter" && form) form.querySelector("[data-save]").click();
  else return false;
  return true;
};
addEventListener("keydown", (event) => {
  const at = document.activeElement;
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || at.matches("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "Enter" && at.matches("a, button, summary, input")) return;
  if (press(event.key)) event.preventDefault();
});
