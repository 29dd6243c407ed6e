/** What changes from second to second, as a line over the last five minutes. */

import uPlot from '../lib/uplot/dist/uPlot.esm.js';

const SECONDS = 300;
const HEIGHT = 160;

export class Plot {
  #times = [];
  #values = [];
  #plot;
  #element;

  constructor(element, label) {
    this.#element = element;
    const color = getComputedStyle(document.documentElement);
    const line = color.getPropertyValue('--accent').trim();
    const axis = { stroke: color.getPropertyValue('--text').trim(), grid: { stroke: color.getPropertyValue('--rule').trim() } };
    this.#plot = new uPlot(
      {
        width: this.#width(),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (plot, least, most) => [0, Math.max(1, most ?? 1)] } },
        axes: [axis, { ...axis, size: 60 }],
        series: [{}, { label, stroke: line, width: 2, spanGaps: false, points: { show: true, size: 4 } }],
      },
      [[], []],
      element,
    );
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', `${label}: nothing yet`);
    new ResizeObserver(() => this.#plot.setSize({ width: this.#width(), height: HEIGHT })).observe(element.parentElement);
    this.label = label;
  }

  #width() {
    return Math.max(200, this.#element.parentElement.clientWidth - 24);
  }

  /** The value of the time that has just passed; null for none. */
  add(value) {
    const now = Date.now() / 1000;
    this.#times.push(now);
    this.#values.push(value);
    while (this.#times[0] < now - SECONDS) {
      this.#times.shift();
      this.#values.shift();
    }
    this.#plot.setData([this.#times, this.#values]);
    if (value !== null) {
      this.#element.setAttribute('aria-label', `${this.label}: ${value}`);
    }
  }
}
