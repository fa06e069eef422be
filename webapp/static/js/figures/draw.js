// Shared drawing: a plot area with axes, curves with a label at their end, bars; colours come from the style sheet by class.

import { axisBottom, axisLeft, line, scaleLinear, scaleLog } from "../../vendor/d3.js";
import { HEIGHT, WIDTH } from "./frame.js";

const MARGIN = { top: 14, right: 96, bottom: 44, left: 70 };

// An area with axes. `x` and `y`: [low, high]; `log: "y"` for a logarithmic axis.
export function plot(svg, { x, y, xLabel = "", yLabel = "", log = "", ticks = 6, left = 0, width = WIDTH, top = 0, height = HEIGHT, right = MARGIN.right }) {
  const area = { left: left + MARGIN.left, right: left + width - right, top: top + MARGIN.top, bottom: top + height - MARGIN.bottom };
  const sx = (log.includes("x") ? scaleLog() : scaleLinear()).domain(x).range([area.left, area.right]).clamp(false);
  const sy = (log.includes("y") ? scaleLog() : scaleLinear()).domain(y).range([area.bottom, area.top]).clamp(false);
  const format = log ? [ticks, "~g"] : [ticks];
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${area.bottom})`).call(axisBottom(sx).ticks(...(log.includes("x") ? format : [ticks])));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${area.left},0)`).call(axisLeft(sy).ticks(...(log.includes("y") ? format : [ticks])));
  svg.append("text").attr("class", "label").attr("x", (area.left + area.right) / 2).attr("y", area.bottom + 36).attr("text-anchor", "middle").text(xLabel);
  svg.append("text").attr("class", "label").attr("transform", `translate(${left + 12},${(area.top + area.bottom) / 2}) rotate(-90)`).attr("text-anchor", "middle").text(yLabel);
  const clip = `clip-${Math.random().toString(36).slice(2)}`;
  svg.append("clipPath").attr("id", clip).append("rect").attr("x", area.left).attr("y", area.top).attr("width", area.right - area.left).attr("height", area.bottom - area.top);
  const marks = svg.append("g").attr("clip-path", `url(#${clip})`);
  const inside = (v, [a, b]) => v >= Math.min(a, b) && v <= Math.max(a, b);
  const taken = []; // where a label stands at the right edge, the next one steps aside
  const free = (at) => {
    let y = at;
    while (taken.some((other) => Math.abs(other - y) < 15)) y += 15;
    taken.push(y);
    return y;
  };
  return {
    sx, sy, area, marks,
    curve(points, kind, label = "") {
      const path = line().defined((p) => Number.isFinite(p[1]) && (!log.includes("y") || p[1] > 0)).x((p) => sx(p[0])).y((p) => sy(p[1]));
      marks.append("path").attr("class", `curve ${kind}`).attr("d", path(points));
      const last = [...points].reverse().find((p) => Number.isFinite(p[1]) && inside(p[0], x) && inside(p[1], y));
      if (label && last) svg.append("text").attr("class", `end ${kind}`).attr("x", sx(last[0]) + 6).attr("y", sx(last[0]) > area.right - 40 ? free(sy(last[1])) : sy(last[1])).attr("dy", "0.32em").text(label);
    },
    dots(points, kind, r = 4) {
      marks.append("g").selectAll("circle").data(points).join("circle").attr("class", `dot ${kind}`).attr("cx", (p) => sx(p[0])).attr("cy", (p) => sy(p[1])).attr("r", r);
    },
    bars(values, kind, half) {
      marks.append("g").selectAll("rect").data(values).join("rect").attr("class", `bar ${kind}`)
        .attr("x", (p) => sx(p[0] - half)).attr("width", (p) => Math.max(sx(p[0] + half) - sx(p[0] - half), 0.5))
        .attr("y", (p) => Math.min(sy(p[1]), sy(0))).attr("height", (p) => Math.abs(sy(0) - sy(p[1])));
    },
    vertical(at, kind, label = "") {
      marks.append("line").attr("class", `rule ${kind}`).attr("x1", sx(at)).attr("x2", sx(at)).attr("y1", area.top).attr("y2", area.bottom);
      if (label) svg.append("text").attr("class", `end ${kind}`).attr("x", sx(at) + 4).attr("y", area.top + 10).text(label);
    },
    horizontal(at, kind, label = "") {
      marks.append("line").attr("class", `rule ${kind}`).attr("x1", area.left).attr("x2", area.right).attr("y1", sy(at)).attr("y2", sy(at));
      if (label) svg.append("text").attr("class", `end ${kind}`).attr("x", area.right + 6).attr("y", sy(at)).attr("dy", "0.32em").text(label);
    },
  };
}

export const range = (n, f = (i) => i) => Array.from({ length: n }, (_, i) => f(i));
export const linspace = (a, b, n) => range(n, (i) => a + ((b - a) * i) / (n - 1));
