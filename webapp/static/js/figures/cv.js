// FIG-CV: which samples train and which validate, fold by fold.

import { HEIGHT, WIDTH } from "./frame.js";
import { range } from "./draw.js";

const N = 24;
const LABELS = range(N, (i) => (i < 14 ? 0 : i < 20 ? 1 : 2));

// The course's splits. Each is a list of { train, val } index lists.
export const SPLITS = {
  kfold: ({ k }) => {
    let start = 0;
    return range(k, (i) => {
      const size = Math.floor(N / k) + (i < N % k ? 1 : 0);
      const val = range(size, (j) => start + j);
      start += size;
      return { val, train: range(N).filter((j) => !val.includes(j)) };
    });
  },
  stratified: ({ k }) => {
    const folds = range(k, () => []);
    let next = 0;
    for (const c of [0, 1, 2]) for (const i of range(N).filter((j) => LABELS[j] === c)) folds[next++ % k].push(i);
    return folds.map((val) => ({ val, train: range(N).filter((j) => !val.includes(j)) }));
  },
  time: ({ k, gap }) => {
    const size = Math.floor(N / (k + 1));
    return range(k, (i) => {
      const start = N - (k - i) * size;
      return { val: range(size, (j) => start + j), train: range(Math.max(0, start - gap)) };
    });
  },
};

export default {
  words: {
    en: {
      title: "Cross-validation splits",
      question: "Which split trains on the future?",
      controls: { kind: "Split", k: "Folds k", gap: "Gap (time series)" },
      options: { kfold: "k-fold", stratified: "stratified k-fold", time: "time series" },
      numbers: { folds: "folds", leak: "folds that train on the future", odd: "folds without some class" },
      fold: "fold", train: "train", val: "validate",
      seen: (d, v) => `${d.splits.length} folds. ${d.leak ? `${d.leak} of them train on samples that come after a validated one.` : "No fold trains on the future."} ${d.odd ? `${d.odd} folds validate without one of the three classes.` : "Every fold validates on all three classes."}`,
    },
    ko: {
      title: "교차검증의 분할",
      question: "어떤 분할이 미래로 훈련할까요?",
      controls: { kind: "분할", k: "폴드 수 k", gap: "간격 (시계열)" },
      options: { kfold: "k-겹", stratified: "층화 k-겹", time: "시계열" },
      numbers: { folds: "폴드 수", leak: "미래로 훈련하는 폴드", odd: "빠진 클래스가 있는 폴드" },
      fold: "폴드", train: "훈련", val: "검증",
      seen: (d, v) => `폴드는 ${d.splits.length}개예요. ${d.leak ? `그중 ${d.leak}개는 검증 표본보다 뒤의 표본으로 훈련해요.` : "미래로 훈련하는 폴드는 없어요."} ${d.odd ? `${d.odd}개의 폴드는 세 클래스 중 하나 없이 검증해요.` : "모든 폴드가 세 클래스 모두로 검증해요."}`,
    },
  },
  controls: [
    { name: "kind", kind: "choice", options: Object.keys(SPLITS), value: "kfold" },
    { name: "k", min: 2, max: 8, step: 1, value: 4 },
    { name: "gap", min: 0, max: 4, step: 1, value: 0 },
  ],
  compute(v) {
    const splits = SPLITS[v.kind](v);
    const leak = splits.filter(({ train, val }) => Math.max(...train, -1) > Math.min(...val)).length;
    const odd = splits.filter(({ val }) => new Set(val.map((i) => LABELS[i])).size < 3).length;
    return { splits, leak, odd };
  },
  numbers: (d) => ({ folds: d.splits.length, leak: d.leak, odd: d.odd }),
  draw(svg, d, v, w) {
    const [left, top] = [70, 24];
    const cell = (WIDTH - left - 10) / N;
    const high = Math.min(34, (HEIGHT - 90) / d.splits.length);
    d.splits.forEach(({ train, val }, f) => {
      svg.append("text").attr("class", "label").attr("x", left - 8).attr("y", top + (f + 0.6) * high).attr("text-anchor", "end").text(`${w.fold} ${f + 1}`);
      for (const i of range(N)) {
        const kind = val.includes(i) ? "val" : train.includes(i) ? "train" : "none";
        svg.append("rect").attr("class", `fold ${kind}`).attr("x", left + i * cell + 1).attr("y", top + f * high + 2).attr("width", cell - 2).attr("height", high - 4);
        if (kind === "val") svg.append("text").attr("class", "mark-in").attr("x", left + (i + 0.5) * cell).attr("y", top + (f + 0.64) * high).attr("text-anchor", "middle").text("✓");
      }
    });
    const y = top + d.splits.length * high + 12;
    for (const i of range(N)) svg.append("text").attr("class", `label class-${LABELS[i]}`).attr("x", left + (i + 0.5) * cell).attr("y", y + 8).attr("text-anchor", "middle").text("ABC"[LABELS[i]]);
    svg.append("rect").attr("class", "fold train").attr("x", left).attr("y", y + 22).attr("width", 14).attr("height", 14);
    svg.append("text").attr("class", "label").attr("x", left + 20).attr("y", y + 34).text(w.train);
    svg.append("rect").attr("class", "fold val").attr("x", left + 100).attr("y", y + 22).attr("width", 14).attr("height", 14);
    svg.append("text").attr("class", "label").attr("x", left + 120).attr("y", y + 34).text(`✓ ${w.val}`);
  },
  describe: (d, v, w) => w.seen(d, v),
};
