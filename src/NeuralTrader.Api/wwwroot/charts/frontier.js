// Risk against return: the efficient frontier as a line, assets and chosen portfolios as named points.

import { ground, legend, percent, tooltip, valueAxis } from "./parts.js";

const frontier = {
  fitsWidth: true,
  note: chart => chart.data.note ?? "",
  draw(chart, ink) {
    const { data } = chart;
    return {
      summary: [`${data.curve.length} portfolios of the frontier, ${data.assets.length} assets.`,
        ...data.chosen.map(one => `${one.name}: risk ${percent(one.risk)}, return ${percent(one.return)}.`)].join(" "),
      option: width => option(data, ink, width),
      head: ["Portfolio or asset", data.riskName, data.returnName],
      rows: () => [...data.chosen, ...data.curve.map((one, i) => ({ ...one, name: `Frontier ${i + 1}` })), ...data.assets]
        .map(one => [one.name, percent(one.risk), percent(one.return)]),
    };
  },
};

/** Labels of a percentage axis: with a decimal where whole percentages would repeat. */
const labels = values => value => percent(value, Math.max(...values) - Math.min(...values) < .06 ? 1 : 0);

function option(data, ink, width) {
  const crowded = data.assets.length > (width < 500 ? 12 : 40);
  const point = one => ({ value: [one.risk, one.return], name: one.name, note: one.note });
  const label = (color, weight) => ({ show: true, position: "right", formatter: at => at.data.name, color, fontSize: 11, fontWeight: weight, distance: 6,
    textBorderColor: ink.panel, textBorderWidth: 3 }); // readable over the line
  const all = [...data.curve, ...data.assets, ...data.chosen];
  const hasCurve = data.curve.length > 0, told = ({ data: one }) =>
    [one.name, `risk ${percent(one.value[0])}`, `return ${percent(one.value[1])}`, one.note].filter(Boolean).join("\n");
  const edge = Math.max(...all.map(one => one.risk)), across = labels(all.map(one => one.risk));
  return {
    ...ground(ink),
    grid: { left: 58, right: 24, top: 30, bottom: 44 },
    legend: legend(ink, [...(hasCurve ? [data.curveName] : []), "Assets", ...data.chosen.map(one => one.name)], { left: 8, right: 8 }),
    xAxis: valueAxis(ink, data.riskName, across, {
      nameLocation: "middle", nameGap: 26, max: edge * 1.06, axisLabel: { color: ink.dim, fontSize: 11, formatter: across, showMaxLabel: false },
    }),
    yAxis: valueAxis(ink, "", labels(all.map(one => one.return))),
    tooltip: tooltip(ink, told),
    series: [
      ...(hasCurve ? [{
        type: "line", name: data.curveName, data: data.curve.map((one, i) => point({ ...one, name: `${data.curveName}, ${i + 1} of ${data.curve.length}` })),
        symbol: "circle", symbolSize: 5, color: ink.up, lineStyle: { width: 2, color: ink.up }, emphasis: { disabled: true }, z: 3,
      }] : []),
      {
        type: "scatter", name: "Assets", data: data.assets.map(point), symbol: "circle", symbolSize: 8, color: ink.dim, z: 5,
        itemStyle: { color: ink.panel, borderColor: ink.dim, borderWidth: 1.5 },
        label: crowded ? { show: false } : label(ink.text, 400), labelLayout: { moveOverlap: "shiftY" },
      },
      ...data.chosen.map((one, i) => ({
        type: "scatter", name: one.name, data: [point(one)], symbol: i === 0 ? "diamond" : "triangle", symbolSize: i === 0 ? 15 : 11, z: 6,
        color: i === 0 ? ink.down : ink.lines[(i - 1) % 3], itemStyle: { borderColor: ink.panel, borderWidth: 1 },
        label: { ...label(ink.text, 600), offset: [2, 12] }, labelLayout: { moveOverlap: "shiftY" },
      })),
    ],
  };
}

export const kinds = { frontier };
