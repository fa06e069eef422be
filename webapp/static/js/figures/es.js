// FIG-ES: noisy training and validation curves, and where early stopping stops and what it restores.

import { plot, range } from "./draw.js";
import { normal } from "./chance.js";

const EPOCHS = 60;

// The course's rule: better means value < best − min_delta; stop when bad ≥ max(patience, 1).
export function stop(values, patience, minDelta) {
  let best = Infinity, bestEpoch = 0, bad = 0;
  for (let e = 0; e < values.length; e++) {
    if (values[e] < best - minDelta) {
      [best, bestEpoch, bad] = [values[e], e, 0];
    } else if (++bad >= Math.max(patience, 1)) return { stopped: e, best, bestEpoch };
  }
  return { stopped: null, best, bestEpoch };
}

export default {
  words: {
    en: {
      title: "Early stopping",
      question: "Which patience stops after the true minimum, but not much later?",
      controls: { patience: "Patience", minDelta: "min_delta", noise: "Noise of the curve", again: "New run" },
      numbers: { stopped: "stops at epoch", bestEpoch: "restored epoch", best: "restored loss", truth: "epoch of the true minimum" },
      x: "epoch", y: "loss", train: "training", val: "validation",
      seen: (d) => (d.stopped === null ? "Training is never stopped." : `Training stops at epoch ${d.stopped} and restores epoch ${d.bestEpoch} with loss ${d.best.toFixed(3)}.`) + ` The true minimum is at epoch ${d.truth}.`,
    },
    ko: {
      title: "조기 종료",
      question: "참 최솟값을 지나되 너무 늦지 않게 멈추는 인내 횟수는 얼마일까요?",
      controls: { patience: "인내 횟수", minDelta: "min_delta", noise: "곡선의 잡음", again: "새 실행" },
      numbers: { stopped: "멈춘 에폭", bestEpoch: "되돌린 에폭", best: "되돌린 손실", truth: "참 최솟값의 에폭" },
      x: "에폭", y: "손실", train: "훈련", val: "검증",
      seen: (d) => (d.stopped === null ? "훈련이 멈추지 않아요." : `${d.stopped}에폭에서 멈추고, 손실 ${d.best.toFixed(3)}인 ${d.bestEpoch}에폭으로 되돌려요.`) + ` 참 최솟값은 ${d.truth}에폭이에요.`,
    },
  },
  controls: [
    { name: "patience", min: 0, max: 20, step: 1, value: 3 },
    { name: "minDelta", min: 0, max: 0.05, step: 0.001, value: 0 },
    { name: "noise", min: 0, max: 0.1, step: 0.005, value: 0.03 },
    { name: "again", kind: "button" },
  ],
  press: (name, v) => ({ seed: (v.seed || 1) + 1 }),
  compute(v) {
    const g = normal((v.seed || 1) * 31 + 7);
    const clean = range(EPOCHS, (e) => 0.35 + 0.65 * Math.exp(-e / 8) + 0.00012 * e * e);
    const val = clean.map((c) => c + v.noise * g());
    const train = range(EPOCHS, (e) => 0.1 + 0.85 * Math.exp(-e / 12) + 0.3 * v.noise * g());
    const truth = clean.reduce((b, c, i) => (c < clean[b] ? i : b), 0);
    return { val, train, truth, ...stop(val, v.patience, v.minDelta) };
  },
  numbers: (d) => ({ stopped: d.stopped ?? "–", bestEpoch: d.bestEpoch, best: d.best, truth: d.truth }),
  draw(svg, d, v, w) {
    const p = plot(svg, { x: [0, EPOCHS - 1], y: [0, 1.2], xLabel: w.x, yLabel: w.y });
    p.curve(d.train.map((y, e) => [e, y]), "first", w.train);
    p.curve(d.val.map((y, e) => [e, y]), "own", w.val);
    if (d.stopped !== null) p.vertical(d.stopped, "mark");
    p.dots([[d.bestEpoch, d.best]], "own", 6);
  },
  describe: (d, v, w) => w.seen(d, v),
};
