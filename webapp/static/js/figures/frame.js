// Mount interactive figures: <div data-figure="bv" data-lang="ko" data-values='{"degree": 3}'>.
//
// A figure is a module with texts in two languages, a list of controls, a pure `compute(values)`, a `draw(svg, data, values, words)`
// and a `describe(data, values, words)`: the sentence that says what is seen. The frame builds labelled controls that work with the
// keyboard, keeps the numbers as text beside them, and tells `figure-change` to whoever listens (a quiz question, a test).

import { select } from "../../vendor/d3.js";

export const WIDTH = 560;
export const HEIGHT = 360;
const DESCRIBE_AFTER_MS = 400;

export function mountAll(root = document) {
  return Promise.all([...root.querySelectorAll("[data-figure]")].map(mount));
}

export async function mount(host) {
  if (host.dataset.mounted) return undefined;
  host.dataset.mounted = "yes";
  const { default: figure } = await import(`./${host.dataset.figure}.js`);
  const lang = host.dataset.lang || document.documentElement.lang || "en";
  const words = figure.words[lang] || figure.words.en;
  const start = { ...defaults(figure), ...JSON.parse(host.dataset.values || "{}") };
  const bind = JSON.parse(host.dataset.bind || "null");
  const state = new State(host, figure, words, start, `fig-${Math.random().toString(36).slice(2, 8)}`);
  if (bind) state.bind(bind, host.dataset.prefix || "");
  state.build();
  state.redraw();
  host.figure = state;
  return state;
}

function defaults(figure) {
  return Object.fromEntries(figure.controls.filter((c) => c.kind !== "button").map((c) => [c.name, c.value]));
}

class State {
  constructor(host, figure, words, values, id) {
    Object.assign(this, { host, figure, words, values, id, inputs: {}, data: null, timer: 0 });
  }

  // Inside a quiz question: only the controls that answer it, each tied to its form field; nothing is said that gives the answer away.
  bind(fields, prefix) {
    this.values.quiz = true;
    const form = this.host.closest("form");
    const own = Object.entries(fields);
    const controls = this.figure.controls.filter((c) => own.some(([, b]) => b.control === c.name));
    this.figure = { ...this.figure, controls: controls.map((c) => ({ ...c, ...own.find(([, b]) => b.control === c.name)[1], name: c.name })) };
    this.words = { ...this.words, question: "" };
    const inputs = (field) => [...(form?.querySelectorAll(`[name="${prefix}${field}"]`) || [])].filter((i) => i.type !== "hidden");
    for (const [field, { control }] of own) {
      for (const input of inputs(field)) {
        input.addEventListener("input", () => {
          const value = input.type === "radio" ? input.value : Number(input.value.replace(",", "."));
          if (this.moving || (input.type === "radio" ? !input.checked : input.value.trim() === "" || !Number.isFinite(value))) return;
          this.moving = true;
          this.set(control, value);
          this.moving = false;
        });
      }
    }
    this.host.addEventListener("figure-change", ({ detail }) => {
      if (this.moving) return;
      this.moving = true;
      for (const [field, { control }] of own) {
        for (const input of inputs(field)) {
          if (input.type === "radio") input.checked = input.value === detail.values[control];
          else input.value = String(Number(detail.values[control].toFixed(6)));
        }
        inputs(field)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.moving = false;
    });
  }

  build() {
    const { host, figure, words, id } = this;
    host.classList.add("figure");
    host.replaceChildren();
    const box = document.createElement("figure");
    this.svg = select(box)
      .append("svg")
      .attr("viewBox", `0 0 ${figure.width || WIDTH} ${figure.height || HEIGHT}`)
      .attr("role", "img")
      .attr("aria-labelledby", `${id}-title`)
      .attr("aria-describedby", `${id}-seen`);
    const caption = document.createElement("figcaption");
    const title = element("strong", words.title);
    title.id = `${id}-title`;
    caption.append(title);
    if (words.question) caption.append(" ", element("span", words.question));
    box.append(caption);
    const controls = element("div");
    controls.className = "figure-controls";
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-labelledby", `${id}-title`);
    for (const control of figure.controls) controls.append(this.control(control));
    this.readout = element("dl");
    this.readout.className = "figure-numbers";
    this.seen = element("p");
    this.seen.id = `${id}-seen`;
    this.seen.className = "figure-seen";
    this.seen.setAttribute("aria-live", "polite");
    host.append(box, controls, this.readout, this.seen);
  }

  control(control) {
    const make = { range: rangeControl, choice: choiceControl, toggle: toggleControl, button: buttonControl }[control.kind || "range"];
    return make(this, control, this.words.controls[control.name]);
  }

  set(name, value) {
    this.values[name] = value;
    this.inputs[name]?.(value);
    this.redraw();
    this.host.dispatchEvent(new CustomEvent("figure-change", { bubbles: true, detail: { values: { ...this.values }, numbers: this.numbers } }));
  }

  press(name) {
    const changed = this.figure.press?.(name, this.values, this.data) || {};
    for (const [key, value] of Object.entries(changed)) {
      this.values[key] = value;
      this.inputs[key]?.(value);
    }
    this.redraw();
    this.host.dispatchEvent(new CustomEvent("figure-change", { bubbles: true, detail: { values: { ...this.values }, numbers: this.numbers } }));
  }

  redraw() {
    const { figure, values, words } = this;
    this.data = figure.compute(values);
    this.numbers = figure.numbers ? figure.numbers(this.data, values) : {};
    this.svg.selectAll("*").remove();
    figure.draw(this.svg, this.data, values, words);
    this.readout.replaceChildren(
      ...Object.entries(this.numbers).map(([name, number]) => {
        const pair = element("div");
        pair.append(element("dt", words.numbers?.[name] || name), element("dd", shown(number)));
        return pair;
      }),
    );
    clearTimeout(this.timer);
    const sentence = figure.describe(this.data, values, words);
    if (!this.seen.textContent) this.seen.textContent = sentence;
    else this.timer = setTimeout(() => (this.seen.textContent = sentence), DESCRIBE_AFTER_MS);
  }
}

export function element(tag, text) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  return node;
}

