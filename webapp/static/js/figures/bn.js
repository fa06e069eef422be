// FIG-BN: activations before and after batch normalisation, with batch and running statistics.

import { plot, range } from "./draw.js";
import { normal } from "./chance.js";

const EPS = 1e-5;
const BATCHES = 30;

function histogram(values, low, high, bins) {
  const width = (high - low) / bins;
  const counts = range(bins, () => 0);
  for (const v of values) {
    const k = Math.floor((v - low) / width);
    if (k >= 0 && k < bins) counts[k] += 1 / values.length / width;
  }
  return counts.map((c, i) => [low + (i + 0.5) * width, c]);
}

const mean = (xs) => xs.reduce((s, x) => s + x, 0) / xs.length;
const biased = (xs) => mean(xs.map((x) => (x - mean(xs)) ** 2));

export default {
  words: {
    en: {
      title: "Batch normalisation: batch and running statistics",
      question: "How large must the batch be before train and eval agree?",
      controls: { m: "Batch size", shift: "Shift of the input", spread: "Spread of the input", gamma: "γ", beta: "β", momentum: "momentum", mode: "Mode" },
      options: { train: "train: batch statistics", eval: "eval: running statistics" },
      numbers: { mu: "batch mean", var: "batch variance (1/m)", unbiased: "batch variance (1/(m−1))", rm: "running mean", rv: "running variance" },
      x: "value", y: "density", before: "before", after: "after",
      seen: (d, v) => `The last batch has mean ${d.mu.toFixed(2)} and variance ${d.var.toFixed(2)}; the running statistics are ${d.rm.toFixed(2)} and ${d.rv.toFixed(2)}. ${v.m === 1 ? "With one sample the batch variance is zero." : ""}`,
    },
    ko: {
      title: "배치 정규화: 배치 통계와 이동 통계",
      question: "배치가 얼마나 커야 훈련과 평가가 비슷해질까요?",
      controls: { m: "배치 크기", shift: "입력의 이동", spread: "입력의 퍼짐", gamma: "γ", beta: "β", momentum: "모멘텀", mode: "모드" },
      options: { train: "훈련: 배치 통계", eval: "평가: 이동 통계" },
      numbers: { mu: "배치 평균", var: "배치 분산 (1/m)", unbiased: "배치 분산 (1/(m−1))", rm: "이동 평균", rv: "이동 분산" },
      x: "값", y: "밀도", before: "전", after: "후",
      seen: (d, v) => `마지막 배치의 평균은 ${d.mu.toFixed(2)}, 분산은 ${d.var.toFixed(2)}이고, 이동 통계는 ${d.rm.toFixed(2)}와 ${d.rv.toFixed(2)}이에요. ${v.m === 1 ? "표본이 하나면 배치 분산은 0이에요." : ""}`,
    },
  },
  controls: [
    { name: "m", min: 1, max: 64, step: 1, value: 16 },
    { name: "shift", min: -4, max: 4, step: 0.1, value: 2 },
    { name: "spread", min: 0.2, max: 3, step: 0.1, value: 1.5 },
    { name: "gamma", min: -2, max: 2, step: 0.1, value: 1 },
    { name: "beta", min: -3, max: 3, step: 0.1, value: 0 },
    { name: "momentum", min: 0, max: 1, step: 0.05, value: 0.1 },
    { name: "mode", kind: "choice", options: ["train", "eval"], value: "train" },
  ],
  compute(v) {
    const g = normal(11);
    let [rm, rv] = [0, 1];
    let batch = [];
    const before = [], after = [];
    for (let b = 0; b < BATCHES; b++) {
      batch = range(v.m, () => v.shift + v.spread * g());
      const [mu, s2] = [mean(batch), biased(batch)];
      rm = (1 - v.momentum) * rm + v.momentum * mu;
      rv = (1 - v.momentum) * rv + v.momentum * (v.m > 1 ? (s2 * v.m) / (v.m - 1) : 0);
      const [c, s] = v.mode === "train" ? [mu, Math.sqrt(s2 + EPS)] : [rm, Math.sqrt(rv + EPS)];
      before.push(...batch);
      after.push(...batch.map((x) => (v.gamma * (x - c)) / s + v.beta));
    }
    const s2 = biased(batch);
    return { before, after, mu: mean(batch), var: s2, unbiased: v.m > 1 ? (s2 * v.m) / (v.m - 1) : NaN, rm, rv };
  },
  numbers: ({ mu, var: s2, unbiased, rm, rv }) => ({ mu, var: s2, unbiased, rm, rv }),
  draw(svg, d, v, w) {
    const p = plot(svg, { x: [-8, 8], y: [0, 1], xLabel: w.x, yLabel: w.y, right: 30 });
    p.bars(histogram(d.before, -8, 8, 48), "first", 1 / 6);
    p.bars(histogram(d.after, -8, 8, 48), "own", 1 / 6);
    svg.append("text").attr("class", "end first").attr("x", p.sx(v.shift)).attr("y", p.area.top + 14).attr("text-anchor", "middle").text(w.before);
    svg.append("text").attr("class", "end own").attr("x", p.sx(v.beta)).attr("y", p.area.top + 30).attr("text-anchor", "middle").text(w.after);
  },
  describe: (d, v, w) => w.seen(d, v),
};
