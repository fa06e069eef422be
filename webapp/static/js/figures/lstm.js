// FIG-LSTM: how large the gradient still is after k steps back, in a vanilla RNN and along an LSTM's cell state.

import { plot, range } from "./draw.js";

export default {
  words: {
    en: {
      title: "Gradient over distance: RNN and LSTM",
      question: "Which forget gate keeps between 10 % and 20 % of the gradient after 50 steps?",
      controls: { w: "RNN factor |w·tanh′|", f: "Forget gate f", T: "Steps T", clip: "Clip at norm 1" },
      numbers: { rnn: "RNN after T steps", lstm: "LSTM cell after T steps" },
      x: "steps back", y: "size of the gradient", rnn: "RNN", lstm: "LSTM",
      seen: (d, v) => `After ${v.T} steps the RNN keeps ${d.rnnEnd.toExponential(1)} of the gradient and the cell state ${d.lstmEnd.toExponential(1)}. ${v.w > 1 ? (v.clip ? "Clipping caps the explosion." : "The RNN's gradient explodes.") : "Clipping would not help: the RNN's gradient vanishes."}`,
    },
    ko: {
      title: "거리에 따른 기울기: RNN과 LSTM",
      question: "50단계 뒤에 기울기의 10~20%를 남기는 망각 게이트는 얼마일까요?",
      controls: { w: "RNN 인수 |w·tanh′|", f: "망각 게이트 f", T: "단계 수 T", clip: "노름 1에서 클리핑" },
      numbers: { rnn: "T단계 뒤 RNN", lstm: "T단계 뒤 LSTM 셀" },
      x: "거슬러 간 단계", y: "기울기의 크기", rnn: "RNN", lstm: "LSTM",
      seen: (d, v) => `${v.T}단계 뒤에 RNN에는 기울기의 ${d.rnnEnd.toExponential(1)}, 셀 상태에는 ${d.lstmEnd.toExponential(1)}이 남아요. ${v.w > 1 ? (v.clip ? "클리핑이 폭주를 막아요." : "RNN의 기울기가 폭주해요.") : "클리핑은 소용이 없어요. RNN의 기울기가 소실돼요."}`,
    },
  },
  controls: [
    { name: "w", min: 0.5, max: 1.2, step: 0.01, value: 0.8 },
    { name: "f", min: 0.8, max: 1, step: 0.001, value: 0.98 },
    { name: "T", min: 10, max: 100, step: 5, value: 50 },
    { name: "clip", kind: "toggle", value: false },
  ],
  compute(v) {
    const cap = (g) => (v.clip ? Math.min(g, 1) : g);
    const rnn = range(v.T + 1, (k) => [k, cap(v.w ** k)]);
    const lstm = range(v.T + 1, (k) => [k, v.f ** k]);
    return { rnn, lstm, rnnEnd: rnn[v.T][1], lstmEnd: lstm[v.T][1] };
  },
  numbers: (d) => ({ rnn: d.rnnEnd, lstm: d.lstmEnd }),
  draw(svg, d, v, w) {
    const p = plot(svg, { x: [0, v.T], y: [1e-12, 1e8], log: "y", xLabel: w.x, yLabel: w.y });
    p.horizontal(1, "zero");
    p.curve(d.rnn, "first", w.rnn);
    p.curve(d.lstm, "own", w.lstm);
  },
  describe: (d, v, w) => w.seen(d, v),
};
