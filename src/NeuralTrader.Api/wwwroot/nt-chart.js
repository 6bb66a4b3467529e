// <nt-chart kind="price|equity" src="…"> fetches columns and draws them with Apache ECharts in its own shadow root.
// data-ready is set when the picture is up. Up is blue and hollow, down is orange and filled; never colour alone.

const library = new URL("../Vizor.ECharts/js/vizor-echarts-bundle-min.js", import.meta.url).href;
let loading;
const echarts = () => loading ??= new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src: library });
  script.onload = () => resolve(globalThis.echarts);
  script.onerror = () => reject(new Error("The chart library could not be loaded."));
  document.head.append(script);
});

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 4px; }
  .bar { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; font-size: 12px; min-height: 26px; }
  .bar span { color: var(--dim); margin-left: auto; }
  button { font: inherit; color: var(--dim); background: none; border: 1px solid var(--line); border-radius: 4px; padding: 2px 8px; cursor: pointer; min-height: 24px; }
  button:hover, button[aria-pressed="true"] { color: var(--text); border-color: var(--accent); }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  .plot { min-height: 0; min-width: 0; }
  .table { overflow: auto; min-height: 0; }
  [hidden] { display: none !important; }
  table { border-collapse: collapse; font-size: 12px; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: right; padding: 3px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
  th:first-child, td:first-child { text-align: left; }
  th { color: var(--dim); font-weight: 500; position: sticky; top: 0; background: var(--panel); }
  p { color: var(--down); margin: 0; padding: 12px 0; }`);

const mostRows = 1000;
const number = (value, digits = 2) => value == null || !Number.isFinite(value) ? "–"
  : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
const percent = (value, digits = 2) => value == null ? "–" : `${number(value * 100, digits)}%`;
const compact = value => Math.abs(value) >= 1e4 ? value.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 2 }) : number(value, Math.abs(value) < 10 && value % 1 ? 2 : 0);
// Axis labels: the chart's steps are round, so a label has the digits of its step and no two are alike.
const tick = value => Math.abs(value) >= 1e6 ? value.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 3 })
  : value.toLocaleString("en-US", { maximumFractionDigits: 4 }).replace("-", "−");
const price = value => number(value, Math.abs(value) < 10 ? 4 : 2);

class NtChart extends HTMLElement {
  static observedAttributes = ["src", "data-ready"];

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.stop = new AbortController();
    this.sizes = new ResizeObserver(() => this.chart?.resize());
    this.sizes.observe(this.plot);
    document.addEventListener("nt-theme", () => this.#draw(), { signal: this.stop.signal });
    this.#load();
  }

  disconnectedCallback() {
    this.stop.abort();
    this.sizes.disconnect();
    this.chart?.dispose();
    this.chart = undefined;
  }

  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || !this.plot) return;
    if (name === "src" && before !== now) this.#load();
    if (name === "data-ready" && now === null && this.drawn) this.dataset.ready = ""; // the page was merged with a new one
  }

  #build() {
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    const part = (tag, className, parent) => parent.appendChild(Object.assign(document.createElement(tag), { className }));
    this.bar = part("div", "bar", shadow);
    this.plot = part("div", "plot", shadow);
    this.plot.setAttribute("role", "img");
    this.table = part("div", "table", shadow);
    this.table.tabIndex = 0;
    this.table.setAttribute("role", "region");
    this.table.setAttribute("aria-label", `${this.getAttribute("label") ?? "Chart"}, as a table`);
    this.table.hidden = true;
  }

  async #load() {
    this.drawn = false;
    delete this.dataset.ready;
    const source = this.getAttribute("src");
    try {
      const [answer] = await Promise.all([fetch(source, { signal: this.stop.signal, headers: { accept: "application/json" } }), echarts()]);
      const body = await answer.json();
      if (source !== this.getAttribute("src")) return; // a newer request is under way
      if (!answer.ok) throw new Error(body.detail ?? `The server answered ${answer.status}.`);
      this.data = body;
      this.log = false;
      this.span = Number(this.getAttribute("last")) || body.t.length;
      this.#tools();
      this.#draw();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      this.chart?.dispose();
      this.chart = undefined;
      this.plot.replaceChildren(Object.assign(document.createElement("p"), { textContent: fault.message }));
      this.plot.setAttribute("role", "alert");
      this.#ready();
    }
  }

  #tools() {
    const button = (text, act, pressed) => {
      const one = Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick: act });
      if (pressed !== undefined) one.setAttribute("aria-pressed", pressed);
      return one;
    };
    const spans = this.#isDaily() ? [["3M", 63], ["6M", 126], ["1Y", 252], ["5Y", 1260], ["All", Infinity]] : [["100", 100], ["500", 500], ["All", Infinity]];
    const shown = spans.filter(([, bars]) => bars === Infinity || bars < this.data.t.length);
    const tools = shown.map(([text, bars]) => button(text, () => { this.span = Math.min(bars, this.data.t.length); this.#tools(); this.#draw(); },
      Math.min(bars, this.data.t.length) === this.span));
    tools.push(button("Log", () => { this.log = !this.log; this.#tools(); this.#draw(); }, this.log));
    tools.push(button("Table", () => { this.table.hidden = !this.table.hidden; this.plot.hidden = !this.table.hidden; this.#tools(); this.#draw(); }, !this.table.hidden));
    const note = Object.assign(document.createElement("span"), { textContent: `${this.data.t.length.toLocaleString("en-US")} bars` });
    this.bar.replaceChildren(...tools, note);
  }

  #isDaily() { return !this.data.t[0]?.includes(":") && this.data.t.length > 1 && Date.parse(this.data.t[1]) - Date.parse(this.data.t[0]) < 6 * 864e5; }

  #draw() {
    if (!this.data) return;
    if (this.data.t.length === 0) { this.plot.textContent = "There are no bars to draw."; return this.#ready(); }
    const ink = inks(this);
    const view = this.getAttribute("kind") === "equity" ? equity(this.data, ink, this.log) : prices(this.data, ink, this.log);
    if (!this.table.hidden) { this.#tabulate(view.columns); return this.#ready(); }
    if (!this.chart) {
      this.plot.replaceChildren();
      this.plot.setAttribute("role", "img");
      this.chart = globalThis.echarts.init(this.plot, null, { renderer: "canvas" });
    }
    this.chart.off("finished");
    this.chart.on("finished", () => this.#ready());
    this.chart.setOption(panes(view, this.data.t, ink, this.plot.clientWidth, this.plot.clientHeight, this.span), { notMerge: true });
    this.plot.setAttribute("aria-label", `${this.getAttribute("label") ?? "Chart"}. ${view.summary} The Table button shows the figures.`);
  }

  #tabulate(columns) {
    const table = document.createElement("table");
    const from = Math.max(0, this.data.t.length - mostRows);
    const row = (parent, tag, texts) => {
      const line = parent.insertRow();
      for (const text of texts) line.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    };
    row(table.createTHead(), "th", ["Date (UTC)", ...columns.map(column => column.name)]);
    const body = table.createTBody();
    for (let i = this.data.t.length - 1; i >= from; i--) row(body, "td", [this.data.t[i], ...columns.map(column => column.show(column.values[i]))]);
    this.table.replaceChildren(table);
  }

  #ready() { this.drawn = true; this.dataset.ready = ""; }
}
customElements.define("nt-chart", NtChart);

/** The page's colours, read when drawn, so that a change of theme needs no second palette. */
function inks(element) {
  const style = getComputedStyle(element);
  const read = name => style.getPropertyValue(`--${name}`).trim();
  return { ...Object.fromEntries(["panel", "raise", "line", "text", "dim", "accent", "up", "down"].map(name => [name, read(name)])),
    lines: ["line-a", "line-b", "line-c", "accent", "dim", "text"].map(read) };
}

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
  const money = value => number(value, 0);
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
      { weight: 1, name: "Exposure", show: value => percent(value, 0), series: [line("Exposure", data.exposure, ink.lines[1], percent, { ...area, step: "end", sampling: undefined })] },
    ],
    columns: [
      { name: "Equity", values: data.equity, show: number },
      ...(hasBenchmark ? [{ name: data.benchmarkName, values: data.benchmark, show: number }] : []),
      { name: "Drawdown", values: data.drawdown, show: percent },
      { name: "Exposure", values: data.exposure, show: percent },
    ],
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
    animation: false, backgroundColor: "transparent",
    textStyle: { fontFamily: "system-ui, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif", color: ink.dim },
    grid,
    legend: { top: 0, left, right, type: "scroll", itemWidth: 14, itemHeight: 8, textStyle: { color: ink.dim, fontSize: 11 }, pageTextStyle: { color: ink.dim },
      pageIconColor: ink.text, pageIconInactiveColor: ink.line, inactiveColor: ink.line, data: [...new Set(view.panes[0].series.map(one => one.name))] },
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
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: ink.raise, borderColor: ink.line, padding: 8,
      textStyle: { color: ink.text, fontSize: 12, lineHeight: 16 }, axisPointer: { type: "cross" },
      formatter: points => describe(points, shows),
    },
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
