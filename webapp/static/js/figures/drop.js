// FIG-DROP: what dropout, DropConnect and stochastic depth drop, and how the mean over masks keeps the expectation.

import { plot, range } from "./draw.js";
import { uniform } from "./chance.js";

const UNITS = 5;
const INPUT = [1, 2, 3, 4, 5];

// One mask: units, weights (units × units), or the whole block.
function maskOf(kind, p, u) {
  if (kind === "depth") return [u() < 1 - p ? 1 : 0];
  return range(kind === "connect" ? UNITS * UNITS : UNITS, () => (u() < 1 - p ? 1 : 0));
}

// The output is the sum of the kept inputs (each through weight 1 / UNITS per connection), scaled by 1 / (1 − p) when asked.
function output(kind, mask, scale) {
  const sum = INPUT.reduce((s, x) => s + x, 0);
  if (kind === "depth") return sum + mask[0] * sum * scale;
  if (kind === "connect") return INPUT.reduce((s, x, i) => s + (x * mask.slice(i * UNITS, (i + 1) * UNITS).reduce((a, b) => a + b, 0)) / UNITS, 0) * scale;
  return INPUT.reduce((s, x, i) => s + x * mask[i], 0) * scale;
}

export default {
  height: 380,
  words: {
    en: {
      title: "Dropout: masks and their mean",
      question: "What must the kept values be multiplied by so that the mean does not change?",
      controls: { kind: "Kind", p: "Drop probability p", n: "Number of masks", scaled: "Scale by 1/(1−p)", train: "Training mode", again: "New masks" },
      options: { dropout: "dropout (activations)", connect: "DropConnect (weights)", depth: "stochastic depth (block)" },
      numbers: { mean: "mean over masks", wanted: "without dropping", kept: "kept in the last mask" },
      x: "number of masks", y: "mean output",
      seen: (d, v) => (v.train ? `The mean over ${v.n} masks is ${d.mean.toFixed(2)}; without dropping it is ${d.wanted.toFixed(2)}. ${v.scaled ? "Scaling keeps the expectation." : "Without scaling the expectation shrinks."}` : "In evaluation mode nothing is dropped."),
    },
    ko: {
      title: "드롭아웃: 마스크와 그 평균",
      question: "평균이 바뀌지 않으려면 남은 값에 무엇을 곱해야 할까요?",
      controls: { kind: "종류", p: "드롭 확률 p", n: "마스크 수", scaled: "1/(1−p)로 조정", train: "훈련 모드", again: "새 마스크" },
      options: { dropout: "드롭아웃 (활성값)", connect: "드롭커넥트 (가중치)", depth: "확률적 깊이 (블록)" },
      numbers: { mean: "마스크 평균", wanted: "버리지 않을 때", kept: "마지막 마스크에서 남은 수" },
      x: "마스크 수", y: "출력의 평균",
      seen: (d, v) => (v.train ? `마스크 ${v.n}개의 평균은 ${d.mean.toFixed(2)}이고, 버리지 않으면 ${d.wanted.toFixed(2)}이에요. ${v.scaled ? "조정하면 기댓값이 지켜져요." : "조정하지 않으면 기댓값이 줄어요."}` : "평가 모드에서는 아무것도 버리지 않아요."),
    },
  },
  controls: [
    { name: "kind", kind: "choice", options: ["dropout", "connect", "depth"], value: "dropout" },
    { name: "p", min: 0, max: 0.95, step: 0.05, value: 0.5 },
    { name: "n", min: 1, max: 1000, step: 1, value: 100 },
    { name: "scaled", kind: "toggle", value: true },
    { name: "train", kind: "toggle", value: true },
    { name: "again", kind: "button" },
  ],
  press: (name, v) => ({ seed: (v.seed || 1) + 1 }),
  compute(v) {
    const u = uniform((v.seed || 1) * 977);
    const scale = v.scaled ? 1 / (1 - v.p) : 1;
    const ones = v.kind === "connect" ? UNITS * UNITS : v.kind === "depth" ? 1 : UNITS;
    const wanted = output(v.kind, range(ones, () => 1), 1);
    let sum = 0, mask = [];
    const means = range(v.n, (i) => {
      mask = v.train ? maskOf(v.kind, v.p, u) : range(ones, () => 1);
      sum += output(v.kind, mask, v.train ? scale : 1);
      return [i + 1, sum / (i + 1)];
    });
    return { means, mask, wanted, mean: means[v.n - 1][1], kept: mask.reduce((a, b) => a + b, 0) };
  },
  numbers: (d) => ({ mean: d.mean, wanted: d.wanted, kept: d.kept }),
  draw(svg, d, v, w) {
    const shown = (i, j) => (v.kind === "connect" ? d.mask[i * UNITS + j] : v.kind === "depth" ? d.mask[0] : d.mask[i]);
    const at = (i) => 20 + (i + 0.5) * 22;
    for (const i of range(UNITS)) {
      for (const j of range(UNITS)) svg.append("line").attr("class", `link ${shown(i, j) ? "on" : "off"}`).attr("x1", 150).attr("y1", at(i)).attr("x2", 400).attr("y2", at(j));
      const dropped = v.kind === "dropout" && !d.mask[i];
      svg.append("circle").attr("class", `unit ${dropped ? "off" : "on"}`).attr("cx", 150).attr("cy", at(i)).attr("r", 8);
      svg.append("circle").attr("class", "unit on").attr("cx", 400).attr("cy", at(i)).attr("r", 8);
      if (dropped) svg.append("path").attr("class", "cross").attr("d", `M144,${at(i) - 6}l12,12m0,-12l-12,12`);
    }
    if (v.kind === "depth") svg.append("path").attr("class", "curve own").attr("d", "M150,16 Q275,-10 400,16");
    const p = plot(svg, { x: [1, Math.max(2, v.n)], y: [0, 2 * d.wanted], xLabel: w.x, yLabel: w.y, top: 130, height: 250 });
    p.horizontal(d.wanted, "reference");
    p.curve(d.means, "own");
    if (v.n === 1) p.dots(d.means, "own");
  },
  describe: (d, v, w) => w.seen(d, v),
};
