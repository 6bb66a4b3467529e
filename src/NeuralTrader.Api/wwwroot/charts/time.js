// Charts over time: prices with indicators and trades, and an account beside its benchmark. Panes below each other share one axis and one zoom.

import { compact, ground, legend, number, percent, price, tick, tooltip } from "./parts.js";

const mostRows = 1000;
const isDaily = times => !times[0]?.includes(":") && times.length > 1 && Date.parse(times[1]) - Date.parse(times[0]) < 6 * 864e5;

/** A kind of chart over time, from what builds its panes. */
const overTime = (build, canLog = true) => ({
  begin(chart) {
    chart.log = false;
    chart.span = Number(chart.getAttribute("last")) || chart.data.t.length;
  },
  note: chart => `${chart.data.t.length.toLocaleString("en-US")} bars`,
  tools(chart, button) {
    const all = chart.data.t.length;
    const spans = isDaily(chart.data.t) ? [["3M", 63], ["6M", 126], ["1Y", 252], ["5Y", 1260], ["All", Infinity]] : [["100", 100], ["500", 500], ["All", Infinity]];
    const shown = spans.filter(([, bars]) => bars === Infinity || bars < all);
    return [
      ...shown.map(([text, bars]) => button(text, () => { chart.span = Math.min(bars, all); }, Math.min(bars, all) === chart.span)),
      ...(canLog ? [button("Log", () => { chart.log = !chart.log; }, chart.log)] : []),
    ];
  },
  draw(chart, ink) {
    const { data } = chart;
    if (data.t.length === 0) return { empty: "There are no bars to draw." };
    const view = build(data, ink, chart.log);
    const from = Math.max(0, data.t.length - mostRows);
    return {
      summary: view.summary,
      option: (width, height) => panes(view, data.t, ink, width, height, chart.span),
      head: ["Date (UTC)", ...view.columns.map(column => column.name)],
      rows: () => Array.from({ length: data.t.length - from }, (_, i) => data.t.length - 1 - i)
        .map(i => [data.t[i], ...view.columns.map(column => column.show(column.values[i]))]),
    };
  },
});

/** Candles, volume, overlays and panes. */
function prices(data, ink, log) {
  const place = new Map(data.t.map((time, i) => [time, i]));
  let inked = 0;
  const line = (name, values, color, show = price, extra = {}) =>
    ({ type: "line", name, data: values, color, show, showSymbol: false, lineStyle: { width: 1.3, color }, ...extra });
  const overlays = data.overlays.flatMap(set => {
    const color = ink.lines[inked++ % ink.lines.length];
    const names = Object.keys(set.lines);
    // One name, so that the legend shows the set once; the id tells its lines apart.
    return names.map(name => line(set.name, set.lines[name], color, price, {
      id: names.length === 1 ? set.name : `${set.name} ${name}`, lineStyle: { width: name === "middle" ? 1 : 1.3, type: name === "middle" ? "dashed" : "solid", color },
    }));
  });
  const candles = {
    type: "candlestick", name: "Price", data: data.t.map((_, i) => [data.o[i], data.c[i], data.l[i], data.h[i]]), show: price,
    itemStyle: { color: ink.panel, borderColor: ink.up, color0: ink.down, borderColor0: ink.down },
  };
  const marks = ["Buy", "Sell"].map(side => ({
    type: "scatter", name: side === "Buy" ? "Buys" : "Sells", symbol: "triangle", symbolRotate: side === "Buy" ? 0 : 180, symbolSize: 11, z: 9,
    itemStyle: { color: side === "Buy" ? ink.up : ink.down, borderColor: ink.panel, borderWidth: 1 },
    data: data.marks.filter(mark => mark.side === side && place.has(mark.t))
      .map(mark => ({ value: [place.get(mark.t), mark.price], note: `${mark.note}: ${number(mark.quantity, mark.quantity % 1 ? 2 : 0)} at ${price(mark.price)}` })),
  })).filter(series => series.data.length > 0);
  const hasVolume = data.v.some(value => value > 0);
  const rising = i => data.c[i] >= data.o[i];
  const volume = {
    type: "bar", name: "Volume", show: compact, barCategoryGap: "25%",
    data: data.v.map((value, i) => ({ value, itemStyle: { color: rising(i) ? ink.up : ink.down, opacity: .55 } })),
  };
  const last = data.t.length - 1;
  return {
    summary: `${data.t.length} bars from ${data.t[0]} to ${data.t[last]}; last close ${price(data.c[last])} ${data.currency}.`,
    panes: [
      { weight: 5, name: data.currency, log, series: [candles, ...overlays, ...marks], show: tick },
      ...(hasVolume ? [{ weight: 1, name: "Volume", series: [volume], show: compact, fromZero: true }] : []),
      ...data.panes.map(set => ({
        weight: 1.4, name: set.name, show: tick, levels: set.levels,
        series: Object.entries(set.lines).map(([name, values], i) => name === "histogram"
          ? { type: "bar", name, data: values.map(value => ({ value, itemStyle: { color: value >= 0 ? ink.up : ink.down } })), show: number }
          : line(name, values, ink.lines[i], number)),
      })),
    ],
    columns: [
      ...[["Open", data.o], ["High", data.h], ["Low", data.l], ["Close", data.c]].map(([name, values]) => ({ name, values, show: price })),
      ...(hasVolume ? [{ name: "Volume", values: data.v, show: value => number(value, 0) }] : []),
      ...overlays.map(series => ({ name: series.id, values: series.data, show: price })),
      ...data.panes.flatMap(set => Object.entries(set.lines).map(([name, values]) => ({ name: `${set.name} ${name}`, values, show: number }))),
    ],
  };
}

