// A heat map: one value for each pair. The scale is the page's, so that two maps side by side can be compared; a cell without a value stays blank.

import { blend, formats, ground, number, readableOn, tooltip } from "./parts.js";

// Cividis: even to colour-blind eyes, and light means more. Data about 0 has a scale of its own: orange below, blue above.
const cividis = ["#00224e", "#35456c", "#666970", "#948e77", "#c8b866", "#fee838"];
const aboutZero = ink => [ink.down, ink.raise, ink.up];
const roomForFigure = [34, 18]; // px a cell needs before its value can be read in it

const heat = {
  fitsWidth: true,
  begin(chart) { chart.order = 0; },
  tools: (chart, button) => (chart.data.orders ?? []).map((order, i) => button(order.name, () => { chart.order = i; }, chart.order === i)),
  note: chart => chart.data.note ?? "",
  draw(chart, ink) {
    const { data } = chart, order = data.orders?.[chart.order]?.index;
    const across = order ?? data.x.map((_, i) => i), down = order ?? data.y.map((_, i) => i);
    const show = value => data.digits == null ? (formats[data.format] ?? number)(value) : (formats[data.format] ?? number)(value, data.digits);
    const filled = data.cells.flat().filter(value => value != null);
    if (filled.length === 0) return { empty: data.nothing ?? "There is no cell with a value." };
    const best = data.marks ?? [];
    return {
      summary: `${data.valueName} for ${down.length} by ${across.length} cells, from ${show(Math.min(...filled))} to ${show(Math.max(...filled))}.`
        + best.map(mark => ` ${mark.name}: ${data.yName} ${data.y[mark.y]}, ${data.xName} ${data.x[mark.x]}.`).join(""),
      option: (width, height) => option(data, ink, across, down, show, width, height),
      head: [[data.yName, data.xName].filter(Boolean).join(" \\ "), ...across.map(i => data.x[i])],
      rows: () => down.map(j => [data.y[j], ...across.map(i => show(data.cells[j][i]))]),
    };
  },
};

function option(data, ink, across, down, show, width, height) {
  const palette = data.diverging ? aboutZero(ink) : cividis, span = Math.max(data.high - data.low, 1e-12);
  const longest = labels => Math.min(90, Math.max(...labels.map(text => text.length)) * 7.4 + 8);
  const left = longest(data.y) + (data.yName ? 22 : 4), top = 8, right = 10;
  const upright = (width - left - right) / across.length < longest(data.x), bottom = (upright ? 60 : 32) + (data.xName ? 20 : 0) + 22;
  const room = [(width - left - right) / across.length, (height - top - bottom) / down.length];
  const legible = room[0] >= roomForFigure[0] && room[1] >= roomForFigure[1];
  const marked = (x, y) => (data.marks ?? []).find(mark => mark.x === x && mark.y === y);
  const cells = down.flatMap((j, row) => across.map((i, column) => ({ i, j, row, column, value: data.cells[j][i], mark: marked(i, j) })))
    .filter(cell => cell.value != null)
    .sort((a, b) => (a.mark ? 1 : 0) - (b.mark ? 1 : 0)); // a marked cell is drawn last: its frame lies over its neighbours
  return {
    ...ground(ink),
    grid: { left, right, top, bottom },
    xAxis: axis(ink, across.map(i => data.x[i]), data.xName, { nameGap: upright ? 52 : 22, nameLocation: "middle" },
      { rotate: upright ? 90 : 0, interval: "auto", hideOverlap: true, width: upright ? 48 : 90, overflow: "truncate" }),
    yAxis: axis(ink, down.map(j => data.y[j]), data.yName, { inverse: data.symmetric === true, nameLocation: "middle", nameGap: longest(data.y) + 4 },
      { interval: "auto", hideOverlap: true, width: longest(data.y), overflow: "truncate" }),
    visualMap: {
      type: "continuous", min: data.low, max: data.high, dimension: 2, calculable: false, orient: "horizontal", left: "center", bottom: 0,
      itemWidth: 10, itemHeight: 150, inRange: { color: palette }, text: [show(data.high), show(data.low)],
      textStyle: { color: ink.dim, fontSize: 11 }, hoverLink: false, precision: 4,
    },
    tooltip: tooltip(ink, point => describe(data, point.data, show)),
    series: [{
      type: "heatmap", progressive: 0, emphasis: { itemStyle: { borderColor: ink.text, borderWidth: 1 } },
      data: cells.map(cell => ({
        value: [cell.column, cell.row, cell.value], cell,
        itemStyle: cell.mark ? { borderColor: ink.text, borderWidth: 2 } : { borderColor: ink.panel, borderWidth: room[0] > 6 && room[1] > 6 ? 1 : 0 },
        label: {
          show: legible || cell.mark !== undefined, fontSize: 11, fontWeight: cell.mark ? 700 : 400,
          color: readableOn(blend(palette, Math.min(1, Math.max(0, (cell.value - data.low) / span)))),
          formatter: legible ? `${cell.mark ? "★ " : ""}${show(cell.value)}` : "★",
        },
      })),
    }],
  };
}

const axis = (ink, labels, name, more, label) => ({
  type: "category", data: labels, name, nameTextStyle: { color: ink.dim, fontSize: 11 },
  axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false }, axisLabel: { color: ink.dim, fontSize: 11, ...label },
  splitArea: { show: false }, ...more,
});

function describe(data, { cell }, show) {
  const lines = [`${data.yName} ${data.y[cell.j]}`.trim(), `${data.xName} ${data.x[cell.i]}`.trim(), `${data.valueName}  ${show(cell.value)}`];
  if (cell.mark) lines.unshift(`★ ${cell.mark.name}`);
  if (data.notes?.[cell.j]?.[cell.i]) lines.push(data.notes[cell.j][cell.i]);
  return lines.join("\n");
}

export const kinds = { heat };
