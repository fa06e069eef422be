// FIG-OPT: paths of optimizers on a badly scaled quadratic, a saddle, and Rosenbrock's valley.

import { contours } from "../../vendor/d3.js";
import { linspace, plot } from "./draw.js";
import { normal } from "./chance.js";

export const LOSSES = {
  quadratic: (kappa) => ({ f: ([x, y]) => 0.5 * (x * x + kappa * y * y), g: ([x, y]) => [x, kappa * y], x: [-3, 3], y: [-2, 2], levels: [0.1, 0.5, 1.5, 4, 8, 16, 32] }),
  saddle: () => ({ f: ([x, y]) => x * x - y * y, g: ([x, y]) => [2 * x, -2 * y], x: [-3, 3], y: [-2, 2], levels: [-3, -1.5, -0.5, -0.1, 0.1, 0.5, 1.5, 4, 8] }),
  rosenbrock: () => ({ f: ([x, y]) => (1 - x) ** 2 + 10 * (y - x * x) ** 2, g: ([x, y]) => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)], x: [-2, 2], y: [-1, 3], levels: [0.1, 0.5, 2, 6, 20, 60] }),
};

// One step: takes the gradient and the state, returns the change of w. The formulas are the course's.
export const RULES = {
  sgd: (g, s, { lr }) => g.map((v) => -lr * v),
  momentum: (g, s, { lr, beta }) => g.map((v, i) => -lr * (s.a[i] = beta * s.a[i] + v)),
  nag: (g, s, { lr, beta }) => g.map((v, i) => -lr * (v + beta * (s.a[i] = beta * s.a[i] + v))),
  adagrad: (g, s, { lr, eps }) => g.map((v, i) => (-lr * v) / Math.sqrt((s.v[i] += v * v) + eps)),
  rmsprop: (g, s, { lr, eps }) => g.map((v, i) => (-lr * v) / Math.sqrt((s.v[i] = 0.9 * s.v[i] + 0.1 * v * v) + eps)),
  adadelta: (g, s, { eps }) => g.map((v, i) => {
    s.v[i] = 0.9 * s.v[i] + 0.1 * v * v;
    const delta = (Math.sqrt(s.h[i] + eps) / Math.sqrt(s.v[i] + eps)) * v;
    s.h[i] = 0.9 * s.h[i] + 0.1 * delta * delta;
    return -delta;
  }),
  adam: (g, s, { lr, beta, beta2, eps }) => {
    s.t += 1;
    return g.map((v, i) => {
      s.m[i] = beta * s.m[i] + (1 - beta) * v;
      s.v[i] = beta2 * s.v[i] + (1 - beta2) * v * v;
      return ((-lr * s.m[i]) / Math.sqrt(s.v[i] + eps)) * (Math.sqrt(1 - beta2 ** s.t) / (1 - beta ** s.t));
    });
  },
};

export function walk(loss, rule, start, steps, options) {
  const state = { t: 0, a: [0, 0], m: [0, 0], v: [0, 0], h: [0, 0] };
  const noise = normal(options.seed || 1);
  const path = [start];
  for (let i = 0; i < steps; i++) {
    const w = path[path.length - 1];
    const g = loss.g(w).map((v) => v + options.noise * noise());
    const d = RULES[rule](g, state, options);
    const next = [w[0] + d[0], w[1] + d[1]];
    if (!next.every((v) => Math.abs(v) < 1e6)) return { path, diverged: true };
    path.push(next);
  }
  return { path, diverged: false };
}