/** Equity beside its benchmark, both drawdowns, exposure. */
function equity(data, ink, log) {
  const hasBenchmark = data.benchmark.length === data.t.length;
  const line = (name, values, color, show, extra = {}) =>
    ({ type: "line", name, data: values, color, show, showSymbol: false, sampling: "lttb", lineStyle: { width: 1.5, color }, ...extra });
  const money = value => number(value, Math.abs(value) < 100 ? 3 : 0); // an account may begin at 1
  const negative = values => values.map(value => value == null ? null : -value);
  const last = data.t.length - 1;
  const area = { areaStyle: { opacity: .22 } };
  return {
    summary: `From ${data.t[0]} to ${data.t[last]}: equity ${money(data.equity[last])} ${data.currency}`
      + (hasBenchmark ? `, ${data.benchmarkName} ${money(data.benchmark[last])}.` : "."),
    panes: [
      { weight: 4, name: data.currency, log, show: tick, series: [
        line("Strategy", data.equity, ink.up, money, { lineStyle: { width: 2, color: ink.up }, z: 4 }),
        ...(hasBenchmark ? [line(data.benchmarkName, data.benchmark, ink.lines[0], money, { lineStyle: { width: 1.3, type: "dashed", color: ink.lines[0] } })] : []),
      ] },
      { weight: 1.6, name: "Drawdown", show: value => percent(value, 0), series: [
        line("Drawdown", negative(data.drawdown), ink.down, percent, area),
        ...(hasBenchmark ? [line(`${data.benchmarkName} drawdown`, negative(data.benchmarkDrawdown), ink.lines[0], percent, { lineStyle: { width: 1, type: "dashed", color: ink.lines[0] } })] : []),
      ] },
      ...(data.exposure.length === data.t.length ? [{ weight: 1, name: "Exposure", show: value => percent(value, 0), series: [line("Exposure", data.exposure, ink.lines[1], percent, { ...area, step: "end", sampling: undefined })] }] : []),
    ],
    columns: [
      { name: "Equity", values: data.equity, show: number },
      ...(hasBenchmark ? [{ name: data.benchmarkName, values: data.benchmark, show: number }] : []),
      { name: "Drawdown", values: data.drawdown, show: percent },
      ...(data.exposure.length === data.t.length ? [{ name: "Exposure", values: data.exposure, show: percent }] : []),
    ],
  };
}

/** Lines of one kind, such as correlations of a moving window. */
function lines(data, ink) {
  const names = Object.keys(data.lines), last = data.t.length - 1;
  const show = value => number(value);
  return {
    summary: `From ${data.t[0]} to ${data.t[last]}; at the end ${names.map(name => `${name} ${show(data.lines[name][last])}`).join(", ")}.`,
    panes: [{
      weight: 1, name: data.name, show: tick, levels: data.levels,
      series: names.map((name, i) => ({
        type: "line", name, data: data.lines[name], color: ink.lines[i % ink.lines.length], show, showSymbol: false, sampling: "lttb",
        lineStyle: { width: 1.5, color: ink.lines[i % ink.lines.length] },
      })),
    }],
    columns: names.map(name => ({ name, values: data.lines[name], show })),
  };
}

