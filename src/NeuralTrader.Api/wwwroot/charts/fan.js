// What simulation and forecasts show: a fan of quantiles over time with a few of its paths or with what came before, and a histogram of where paths end.

import { compact, formats, ground, legend, number, percent, tick, tooltip, valueAxis } from "./parts.js";

const fan = {
  begin(chart) { chart.paths = true; },
  tools: (chart, button) => chart.data.paths.length > 0 && !chart.data.pathName ? [button("Paths", () => { chart.paths = !chart.paths; }, chart.paths)] : [],
  note: chart => chart.data.note ?? "",
  draw(chart, ink) {
    const { data } = chart, show = formats[data.format] ?? formats.price, last = data.t.length - 1, known = data.pathName ? data.paths[0] : [];
    const name = p => p === .5 ? "Median" : `${percent(p, p * 100 % 1 ? 1 : 0)} quantile`;
    return {
      summary: `${data.t.length - Math.max(known.filter(value => value !== null).length, 1)} steps ahead; at the end ${data.quantiles.map(one => `${name(one.p)} ${show(one.values[last])}`).join(", ")}.`,
      option: () => fanOption(data, ink, chart.paths, show, name),
      head: [data.xName, ...(data.pathName ? [data.pathName] : []), ...data.quantiles.map(one => name(one.p))],
      rows: () => data.t.map((time, i) => [String(time), ...(data.pathName ? [blank(show)(known[i])] : []), ...data.quantiles.map(one => blank(show)(one.values[i]))]),
    };
  },
};

/** Nothing where there is no value. */
const blank = show => value => value === null || value === undefined ? "" : show(value);

/** Bands between a quantile and its mirror image, the outermost first and palest. */
function fanOption(data, ink, withPaths, show, name) {
  const share = p => percent(p, p * 100 % 1 ? 1 : 0);
  const low = data.quantiles.filter(one => one.p < .5).sort((a, b) => a.p - b.p);
  const high = data.quantiles.filter(one => one.p > .5).sort((a, b) => b.p - a.p);
  const line = (title, values, style, more = {}) =>
    ({ type: "line", name: title, data: values, showSymbol: false, silent: true, emphasis: { disabled: true },
      color: style.color, lineStyle: style, ...more });
  const bands = low.slice(0, high.length).map((below, i) => ({ title: `${share(below.p)} to ${share(high[i].p)}`, below, above: high[i] }));
  const filled = bands.flatMap(({ title, below, above }, i) => {
    const stack = { stack: `band${i}`, stackStrategy: "all" }, hidden = { width: 0, opacity: 0, color: ink.up };
    return [
      line(`${title} from`, below.values, hidden, stack),
      line(title, above.values.map((value, t) => value === null ? null : value - below.values[t]), hidden, { ...stack, areaStyle: { color: ink.up, opacity: .14 + .1 * i } }),
    ];
  });
  const median = data.quantiles.filter(one => one.p === .5).map(one => line("Median", one.values, { width: 2, color: ink.text }, { z: 5 }));
  const pathInk = { width: .8, opacity: .7, color: ink.lines[0] };
  const paths = (withPaths ? data.paths : []).map((values, i) =>
    line(data.pathName ?? "Sample paths", values, data.pathName ? { width: 1.6, color: ink.lines[0] } : pathInk, { id: `path${i}` }));
  const named = (name, opacity = 1) => ({ name, icon: "roundRect", itemStyle: { opacity } });
  const names = [...bands.map((one, i) => named(one.title, .35 + .25 * i)), ...[...median, ...paths.slice(0, 1)].map(one => named(one.name))];
  const rising = [...data.quantiles].sort((a, b) => b.p - a.p);
  const at = points => [`${data.xName} ${points[0].axisValue}`, ...(data.pathName ? [{ title: data.pathName, values: data.paths[0] }] : []),
    ...rising.map(one => ({ title: name(one.p), values: one.values }))].map(one => one.title ? told(one, points[0].dataIndex) : one).filter(one => one).join("\n");
  const told = ({ title, values }, i) => values[i] === null ? "" : `${title}  ${show(values[i])}`;
  return {
    ...ground(ink),
    grid: { left: 8, right: 62, top: 26, bottom: 44 },
    legend: legend(ink, names, { left: 8, right: 62, selectedMode: false }),
    xAxis: {
      type: "category", data: data.t, boundaryGap: false, name: data.xName, nameLocation: "middle", nameGap: 24,
      nameTextStyle: { color: ink.dim, fontSize: 11 }, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false },
      axisLabel: { color: ink.dim, fontSize: 11, interval: Math.ceil(data.t.length / 8) - 1, hideOverlap: true },
    },
    yAxis: valueAxis(ink, "", tick, { position: "right" }),
    tooltip: tooltip(ink, at, { trigger: "axis", axisPointer: { type: "line", lineStyle: { color: ink.dim } } }),
    series: [...filled, ...paths, ...median],
  };
}

