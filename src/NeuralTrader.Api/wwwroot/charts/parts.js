// What charts share: the library, the page's colours, and figures as text.

const library = new URL("../_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js", import.meta.url).href;
let loading;

/** Apache ECharts, loaded once and only where there is something to draw. */
export const echarts = () => loading ??= new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src: library });
  script.onload = () => resolve(globalThis.echarts);
  script.onerror = () => reject(new Error("The chart library could not be loaded."));
  document.head.append(script);
});

export const number = (value, digits = 2) => value == null || !Number.isFinite(value) ? "–"
  : (Number(value.toFixed(digits)) || 0).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
export const percent = (value, digits = 2) => value == null ? "–" : `${number(value * 100, digits)}%`;
export const compact = value => Math.abs(value) >= 1e4 ? value.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 2 })
  : number(value, Math.abs(value) < 10 && value % 1 ? 2 : 0);
// Axis labels: the chart's steps are round, so a label has the digits of its step and no two are alike.
export const tick = value => Math.abs(value) >= 1e6 ? value.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 3 })
  : value.toLocaleString("en-US", { maximumFractionDigits: 4 }).replace("-", "−");
export const price = value => number(value, Math.abs(value) < 10 ? 4 : 2);
/** Parameters and other values whose digits are their own. */
export const plain = value => value == null ? "–" : value.toLocaleString("en-US", { maximumFractionDigits: 6 }).replace("-", "−");
/** How a chart's values are written: the page names one. */
export const formats = { number, percent, price, plain, money: value => number(value, 0) };

/** The page's colours, read when drawn, so that a change of theme needs no second palette. */
export function inks(element) {
  const style = getComputedStyle(element);
  const read = name => style.getPropertyValue(`--${name}`).trim();
  return { ...Object.fromEntries(["panel", "raise", "line", "text", "dim", "accent", "up", "down"].map(name => [name, read(name)])),
    lines: ["line-a", "line-b", "line-c", "accent", "dim", "text"].map(read) };
}

/** The same ground for every chart. */
export const ground = ink => ({
  animation: false, backgroundColor: "transparent",
  textStyle: { fontFamily: "system-ui, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif", color: ink.dim },
});

/** A tooltip as text: tooltips made of elements carry style attributes, which the content policy forbids. */
export const tooltip = (ink, formatter, more = {}) => ({
  renderMode: "richText", confine: true, backgroundColor: ink.raise, borderColor: ink.line, padding: 8,
  textStyle: { color: ink.text, fontSize: 12, lineHeight: 16 }, formatter, ...more,
});

/** A legend above the plot. */
export const legend = (ink, names, more = {}) => ({
  top: 0, type: "scroll", itemWidth: 14, itemHeight: 8, textStyle: { color: ink.dim, fontSize: 11 }, pageTextStyle: { color: ink.dim },
  pageIconColor: ink.text, pageIconInactiveColor: ink.line, inactiveColor: ink.line, data: names, ...more,
});

/** A numeric axis with its name at its end. */
export const valueAxis = (ink, name, show, more = {}) => ({
  type: "value", scale: true, name, nameTextStyle: { color: ink.dim, fontSize: 11 }, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false },
  axisLabel: { color: ink.dim, fontSize: 11, formatter: show, hideOverlap: true }, splitLine: { lineStyle: { color: ink.line, opacity: .6 } }, ...more,
});

const channels = color => /^#([0-9a-f]{6})$/i.test(color) ? [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16)) : [127, 127, 127];

/** The colour at a share of a palette, 0 its first and 1 its last colour. */
export function blend(palette, share) {
  const at = Math.min(1, Math.max(0, share)) * (palette.length - 1), from = Math.min(Math.floor(at), palette.length - 2);
  const [a, b] = [channels(palette[from]), channels(palette[from + 1])];
  return `#${a.map((channel, i) => Math.round(channel + (b[i] - channel) * (at - from)).toString(16).padStart(2, "0")).join("")}`;
}

/** Ink that can be read on a colour. */
export function readableOn(color) {
  const [r, g, b] = channels(color).map(channel => channel / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b > .18 ? "#0e1116" : "#ffffff";
}