/** Panes below each other over one time axis, with one zoom for all. */
function panes(view, times, ink, width, height, span) {
  const top = 26, bottom = 52, gap = 18, left = 8, right = width < 500 ? 50 : 62;
  const all = view.panes.reduce((sum, pane) => sum + pane.weight, 0);
  const free = Math.max(120, height - top - bottom - gap * (view.panes.length - 1));
  let y = top;
  const grid = view.panes.map(pane => {
    const tall = free * pane.weight / all;
    const one = { left, right, top: y, height: tall };
    y += tall + gap;
    return one;
  });
  const at = i => ({ gridIndex: i, xAxisIndex: i, yAxisIndex: i });
  const isLast = i => i === view.panes.length - 1;
  const series = view.panes.flatMap((pane, i) => pane.series.map((one, j) => ({
    ...one, ...at(i), silent: one.type !== "scatter", emphasis: { disabled: true },
    markLine: j === 0 && pane.levels?.length ? {
      silent: true, symbol: "none", animation: false, label: { show: false }, lineStyle: { color: ink.dim, type: "dotted", opacity: .7 },
      data: pane.levels.map(level => ({ yAxis: level })),
    } : undefined,
  })));
  const shows = new Map(view.panes.flatMap(pane => pane.series.map(one => [one.name, one.show])));
  const zoom = { xAxisIndex: view.panes.map((_, i) => i), startValue: Math.max(0, times.length - span), endValue: times.length - 1 };
  return {
    ...ground(ink),
    grid,
    legend: legend(ink, [...new Set(view.panes[0].series.map(one => one.name))], { left, right }),
    xAxis: view.panes.map((_, i) => ({
      type: "category", data: times, gridIndex: i, boundaryGap: true, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false },
      axisLabel: { show: isLast(i), color: ink.dim, fontSize: 11, hideOverlap: true }, axisPointer: { label: { show: isLast(i) } },
    })),
    yAxis: view.panes.map((pane, i) => ({
      gridIndex: i, position: "right", type: pane.log ? "log" : "value", scale: !pane.fromZero, splitNumber: i === 0 ? 5 : 2, name: i === 0 ? "" : pane.name,
      nameLocation: "end", nameGap: 4, nameTextStyle: { color: ink.dim, fontSize: 11, align: "right", padding: [0, 0, 0, 0] },
      axisLabel: { color: ink.dim, fontSize: 11, formatter: pane.show, hideOverlap: true, showMinLabel: i === 0 }, splitLine: { lineStyle: { color: ink.line, opacity: .6 } },
      axisPointer: { label: { show: false } },
    })),
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: ink.dim }, label: { backgroundColor: ink.raise, color: ink.text, borderColor: ink.line, borderWidth: 1 } },
    tooltip: tooltip(ink, points => describe(points, shows), { trigger: "axis", axisPointer: { type: "cross" } }),
    dataZoom: [
      { type: "inside", ...zoom, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
      { type: "slider", ...zoom, bottom: 4, height: 20, borderColor: ink.line, fillerColor: "rgba(127,140,160,.18)", handleStyle: { color: ink.dim },
        moveHandleSize: 0, showDetail: false, dataBackground: { lineStyle: { color: ink.dim, opacity: .5 }, areaStyle: { color: ink.dim, opacity: .12 } },
        selectedDataBackground: { lineStyle: { color: ink.accent }, areaStyle: { color: ink.accent, opacity: .15 } } },
    ],
    series,
  };
}

function describe(points, shows) {
  const lines = [points[0]?.axisValue ?? ""];
  for (const point of points) {
    const value = point.data?.value ?? point.value;
    if (point.seriesType === "candlestick") {
      const [open, close, low, high] = Array.isArray(value) ? value.slice(-4) : [];
      lines.push(`O ${price(open)}  H ${price(high)}  L ${price(low)}  C ${price(close)}`);
    } else if (point.seriesType === "scatter") lines.push(`${point.seriesName === "Buys" ? "▲" : "▼"} ${point.seriesName}: ${point.data.note}`);
    else if (value != null) lines.push(`${point.seriesId.startsWith("\0") ? point.seriesName : point.seriesId}  ${(shows.get(point.seriesName) ?? number)(value)}`);
  }
  return lines.join("\n");
}

export const kinds = { price: overTime(prices), equity: overTime(equity), lines: overTime(lines, false) };
