// FIG-FLAT: a sharp and a flat minimum with equal training loss, and what a shift of the test loss costs at each.

import { linspace, plot } from "./draw.js";

const SHARP = { at: -1.5, c: 100 };
const FLAT = { at: 1.5, c: 1 };

// Two parabolas ½ c (x − at)², joined by the smaller one: both minima have the same training loss.
export const loss = (x, { sharpness = SHARP.c, flatness = FLAT.c } = {}) => Math.min(0.5 * sharpness * (x - SHARP.at) ** 2, 0.5 * flatness * (x - FLAT.at) ** 2, 1.2);

export default {
  words: {
    en: {
      title: "Sharp and flat minima",
      question: "At which minimum does a small shift of the test loss cost more?",
      controls: { minimum: "Minimum", shift: "Shift between train and test δ" },
      options: { sharp: "sharp", flat: "flat" },
      numbers: { train: "training loss", test: "test loss", sharp: "gap at the sharp one, 100δ²/2", flat: "gap at the flat one, δ²/2" },
      x: "weight", y: "loss", train: "train", test: "test",
      seen: (d, v) => `At the ${v.minimum} minimum a shift of ${v.shift.toFixed(2)} raises the loss from 0 to ${d.test.toPrecision(3)}.`,
    },
    ko: {
      title: "첨예한 최소점과 평탄한 최소점",
      question: "시험 손실이 조금 이동하면 어느 최소점에서 더 큰 손해를 볼까요?",
      controls: { minimum: "최소점", shift: "훈련과 시험의 이동 δ" },
      options: { sharp: "첨예한", flat: "평탄한" },
      numbers: { train: "훈련 손실", test: "시험 손실", sharp: "첨예한 쪽의 격차, 100δ²/2", flat: "평탄한 쪽의 격차, δ²/2" },
      x: "가중치", y: "손실", train: "훈련", test: "시험",
      seen: (d, v) => `${v.minimum === "sharp" ? "첨예한" : "평탄한"} 최소점에서 ${v.shift.toFixed(2)}만큼 이동하면 손실이 0에서 ${d.test.toPrecision(3)}(으)로 커져요.`,
    },
  },
  controls: [
    { name: "minimum", kind: "choice", options: ["sharp", "flat"], value: "sharp" },
    { name: "shift", min: 0, max: 0.3, step: 0.01, value: 0.1 },
  ],
  compute(v) {
    const at = v.minimum === "sharp" ? SHARP.at : FLAT.at;
    const { sharpness = SHARP.c, flatness = FLAT.c } = v;
    return { at, train: loss(at, v), test: loss(at - v.shift, v), sharp: 0.5 * sharpness * v.shift ** 2, flat: 0.5 * flatness * v.shift ** 2 };
  },
  numbers: (d, v) => (v.quiz ? { train: d.train, test: d.test } : { train: d.train, test: d.test, sharp: d.sharp, flat: d.flat }),
  draw(svg, d, v, w) {
    const xs = linspace(-3, 3, 601);
    const p = plot(svg, { x: [-3, 3], y: [0, 1.3], xLabel: w.x, yLabel: w.y });
    p.curve(xs.map((x) => [x, loss(x, v)]), "reference", w.train);
    p.curve(xs.map((x) => [x, loss(x - v.shift, v)]), "own", w.test);
    p.vertical(d.at, "mark");
    p.dots([[d.at, d.train]], "reference", 5);
    p.dots([[d.at, d.test]], "own", 5);
  },
  describe: (d, v, w) => w.seen(d, v),
};