export function shown(number) {
  if (typeof number !== "number") return String(number);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "–" : number > 0 ? "∞" : "−∞";
  if (Number.isInteger(number)) return String(number).replace("-", "−");
  const size = Math.abs(number);
  const text = size >= 1e5 || size < 1e-3 ? number.toExponential(2) : number.toPrecision(4).replace(/\.?0+$/, "");
  return text.replace(/-/g, "−");
}

function rangeControl(state, control, label) {
  const field = element("label");
  const text = element("span", label);
  const output = element("output");
  const input = element("input");
  Object.assign(input, { type: "range", min: control.min, max: control.max, step: control.step, value: state.values[control.name] });
  const actual = (v) => (control.scale === "log" ? 10 ** v : v);
  const position = (v) => (control.scale === "log" ? Math.log10(v) : v);
  const show = (value) => {
    input.value = position(value);
    output.textContent = shown(value);
    input.setAttribute("aria-valuetext", `${shown(value)}`);
  };
  input.addEventListener("input", () => state.set(control.name, actual(Number(input.value))));
  state.inputs[control.name] = show;
  show(state.values[control.name]);
  field.append(text, output, input);
  return field;
}

function choiceControl(state, control, label) {
  const field = element("label");
  const input = element("select");
  for (const option of control.options) {
    const node = element("option", state.words.options?.[option] || option);
    node.value = option;
    input.append(node);
  }
  state.inputs[control.name] = (value) => (input.value = value);
  input.value = state.values[control.name];
  input.addEventListener("change", () => state.set(control.name, input.value));
  field.append(element("span", label), input);
  return field;
}

function toggleControl(state, control, label) {
  const field = element("label");
  const input = element("input");
  Object.assign(input, { type: "checkbox", checked: Boolean(state.values[control.name]) });
  state.inputs[control.name] = (value) => (input.checked = Boolean(value));
  input.addEventListener("change", () => state.set(control.name, input.checked));
  field.append(input, element("span", label));
  return field;
}

function buttonControl(state, control, label) {
  const button = element("button", label);
  button.type = "button";
  button.className = "secondary";
  button.addEventListener("click", () => state.press(control.name));
  return button;
}
