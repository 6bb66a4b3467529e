// <nt-chart kind="price|equity|lines|heat|fan|histogram|frontier" src="…"> fetches columns, or reads them from its attribute data, and draws them with
// Apache ECharts in its own shadow root. data-ready is set when the picture is up. Up is blue and hollow, down is orange and filled; never colour alone.

import * as fan from "./charts/fan.js";
import * as frontier from "./charts/frontier.js";
import * as heat from "./charts/heat.js";
import * as time from "./charts/time.js";
import { echarts, inks } from "./charts/parts.js";

const kinds = { ...time.kinds, ...heat.kinds, ...fan.kinds, ...frontier.kinds };

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 4px; }
  .bar { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; font-size: 12px; min-height: 26px; }
  .bar span { color: var(--dim); margin-left: auto; }
  button { font: inherit; color: var(--dim); background: none; cursor: pointer;
    border: 1px solid var(--line); border-radius: 4px; padding: 2px 8px; min-height: 24px; }
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

class NtChart extends HTMLElement {
  static observedAttributes = ["src", "data", "data-ready"];

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.stop = new AbortController();
    this.sizes = new ResizeObserver(() => this.#resize());
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
    if (name !== "data-ready" && before !== now) this.#load();
    if (name === "data-ready" && now === null && this.drawn) this.dataset.ready = ""; // the page was merged with a new one
  }

  get #kind() { return kinds[this.getAttribute("kind")] ?? kinds.price; }

  get #label() { return this.getAttribute("label") ?? "Chart"; }

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
    this.table.setAttribute("aria-label", `${this.#label}, as a table`);
    this.table.hidden = true;
  }

  async #load() {
    this.drawn = false;
    delete this.dataset.ready;
    const asked = () => this.getAttribute("src") ?? this.getAttribute("data");
    const source = asked();
    try {
      const [columns] = await Promise.all([this.hasAttribute("src") ? this.#fetch(source) : JSON.parse(source), echarts()]);
      if (source !== asked()) return; // a newer request is under way
      this.data = columns;
      this.#kind.begin?.(this);
      this.#refresh();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      this.chart?.dispose();
      this.chart = undefined;
      this.plot.replaceChildren(Object.assign(document.createElement("p"), { textContent: fault.message }));
      this.plot.setAttribute("role", "alert");
      this.#ready();
    }
  }

  async #fetch(source) {
    const answer = await fetch(source, { signal: this.stop.signal, headers: { accept: "application/json" } });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail ?? `The server answered ${answer.status}.`);
    return body;
  }

  #refresh() {
    const button = (text, act, pressed) => {
      const one = Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick: () => { act(); this.#refresh(); } });
      if (pressed !== undefined) one.setAttribute("aria-pressed", pressed);
      return one;
    };
    const focused = this.shadowRoot.activeElement?.textContent; // the buttons are made anew; the reader stays where he was
    const tools = [...this.#kind.tools?.(this, button) ?? [],
      button("Table", () => { this.table.hidden = !this.table.hidden; this.plot.hidden = !this.table.hidden; }, !this.table.hidden)];
    const note = Object.assign(document.createElement("span"), { textContent: this.#kind.note?.(this) ?? "" });
    this.bar.replaceChildren(...tools, note);
    if (focused) tools.find(one => one.textContent === focused)?.focus();
    this.#draw();
  }

  #draw() {
    if (!this.data) return;
    const view = this.#kind.draw(this, inks(this));
    if (view.empty) { this.plot.textContent = view.empty; return this.#ready(); }
    if (!this.table.hidden) { this.#tabulate(view); return this.#ready(); }
    if (!this.chart) {
      this.plot.replaceChildren();
      this.plot.setAttribute("role", "img");
      this.chart = globalThis.echarts.init(this.plot, null, { renderer: "canvas" });
    }
    this.chart.off("finished");
    this.chart.on("finished", () => this.#ready());
    this.width = this.plot.clientWidth;
    this.chart.setOption(view.option(this.width, this.plot.clientHeight), { notMerge: true });
    this.plot.setAttribute("aria-label", `${this.#label}. ${view.summary} The Table button shows the figures.`);
  }

  #resize() {
    this.chart?.resize();
    if (this.#kind.fitsWidth && this.drawn && this.plot.clientWidth && this.plot.clientWidth !== this.width) this.#draw();
  }

  #tabulate(view) {
    const table = document.createElement("table");
    const row = (parent, tag, texts) => {
      const line = parent.insertRow();
      for (const text of texts) line.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    };
    row(table.createTHead(), "th", view.head);
    const body = table.createTBody();
    for (const texts of view.rows()) row(body, "td", texts);
    this.table.replaceChildren(table);
  }

  #ready() { this.drawn = true; this.dataset.ready = ""; }
}
customElements.define("nt-chart", NtChart);
