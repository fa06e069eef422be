// FIG-NEWTON: the tangent and the parabola at a point, and the steps they suggest.

import { linspace, plot } from "./draw.js";

export const FUNCTIONS = {
  quadratic: { f: (x) => 0.5 * x * x - x, g: (x) => x - 1, h: () => 1 },
  quartic: { f: (x) => x ** 4 / 4 - x * x, g: (x) => x ** 3 - 2 * x, h: (x) => 3 * x * x - 2 },
  logistic: { f: (x) => Math.log(1 + Math.exp(-2 * x)) + 0.05 * x * x, g: (x) => -2 / (1 + Math.exp(2 * x)) + 0.1 * x, h: (x) => (4 * Math.exp(2 * x)) / (1 + Math.exp(2 * x)) ** 2 + 0.1 },
};

export default {
  words: {
    en: {
      title: "First and second order at a point",
      question: "Where does Newton's step go uphill?",
      controls: { kind: "Function", x: "Point x", damping: "Damping δ", lr: "Gradient step η", step: "Take Newton's step" },
      options: { quadratic: "quadratic", quartic: "double well", logistic: "logistic + ridge" },
      numbers: { slope: "slope g", curvature: "curvature h", newton: "Newton's next x", gradient: "gradient's next x", change: "change of the loss" },
      xl: "x", yl: "loss", newton: "parabola", linear: "tangent",
      seen: (d) => `At x = ${d.x.toFixed(2)} the slope is ${d.g.toFixed(2)} and the curvature ${d.h.toFixed(2)}. Newton's step goes to ${d.newton.toFixed(2)}, where the loss is ${d.change < 0 ? "lower" : "higher"}.${d.h < 0 ? " The curvature is negative: undamped, the step seeks a maximum." : ""}`,
    },
    ko: {
      title: "한 점에서의 1차와 2차",
      question: "뉴턴 걸음은 어디에서 오르막으로 갈까요?",
      controls: { kind: "함수", x: "점 x", damping: "감쇠 δ", lr: "기울기 걸음 η", step: "뉴턴 걸음 내딛기" },
      options: { quadratic: "이차식", quartic: "두 우물", logistic: "로지스틱 + 릿지" },
      numbers: { slope: "기울기 g", curvature: "곡률 h", newton: "뉴턴의 다음 x", gradient: "경사하강의 다음 x", change: "손실의 변화" },
      xl: "x", yl: "손실", newton: "포물선", linear: "접선",
      seen: (d) => `x = ${d.x.toFixed(2)}에서 기울기는 ${d.g.toFixed(2)}, 곡률은 ${d.h.toFixed(2)}이에요. 뉴턴 걸음은 ${d.newton.toFixed(2)}로 가고, 손실은 ${d.change < 0 ? "줄어요" : "늘어요"}.${d.h < 0 ? " 곡률이 음수라서 감쇠가 없으면 최댓값을 찾아가요." : ""}`,
    },
  },
  controls: [
    { name: "kind", kind: "choice", options: Object.keys(FUNCTIONS), value: "quartic" },
    { name: "x", min: -2.5, max: 2.5, step: 0.05, value: 2 },
    { name: "damping", min: 0, max: 6, step: 0.1, value: 0 },
    { name: "lr", min: 0.01, max: 1, step: 0.01, value: 0.1 },
    { name: "step", kind: "button" },
  ],
  press: (name, v, d) => ({ x: Math.round(Math.min(Math.max(d.newton, -2.5), 2.5) * 1000) / 1000 }),
  compute(v) {
    const F = FUNCTIONS[v.kind];
    const g = F.g(v.x), h = F.h(v.x), bent = h + v.damping;
    const newton = Math.abs(bent) < 1e-9 ? v.x : v.x - g / bent;
    return { F, x: v.x, g, h, bent, newton, gradient: v.x - v.lr * g, change: F.f(newton) - F.f(v.x) };
  },
  numbers: (d) => ({ slope: d.g, curvature: d.h, newton: d.newton, gradient: d.gradient, change: d.change }),
  draw(svg, d, v, w) {
    const xs = linspace(-3, 3, 121);
    const p = plot(svg, { x: [-3, 3], y: [-1.6, 4], xLabel: w.xl, yLabel: w.yl });
    const y0 = d.F.f(d.x);
    p.curve(xs.map((x) => [x, d.F.f(x)]), "reference");
    p.curve(xs.map((x) => [x, y0 + d.g * (x - d.x)]), "first", w.linear);
    p.curve(xs.map((x) => [x, y0 + d.g * (x - d.x) + 0.5 * d.bent * (x - d.x) ** 2]), "own", w.newton);
    p.dots([[d.x, y0]], "reference", 6);
    p.dots([[d.newton, d.F.f(d.newton)]], "own", 6);
  },
  describe: (d, v, w) => w.seen(d, v),
};
