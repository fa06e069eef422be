// FIG-BC: an exponential moving average that starts at zero, raw and bias-corrected.

import { plot, range } from "./draw.js";
import { normal } from "./chance.js";

const PATTERNS = {
  constant: () => () => 1,
  step: (T) => (t) => (t < T / 2 ? 1 : 2),
  noisy: () => {
    const g = normal(5);
    return () => 1 + 0.4 * g();
  },
};

export function averages(xs, beta) {
  let m = 0;
  return xs.map((x, i) => {
    m = beta * m + (1 - beta) * x;
    return { raw: m, corrected: m / (1 - beta ** (i + 1)) };
  });
}

export default {
  words: {
    en: {
      title: "Bias correction of a moving average",
      question: "After how many steps does the raw average reach 90 % of a constant input?",
      controls: { beta: "β", T: "Steps T", pattern: "Input" },
      options: { constant: "constant 1", step: "step from 1 to 2", noisy: "noisy" },
      numbers: { raw: "raw after T", corrected: "corrected after T", bias: "factor 1 − βᵀ", reach: "steps to 90 %" },
      x: "step t", y: "average", raw: "raw", corrected: "corrected", input: "input",
      seen: (d, v) => `After ${v.T} steps the raw average is ${d.last.raw.toFixed(3)}, the corrected one ${d.last.corrected.toFixed(3)}. The raw average needs ${d.reach} steps to reach 90 % of a constant input.`,
    },
    ko: {
      title: "이동평균의 편향 보정",
      question: "보정하지 않은 평균은 몇 단계 뒤에 상수 입력의 90%에 이를까요?",
      controls: { beta: "β", T: "단계 수 T", pattern: "입력" },
      options: { constant: "상수 1", step: "1에서 2로 계단", noisy: "잡음" },
      numbers: { raw: "T 뒤의 원래 평균", corrected: "T 뒤의 보정된 평균", bias: "인수 1 − βᵀ", reach: "90%까지의 단계" },
      x: "단계 t", y: "평균", raw: "원래", corrected: "보정", input: "입력",
      seen: (d, v) => `${v.T}단계 뒤에 원래 평균은 ${d.last.raw.toFixed(3)}, 보정된 평균은 ${d.last.corrected.toFixed(3)}이에요. 원래 평균이 상수 입력의 90%에 이르려면 ${d.reach}단계가 필요해요.`,
    },
  },
  controls: [
    { name: "beta", min: 0, max: 0.99, step: 0.01, value: 0.9 },
    { name: "T", min: 5, max: 200, step: 1, value: 50 },
    { name: "pattern", kind: "choice", options: Object.keys(PATTERNS), value: "constant" },
  ],
  compute(v) {
    const input = PATTERNS[v.pattern](v.T);
    const xs = range(v.T, input);
    const all = averages(xs, v.beta);
    return { xs, all, last: all[v.T - 1], bias: 1 - v.beta ** v.T, reach: v.beta === 0 ? 1 : Math.ceil(Math.log(0.1) / Math.log(v.beta) - 1e-9) };
  },
  numbers: (d) => ({ raw: d.last.raw, corrected: d.last.corrected, bias: d.bias, reach: d.reach }),
  draw(svg, d, v, w) {
    const p = plot(svg, { x: [1, v.T], y: [0, Math.max(1.2, ...d.xs, ...d.all.map((a) => a.corrected)) * 1.05], xLabel: w.x, yLabel: w.y });
    p.curve(d.xs.map((x, i) => [i + 1, x]), "faint", w.input);
    p.curve(d.all.map((a, i) => [i + 1, a.raw]), "first", w.raw);
    p.curve(d.all.map((a, i) => [i + 1, a.corrected]), "own", w.corrected);
  },
  describe: (d, v, w) => w.seen(d, v),
};