export default {
  height: 380,
  words: {
    en: {
      title: "Optimizers on a surface",
      question: "At which learning rate does SGD begin to diverge?",
      controls: { surface: "Surface", rule: "Optimizer", lr: "Learning rate η", beta: "β, β₁", beta2: "β₂", eps: "ε", kappa: "Condition κ", noise: "Gradient noise", steps: "Steps", step: "One more step" },
      options: { quadratic: "quadratic", saddle: "saddle x² − y²", rosenbrock: "Rosenbrock", sgd: "SGD", momentum: "momentum", nag: "NAG", adagrad: "Adagrad", rmsprop: "RMSprop", adadelta: "Adadelta", adam: "Adam" },
      numbers: { loss: "loss at the end", x: "w₁", y: "w₂", limit: "η limit of SGD, 2/λ" },
      seen: (d, v) => (d.diverged ? "The path diverges: every step is larger than the one before." : `After ${d.path.length - 1} steps the loss is ${d.end.toPrecision(3)}.`) + (v.surface === "quadratic" ? ` Plain SGD is stable below η = ${(2 / v.kappa).toPrecision(3)}.` : ""),
    },
    ko: {
      title: "곡면 위의 옵티마이저",
      question: "SGD는 학습률이 얼마일 때부터 발산할까요?",
      controls: { surface: "곡면", rule: "옵티마이저", lr: "학습률 η", beta: "β, β₁", beta2: "β₂", eps: "ε", kappa: "조건수 κ", noise: "기울기 잡음", steps: "단계 수", step: "한 단계 더" },
      options: { quadratic: "이차식", saddle: "안장 x² − y²", rosenbrock: "로젠브록", sgd: "SGD", momentum: "모멘텀", nag: "NAG", adagrad: "Adagrad", rmsprop: "RMSprop", adadelta: "Adadelta", adam: "Adam" },
      numbers: { loss: "마지막 손실", x: "w₁", y: "w₂", limit: "SGD의 η 한계, 2/λ" },
      seen: (d, v) => (d.diverged ? "경로가 발산해요. 단계마다 걸음이 커져요." : `${d.path.length - 1}단계 뒤의 손실은 ${d.end.toPrecision(3)}이에요.`) + (v.surface === "quadratic" ? ` SGD는 η = ${(2 / v.kappa).toPrecision(3)} 아래에서 안정해요.` : ""),
    },
  },
  controls: [
    { name: "surface", kind: "choice", options: ["quadratic", "saddle", "rosenbrock"], value: "quadratic" },
    { name: "rule", kind: "choice", options: Object.keys(RULES), value: "sgd" },
    { name: "lr", scale: "log", min: -3, max: 0.5, step: 0.02, value: 0.1 },
    { name: "beta", min: 0, max: 0.99, step: 0.01, value: 0.9 },
    { name: "beta2", min: 0.9, max: 0.999, step: 0.001, value: 0.999 },
    { name: "eps", scale: "log", min: -10, max: 0, step: 0.5, value: 1e-7 },
    { name: "kappa", min: 1, max: 50, step: 1, value: 10 },
    { name: "noise", min: 0, max: 3, step: 0.1, value: 0 },
    { name: "steps", min: 1, max: 200, step: 1, value: 30 },
    { name: "step", kind: "button" },
  ],
  press: (name, v) => ({ steps: Math.min(v.steps + 1, 200) }),
  compute(v) {
    const loss = LOSSES[v.surface](v.kappa);
    const start = v.start || (v.surface === "rosenbrock" ? [-1.5, 2] : v.surface === "saddle" ? [2, 0.01] : [-2.5, 1.5]);
    const { path, diverged } = walk(loss, v.rule, start, v.steps, v);
    return { loss, path, diverged, end: loss.f(path[path.length - 1]) };
  },
  numbers: (d, v) => {
    const [x, y] = d.path[d.path.length - 1];
    return { loss: d.end, x, y, ...(v.surface === "quadratic" ? { limit: 2 / v.kappa } : {}) };
  },
  draw(svg, d, v, words) {
    const { x, y, f, levels } = d.loss;
    const p = plot(svg, { x, y, xLabel: "w₁", yLabel: "w₂", height: 380, right: 24 });
    const n = 70;
    const xs = linspace(...x, n), ys = linspace(...y, n);
    const grid = ys.flatMap((b) => xs.map((a) => f([a, b])));
    const at = (c, [low, high], s) => s(low + ((high - low) * (c - 0.5)) / (n - 1));
    for (const shape of contours().size([n, n]).thresholds(levels)(grid)) {
      const dPath = shape.coordinates.flat().map((ring) => "M" + ring.map(([a, b]) => `${at(a, x, p.sx)},${at(b, y, p.sy)}`).join("L") + "Z").join("");
      p.marks.append("path").attr("class", "contour").attr("d", dPath);
    }
    p.curve(d.path, "own");
    p.dots(d.path.slice(0, 60), "own", 2.5);
    p.dots([d.path[0]], "reference", 5);
  },
  describe: (d, v, w) => w.seen(d, v),
};
