// FIG-MIX: mixup, Cutout and CutMix of two small images, with the label each of them gives.

import { range } from "./draw.js";

const S = 16;

// Two pictures without a file: a ring and a cross.
const ring = (r, c) => (Math.abs(Math.hypot(r - 7.5, c - 7.5) - 5) < 1.4 ? 1 : 0.08);
const cross = (r, c) => (Math.abs(r - c) < 1.6 || Math.abs(r + c - 15) < 1.6 ? 1 : 0.08);

// The course's box: side S·√(1−λ), rows [cy − h//2, cy + h//2), clipped to the image.
export function box(lam, cy, cx) {
  const h = Math.floor(S * Math.sqrt(1 - lam));
  const clip = (v) => Math.min(Math.max(v, 0), S);
  const half = Math.floor(h / 2);
  return { y1: clip(cy - half), y2: clip(cy + half), x1: clip(cx - half), x2: clip(cx + half) };
}

export default {
  height: 300,
  words: {
    en: {
      title: "Mixup, Cutout, CutMix",
      question: "Where must the box be so that the label share is not λ?",
      controls: { kind: "Kind", lam: "λ", cy: "Box centre, row", cx: "Box centre, column" },
      options: { mixup: "mixup", cutout: "Cutout", cutmix: "CutMix" },
      numbers: { a: "label: ring", b: "label: cross", area: "pixels in the box" },
      a: "ring", b: "cross", result: "result",
      seen: (d, v) => (v.kind === "cutout" ? `Cutout erases ${d.area} of ${S * S} pixels; the label stays “ring”.` : `The label is ${(100 * d.share).toFixed(1)} % ring and ${(100 - 100 * d.share).toFixed(1)} % cross.` + (v.kind === "cutmix" && Math.abs(d.share - v.lam) > 0.02 ? " The box was clipped: the share follows the true area, not λ." : "")),
    },
    ko: {
      title: "믹스업, 컷아웃, 컷믹스",
      question: "상자가 어디에 있어야 라벨 비율이 λ와 달라질까요?",
      controls: { kind: "종류", lam: "λ", cy: "상자 중심, 행", cx: "상자 중심, 열" },
      options: { mixup: "믹스업", cutout: "컷아웃", cutmix: "컷믹스" },
      numbers: { a: "라벨: 고리", b: "라벨: 십자", area: "상자 안의 픽셀" },
      a: "고리", b: "십자", result: "결과",
      seen: (d, v) => (v.kind === "cutout" ? `컷아웃이 ${S * S}개 중 ${d.area}개의 픽셀을 지워요. 라벨은 “고리” 그대로예요.` : `라벨은 고리 ${(100 * d.share).toFixed(1)}%, 십자 ${(100 - 100 * d.share).toFixed(1)}%예요.` + (v.kind === "cutmix" && Math.abs(d.share - v.lam) > 0.02 ? " 상자가 잘려서 비율이 λ가 아니라 실제 넓이를 따라요." : "")),
    },
  },
  controls: [
    { name: "kind", kind: "choice", options: ["mixup", "cutout", "cutmix"], value: "cutmix" },
    { name: "lam", min: 0, max: 1, step: 0.01, value: 0.75 },
    { name: "cy", min: 0, max: 15, step: 1, value: 8 },
    { name: "cx", min: 0, max: 15, step: 1, value: 8 },
  ],
  compute(v) {
    const b = box(v.lam, v.cy, v.cx);
    const area = (b.y2 - b.y1) * (b.x2 - b.x1);
    const inside = (r, c) => r >= b.y1 && r < b.y2 && c >= b.x1 && c < b.x2;
    const pixel = {
      mixup: (r, c) => v.lam * ring(r, c) + (1 - v.lam) * cross(r, c),
      cutout: (r, c) => (inside(r, c) ? 0 : ring(r, c)),
      cutmix: (r, c) => (inside(r, c) ? cross(r, c) : ring(r, c)),
    }[v.kind];
    const share = v.kind === "mixup" ? v.lam : v.kind === "cutout" ? 1 : 1 - area / (S * S);
    return { image: range(S, (r) => range(S, (c) => pixel(r, c))), box: b, area, share };
  },
  numbers: (d, v) => ({ a: d.share, b: 1 - d.share, ...(v.kind === "mixup" ? {} : { area: d.area }) }),
  draw(svg, d, v, w) {
    const cell = 10;
    const paint = (left, pixel, label) => {
      for (const r of range(S)) for (const c of range(S)) svg.append("rect").attr("class", "pixel").attr("fill-opacity", pixel(r, c)).attr("x", left + c * cell).attr("y", 30 + r * cell).attr("width", cell).attr("height", cell);
      svg.append("rect").attr("class", "frame").attr("x", left).attr("y", 30).attr("width", S * cell).attr("height", S * cell);
      svg.append("text").attr("class", "label").attr("x", left + (S * cell) / 2).attr("y", 20).attr("text-anchor", "middle").text(label);
    };
    paint(10, ring, w.a);
    paint(195, cross, w.b);
    paint(380, (r, c) => d.image[r][c], w.result);
    if (v.kind !== "mixup") svg.append("rect").attr("class", "box").attr("x", 380 + d.box.x1 * cell).attr("y", 30 + d.box.y1 * cell).attr("width", (d.box.x2 - d.box.x1) * cell).attr("height", (d.box.y2 - d.box.y1) * cell);
    svg.append("rect").attr("class", "bar own").attr("x", 10).attr("y", 225).attr("width", 530 * d.share).attr("height", 24);
    svg.append("rect").attr("class", "bar first").attr("x", 10 + 530 * d.share).attr("y", 225).attr("width", 530 * (1 - d.share)).attr("height", 24);
    svg.append("text").attr("class", "label").attr("x", 10).attr("y", 268).text(`${w.a} ${(100 * d.share).toFixed(1)} %`);
    svg.append("text").attr("class", "label").attr("x", 540).attr("y", 268).attr("text-anchor", "end").text(`${w.b} ${(100 * (1 - d.share)).toFixed(1)} %`);
  },
  describe: (d, v, w) => w.seen(d, v),
};
