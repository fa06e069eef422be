// FIG-BV: bias² , variance and total error of polynomials fitted to noisy values of sin πx at N even points of [−1, 1].

import { linspace, plot, range } from "./draw.js";
import { normal } from "./chance.js";

const SETS = 30;
const GRID = linspace(-1, 1, 201);
const truth = (x) => Math.sin(Math.PI * x);

// Legendre basis: well conditioned at every degree shown.
function basis(x, degree) {
  const p = [1, x];
  for (let k = 1; k < degree; k++) p.push(((2 * k + 1) * x * p[k] - k * p[k - 1]) / (k + 1));
  return p.slice(0, degree + 1);
}

export function solve(matrix, vector) {
  const a = matrix.map((row, i) => [...row, vector[i]]);
  const n = a.length;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r][c]) > Math.abs(a[best][c])) best = r;
    [a[c], a[best]] = [a[best], a[c]];
    for (let r = c + 1; r < n; r++) {
      const f = a[r][c] / a[c][c];
      for (let k = c; k <= n; k++) a[r][k] -= f * a[c][k];
    }
  }
  const x = Array(n).fill(0);
  for (let r = n - 1; r >= 0; r--) x[r] = (a[r][n] - a[r].slice(r + 1, n).reduce((s, v, k) => s + v * x[r + 1 + k], 0)) / a[r][r];
  return x;
}

// With fixed points the fit is linear in the targets: f̂(x) = h(x)ᵀ y. So bias and variance are exact, without simulation:
// bias = h(x)ᵀ f − f(x), variance = σ² ‖h(x)‖², averaged over the grid. λ penalises all but the constant.
export function smoother(n, degree, lambda) {
  const at = linspace(-1, 1, n);
  const rows = at.map((x) => basis(x, degree));
  const gram = range(degree + 1, (i) => range(degree + 1, (j) => rows.reduce((s, r) => s + r[i] * r[j], 0) + (i === j && i > 0 ? lambda : 0)));
  const weights = GRID.map((x) => solve(gram, basis(x, degree))).map((c) => rows.map((r) => r.reduce((s, v, i) => s + v * c[i], 0)));
  return { at, weights };
}

function expected({ degree, n, sigma, lambda }) {
  const { at, weights } = smoother(n, degree, lambda);
  const mean = weights.map((h) => h.reduce((s, v, i) => s + v * truth(at[i]), 0));
  const average = (f) => GRID.reduce((s, x, i) => s + f(x, i), 0) / GRID.length;
  const bias2 = average((x, i) => (mean[i] - truth(x)) ** 2);
  const variance = sigma ** 2 * average((x, i) => weights[i].reduce((s, v) => s + v * v, 0));
  return { at, weights, mean, bias2, variance, noise: sigma ** 2, total: bias2 + variance + sigma ** 2 };
}

// A few fits to samples that are really drawn, to see the spread.
function fits({ at, weights }, sigma, seed) {
  const g = normal(seed * 104729 + 3);
  return range(SETS, () => at.map((x) => truth(x) + sigma * g())).map((ys) => weights.map((h) => h.reduce((s, v, i) => s + v * ys[i], 0)));
}

const DEGREES = range(10);

export default {
  words: {
    en: {
      title: "Bias and variance of polynomial fits",
      question: "At which degree is the total error smallest?",
      controls: { degree: "Degree", n: "Samples N", sigma: "Noise σ", lambda: "Penalty λ", resample: "Draw new data sets" },
      numbers: { bias2: "bias²", variance: "variance", noise: "noise σ²", total: "total", best: "best degree" },
      x: "x", y: "fits", dx: "degree", dy: "error", truth: "truth", mean: "mean fit",
      seen: (d, v) => `With degree ${v.degree} and N = ${v.n}, bias² is ${d.now.bias2.toFixed(3)} and variance ${d.now.variance.toFixed(3)}; the total error is ${d.now.total.toFixed(4)}.${v.quiz ? "" : ` It is smallest at degree ${d.best}.`}`,
    },
    ko: {
      title: "다항식 적합의 편향과 분산",
      question: "전체 오차는 몇 차에서 가장 작을까요?",
      controls: { degree: "차수", n: "표본 수 N", sigma: "잡음 σ", lambda: "벌점 λ", resample: "데이터를 새로 뽑기" },
      numbers: { bias2: "편향²", variance: "분산", noise: "잡음 σ²", total: "합계", best: "가장 좋은 차수" },
      x: "x", y: "적합", dx: "차수", dy: "오차", truth: "참값", mean: "평균 적합",
      seen: (d, v) => `차수 ${v.degree}, N = ${v.n}일 때 편향²은 ${d.now.bias2.toFixed(3)}, 분산은 ${d.now.variance.toFixed(3)}이에요. 전체 오차는 ${d.now.total.toFixed(4)}이에요.${v.quiz ? "" : ` ${d.best}차에서 가장 작아요.`}`,
    },
  },
  controls: [
    { name: "degree", min: 0, max: 9, step: 1, value: 1 },
    { name: "n", min: 12, max: 100, step: 4, value: 20 },
    { name: "sigma", min: 0, max: 1, step: 0.05, value: 0.3 },
    { name: "lambda", scale: "log", min: -6, max: 2, step: 0.25, value: 1e-6 },
    { name: "resample", kind: "button" },
  ],
  press: (name, values) => ({ seed: (values.seed || 1) + 1 }),
  compute(values) {
    const seed = values.seed || 1;
    const all = DEGREES.map((degree) => expected({ ...values, degree }));
    const best = all.reduce((b, d, i) => (d.total < all[b].total ? i : b), 0);
    const now = all[Math.min(Math.max(Math.round(values.degree), 0), 9)];
    return { all, best, now, curves: fits(now, values.sigma, seed) };
  },
  numbers: (d, v) => ({ bias2: d.now.bias2, variance: d.now.variance, noise: d.now.noise, total: d.now.total, ...(v.quiz ? {} : { best: d.best }) }),
  draw(svg, d, v, w) {
    const left = plot(svg, { x: [-1, 1], y: [-2, 2], xLabel: w.x, yLabel: w.y, width: 300, right: 12, ticks: 4 });
    for (const curve of d.curves) left.curve(GRID.map((x, i) => [x, curve[i]]), "faint");
    left.curve(GRID.map((x) => [x, truth(x)]), "reference");
    left.curve(GRID.map((x, i) => [x, d.now.mean[i]]), "own");
    const top = Math.max(0.05, Math.min(2, 1.1 * Math.max(...d.all.slice(0, 8).map((e) => e.total))));
    const right = plot(svg, { x: [0, 9], y: [0, top], xLabel: w.dx, yLabel: w.dy, left: 280, width: 280, right: 58, ticks: 5 });
    const curve = (key) => DEGREES.map((k) => [k, d.all[k][key]]);
    right.curve(curve("bias2"), "first", w.numbers.bias2);
    right.curve(curve("variance"), "second", w.numbers.variance);
    right.curve(curve("total"), "own", w.numbers.total);
    right.vertical(v.degree, "mark");
  },
  describe: (d, v, w) => w.seen(d, v),
};
