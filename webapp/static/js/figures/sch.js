// FIG-SCH: learning-rate schedules over the steps of a training run.

import { plot, range } from "./draw.js";

// The course's formulas; t counts from 0.
export const SCHEDULES = {
  constant: (t, { lr0 }) => lr0,
  epoch: (t, { lr0, T }) => lr0 * 0.99 ** Math.floor(t / Math.max(1, T / 100)),
  exponential: (t, { lr0, gamma }) => lr0 * gamma ** t,
  step: (t, { lr0, T, gamma }) => lr0 * gamma ** Math.floor(t / Math.max(1, Math.round(T / 4))),
  linear: (t, { lr0, T }) => lr0 * (1 - Math.min(t, T) / T),
  cosine: (t, { lr0, T }) => 0.5 * lr0 * (1 + Math.cos((Math.PI * Math.min(t, T)) / T)),
  invsqrt: (t, { lr0, W }) => (W === 0 ? lr0 / Math.sqrt(t + 1) : t < W ? (lr0 * t) / W : lr0 * Math.sqrt(W / t)),
  lecture: (t, { lr0, T }) => (10 * t < T ? (lr0 * 10 * t) / T : 2 * t < T ? lr0 : 4 * t < 3 * T ? lr0 / 10 : lr0 / 100),
};

function rate(v, t) {
  const own = v.kind === "invsqrt" || v.kind === "lecture";
  if (own || v.W === 0) return SCHEDULES[v.kind](t, v);
  return t < v.W ? (v.lr0 * t) / v.W : SCHEDULES[v.kind](t - v.W, { ...v, T: Math.max(1, v.T - v.W) });
}

export default {
  words: {
    en: {
      title: "Learning-rate schedules",
      question: "Where does the learning rate jump, and where is it continuous?",
      controls: { kind: "Schedule", lr0: "Initial rate lr₀", T: "Steps T", W: "Warm-up W", gamma: "γ", t: "Look at step t" },
      options: { constant: "constant", epoch: "1 % per epoch", exponential: "exponential", step: "step", linear: "linear", cosine: "cosine", invsqrt: "inverse square root", lecture: "10/40/25/25 of the lecture" },
      numbers: { at: "lr(t)", peak: "largest", last: "at the last step" },
      x: "step t", y: "learning rate",
      seen: (d, v) => `At step ${v.t} the learning rate is ${d.at.toPrecision(3)}; the largest is ${d.peak.toPrecision(3)} at step ${d.peakAt}, the last ${d.last.toPrecision(3)}.`,
    },
    ko: {
      title: "학습률 스케줄",
      question: "학습률은 어디에서 뛰고 어디에서 이어질까요?",
      controls: { kind: "스케줄", lr0: "처음 학습률 lr₀", T: "단계 수 T", W: "워밍업 W", gamma: "γ", t: "볼 단계 t" },
      options: { constant: "일정", epoch: "에폭당 1%", exponential: "지수", step: "계단", linear: "선형", cosine: "코사인", invsqrt: "역제곱근", lecture: "강의의 10/40/25/25" },
      numbers: { at: "lr(t)", peak: "최댓값", last: "마지막 단계" },
      x: "단계 t", y: "학습률",
      seen: (d, v) => `${v.t}단계의 학습률은 ${d.at.toPrecision(3)}이에요. 최댓값은 ${d.peakAt}단계의 ${d.peak.toPrecision(3)}, 마지막은 ${d.last.toPrecision(3)}이에요.`,
    },
  },
  controls: [
    { name: "kind", kind: "choice", options: Object.keys(SCHEDULES), value: "cosine" },
    { name: "lr0", scale: "log", min: -5, max: 0, step: 0.1, value: 0.1 },
    { name: "T", min: 10, max: 400, step: 1, value: 200 },
    { name: "W", min: 0, max: 200, step: 1, value: 0 },
    { name: "gamma", min: 0.8, max: 0.999, step: 0.001, value: 0.98 },
    { name: "t", min: 0, max: 400, step: 1, value: 0 },
  ],
  compute(v) {
    const curve = range(v.T + 1, (t) => [t, rate(v, t)]);
    const peakAt = curve.reduce((b, p, i) => (p[1] > curve[b][1] ? i : b), 0);
    return { curve, at: rate(v, v.t), peak: curve[peakAt][1], peakAt, last: curve[v.T][1] };
  },
  numbers: (d) => ({ at: d.at, peak: d.peak, last: d.last }),
  draw(svg, d, v, w) {
    const p = plot(svg, { x: [0, v.T], y: [0, 1.05 * d.peak || 1], xLabel: w.x, yLabel: w.y, right: 30 });
    p.curve(d.curve, "own");
    if (v.t <= v.T) {
      p.vertical(v.t, "mark");
      p.dots([[v.t, d.at]], "own", 5);
    }
  },
  describe: (d, v, w) => w.seen(d, v),
};
