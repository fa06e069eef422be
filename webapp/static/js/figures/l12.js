// FIG-L12: the loss of two weights, the L1 diamond or L2 disc, and the penalised solution with its path over λ.

import { contours } from "../../vendor/d3.js";
import { linspace, plot, range } from "./draw.js";

// Loss ½ (w − o)ᵀ A (w − o) with the OLS point o; the penalty is λ‖w‖₁, λ/2 ‖w‖₂², or half of each.
// `low` and `high` (set by a question): the curvature along the turned axis and across it.
export function quadratic({ angle, ratio, low, high }) {
  const t = (angle * Math.PI) / 180;
  const [c, s] = [Math.cos(t), Math.sin(t)];
  const [big, small] = low === undefined ? [ratio, 1] : [low, high];
  return { a: big * c * c + small * s * s, b: (big - small) * c * s, d: big * s * s + small * c * c };
}

const soft = (z, k) => Math.sign(z) * Math.max(Math.abs(z) - k, 0);

// Exact coordinate descent: two weights, so a few sweeps settle it.
export function solution(A, o, kind, lambda) {
  const l1 = kind === "l1" ? lambda : kind === "elastic" ? lambda / 2 : 0;
  const l2 = kind === "l2" ? lambda : kind === "elastic" ? lambda / 2 : 0;
  let [x, y] = o;
  for (let i = 0; i < 500; i++) {
    x = soft(A.a * o[0] - A.b * (y - o[1]), l1) / (A.a + l2);
    y = soft(A.d * o[1] - A.b * (x - o[0]), l1) / (A.d + l2);
  }
  return [Math.abs(x) < 1e-12 ? 0 : x, Math.abs(y) < 1e-12 ? 0 : y];
}