const histogram = {
  note: chart => chart.data.note ?? "",
  draw(chart, ink) {
    const { data } = chart, show = formats[data.format] ?? formats.price;
    const all = data.all ?? data.counts.reduce((sum, count) => sum + count, 0);
    const bins = data.counts.map((count, i) => ({ from: data.edges[i], to: data.edges[i + 1], count, share: count / all }));
    const top = bins.reduce((most, bin) => bin.count > most.count ? bin : most);
    return {
      summary: `${number(all, 0)} values in ${bins.length} bins; the most in one, from ${show(top.from)} to ${show(top.to)}.`
        + data.marks.map(mark => ` ${mark.name} ${show(mark.x)}.`).join(""),
      option: () => histogramOption(data, bins, ink, show),
      head: ["From", "To", "Count", "Share"],
      rows: () => bins.map(bin => [show(bin.from), show(bin.to), number(bin.count, 0), percent(bin.share)]),
    };
  },
};

/** Where unequal bins end in long tails, the tails run out of the picture; their ends are in the note. */
function ends({ edges, byArea }) {
  const [low, high] = byArea && edges.length > 4 ? [edges[1], edges.at(-2)] : [edges[0], edges.at(-1)], room = byArea ? (high - low) / 4 : 0;
  return [Math.max(edges[0], low - room), Math.min(edges.at(-1), high + room)];
}

function histogramOption(data, bins, ink, show) {
  const told = bin => `${show(bin.from)} to ${show(bin.to)}\n${compact(bin.count)} paths, ${percent(bin.share)}`;
  const [low, high] = ends(data), place = x => (x - low) / (high - low);
  const aligned = x => place(x) < .35 ? "left" : place(x) > .65 ? "right" : "center"; // a label stays within the picture
  const markInk = [ink.text, ink.lines[0], ink.down, ink.lines[1]];
  return {
    ...ground(ink),
    grid: { left: data.byArea ? 16 : 46, right: 16, top: 18 + 15 * data.marks.length, bottom: 40 },
    xAxis: valueAxis(ink, data.xName, tick, {
      min: low, max: high, nameLocation: "middle", nameGap: 24, splitLine: { show: false },
      axisLabel: { color: ink.dim, fontSize: 11, formatter: tick, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    }),
    yAxis: valueAxis(ink, "", value => percent(value, value < .01 ? 1 : 0), { scale: false, ...(data.byArea ? { axisLabel: { show: false } } : {}) }),
    tooltip: tooltip(ink, point => told(bins[point.dataIndex])),
    series: [{
      type: "custom", encode: { x: [0, 1], y: 2 }, clip: true,
      data: bins.map(bin => [bin.from, bin.to, data.byArea ? bin.share / (bin.to - bin.from) : bin.share, bin.to <= data.tailBelow ? 1 : 0]),
      renderItem: (_, api) => {
        const [x, y] = api.coord([api.value(0), api.value(2)]), [right, floor] = api.coord([api.value(1), 0]);
        const shape = { x, y, width: Math.max(1, right - x - .5), height: Math.max(0, floor - y) };
        return { type: "rect", shape, style: { fill: api.value(3) ? ink.down : ink.up, opacity: .75 } };
      },
      markLine: {
        silent: true, symbol: "none", animation: false,
        data: data.marks.map((mark, i) => ({
          xAxis: mark.x, lineStyle: { color: markInk[i % 4], type: i === 0 ? "solid" : "dashed", width: 1.3 },
          label: {
            formatter: `${mark.name} ${show(mark.x)}`, align: aligned(mark.x), color: ink.text, fontSize: 11, distance: [0, 4 + 15 * (data.marks.length - 1 - i)],
          },
        })),
      },
    }],
  };
}

export const kinds = { fan, histogram };