export default {
  height: 380,
  words: {
    en: {
      title: "L1 and L2 penalties as constraints",
      question: "At which λ does a weight become exactly zero?",
      controls: { kind: "Penalty", lambda: "λ", angle: "Rotation of the ellipses (°)", ratio: "Eccentricity" },
      options: { l1: "L1 (lasso)", l2: "L2 (ridge)", elastic: "elastic net" },
      numbers: { w1: "w₁", w2: "w₂", r1: "L2: w₁", r2: "L2: w₂", radius: "size of the ball", zeros: "weights at zero" },
      ols: "least squares", sol: "solution",
      seen: (d) => `The solution is (${d.w[0].toFixed(2)}, ${d.w[1].toFixed(2)}). ${d.zeros ? `${d.zeros} weight${d.zeros > 1 ? "s are" : " is"} exactly zero.` : "No weight is exactly zero."} ${d.ridge ? `The L2 solution is (${d.ridge[0].toFixed(2)}, ${d.ridge[1].toFixed(2)}).` : "A larger λ means a smaller ball."}`,
    },
    ko: {
      title: "제약으로 본 L1과 L2 벌점",
      question: "λ가 얼마일 때 가중치가 정확히 0이 될까요?",
      controls: { kind: "벌점", lambda: "λ", angle: "타원의 회전 (°)", ratio: "이심률" },
      options: { l1: "L1 (라쏘)", l2: "L2 (릿지)", elastic: "엘라스틱넷" },
      numbers: { w1: "w₁", w2: "w₂", r1: "L2: w₁", r2: "L2: w₂", radius: "공의 크기", zeros: "0인 가중치 수" },
      ols: "최소제곱", sol: "해",
      seen: (d) => `해는 (${d.w[0].toFixed(2)}, ${d.w[1].toFixed(2)})이에요. ${d.zeros ? `가중치 ${d.zeros}개가 정확히 0이에요.` : "정확히 0인 가중치는 없어요."} ${d.ridge ? `L2 해는 (${d.ridge[0].toFixed(2)}, ${d.ridge[1].toFixed(2)})이에요.` : "λ가 클수록 공이 작아져요."}`,
    },
  },
  controls: [
    { name: "kind", kind: "choice", options: ["l1", "l2", "elastic"], value: "l1" },
    { name: "lambda", min: 0, max: 8, step: 0.05, value: 1 },
    { name: "angle", min: -90, max: 90, step: 1, value: 30 },
    { name: "ratio", min: 1, max: 9, step: 0.5, value: 4 },
  ],
  compute(v) {
    const A = quadratic(v);
    const o = v.ols || [2, 1];
    const kind = v.kind === "both" ? "l1" : v.kind; // a question shows both solutions
    const w = solution(A, o, kind, v.lambda);
    const ridge = v.kind === "both" ? solution(A, o, "l2", v.lambda) : null;
    const path = linspace(0, 8, 81).map((lambda) => solution(A, o, kind, lambda));
    const radius = kind === "l2" ? Math.hypot(...w) : kind === "l1" ? Math.abs(w[0]) + Math.abs(w[1]) : null;
    return { A, o, w, ridge, path, radius, zeros: w.filter((z) => z === 0).length };
  },
  numbers: (d) => ({ w1: d.w[0], w2: d.w[1], ...(d.ridge ? { r1: d.ridge[0], r2: d.ridge[1] } : {}), ...(d.radius === null ? {} : { radius: d.radius }), zeros: d.zeros }),
  draw(svg, d, v, words) {
    const p = plot(svg, { x: [-1.5, 3.5], y: [-1.75, 2.25], xLabel: "w₁", yLabel: "w₂", height: 380 });
    const n = 60;
    const xs = linspace(-1.5, 3.5, n), ys = linspace(-1.75, 2.25, n);
    const loss = (x, y) => 0.5 * (d.A.a * (x - d.o[0]) ** 2 + 2 * d.A.b * (x - d.o[0]) * (y - d.o[1]) + d.A.d * (y - d.o[1]) ** 2);
    const grid = ys.flatMap((y) => xs.map((x) => loss(x, y)));
    const at = loss(...d.w);
    const scale = (c, axis, s) => s(axis[0] + ((axis[n - 1] - axis[0]) * (c - 0.5)) / (n - 1));
    const path = (shape) => shape.coordinates.flat().map((ring) => "M" + ring.map(([a, b]) => `${scale(a, xs, p.sx)},${scale(b, ys, p.sy)}`).join("L") + "Z").join("");
    for (const shape of contours().size([n, n]).thresholds([0.1, 0.4, 1, 2, 4, 8])(grid)) p.marks.append("path").attr("class", "contour").attr("d", path(shape));
    for (const shape of contours().size([n, n]).thresholds([Math.max(at, 1e-6)])(grid)) p.marks.append("path").attr("class", "contour touch").attr("d", path(shape));
    if (d.radius !== null && d.radius > 0) {
      const r = d.radius;
      const ball = v.kind === "l1" || v.kind === "both" ? [[r, 0], [0, r], [-r, 0], [0, -r]] : range(72, (i) => [r * Math.cos((i * Math.PI) / 36), r * Math.sin((i * Math.PI) / 36)]);
      p.marks.append("path").attr("class", "region").attr("d", "M" + ball.map(([x, y]) => `${p.sx(x)},${p.sy(y)}`).join("L") + "Z");
    }
    p.horizontal(0, "zero");
    p.vertical(0, "zero");
    p.curve(d.path, "second");
    p.dots([d.o], "reference");
    p.dots([d.w], "own", 6);
    if (d.ridge) {
      p.dots([d.ridge], "second", 6);
      svg.append("text").attr("class", "end second").attr("x", p.sx(d.ridge[0]) + 8).attr("y", p.sy(d.ridge[1]) - 10).text("L2");
    }
    svg.append("text").attr("class", "end").attr("x", p.sx(d.o[0]) + 8).attr("y", p.sy(d.o[1]) - 8).text(words.ols);
    svg.append("text").attr("class", "end own").attr("x", p.sx(d.w[0]) + 8).attr("y", p.sy(d.w[1]) + 18).text(words.sol);
  },
  describe: (d, v, w) => w.seen(d, v),
};
