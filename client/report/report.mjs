// Draws the charts of a report: each element with `data-chart` gets an SVG of what stands there.
import * as Plot from "@observablehq/plot";

// Colours that people who see red and green alike can tell apart (Okabe and Ito 2008).
const BLUE = "#0072b2";
const VERMILION = "#d55e00";
const GREY = "#4d4d4d";
const FONT = {fontFamily: "inherit", fontSize: "12px", overflow: "visible"};

const language = document.documentElement.lang || "sv";
const number = new Intl.NumberFormat(language, {maximumFractionDigits: 1});
// Amounts with the decimals of the chart's unit; a step or deviation with its sign.
const amount = (chart, value, signDisplay = "auto") =>
  new Intl.NumberFormat(language, {
    minimumFractionDigits: chart.decimals,
    maximumFractionDigits: chart.decimals,
    signDisplay,
  }).format(value);
const words = JSON.parse(document.getElementById("words").textContent);

const monthName = (month) =>
  new Date(`${month}-15T12:00:00`).toLocaleDateString(language, {month: "short"}).slice(0, 3);

// Known months as bars, the expected ones with their interval, the budget as steps.
function monthsChart(chart, width) {
  const tip = (point) => {
    const lines = [point.month];
    for (const key of ["actual", "expected", "budget"]) {
      if (point[key] !== undefined) lines.push(`${words[key]}: ${amount(chart, point[key])} ${chart.unit}`);
    }
    if (point.low !== undefined) {
      lines.push(`${words.interval}: ${amount(chart, point.low)} … ${amount(chart, point.high)}`);
    }
    return lines.join("\n");
  };
  const known = chart.points.filter((point) => point.actual !== undefined);
  const expected = chart.points.filter((point) => point.expected !== undefined);
  const budget = chart.points.filter((point) => point.budget !== undefined);
  const uncertain = expected.filter((point) => point.low !== undefined);
  return Plot.plot({
    width,
    height: 220,
    marginLeft: 60,
    style: FONT,
    ariaLabel: chart.title,
    x: {domain: chart.points.map((point) => point.month), tickFormat: monthName, label: null, padding: 0.2},
    y: {label: chart.unit, grid: true, tickFormat: (value) => number.format(value), nice: true, zero: true},
    marks: [
      Plot.barY(known, {x: "month", y: "actual", fill: BLUE}),
      Plot.barY(expected, {x: "month", y: "expected", fill: BLUE, fillOpacity: 0.35}),
      Plot.ruleX(uncertain, {x: "month", y1: "low", y2: "high", stroke: "black", strokeWidth: 1.5}),
      Plot.tickY(budget, {x: "month", y: "budget", stroke: VERMILION, strokeWidth: 2.5}),
      Plot.ruleY([0]),
      Plot.tip(chart.points, Plot.pointerX({x: "month", y: (point) => point.actual ?? point.expected, title: tip})),
    ],
  });
}

const end = (bar) => (bar.total ? bar.value : (bar.from ?? 0) + bar.value);

// Deviations from zero, or the steps of a way from one total to another. Totals are marks, not bars: the axis of a way
// does not begin at zero, or its steps could not be seen.
function barsChart(chart, width) {
  const shown = (bar) => amount(chart, bar.value, bar.total ? "auto" : "exceptZero");
  const names = chart.bars.map((bar) => bar.name);
  const longest = Math.max(...names.map((name) => name.length), 1);
  const isWay = chart.bars.some((bar) => bar.total);
  const steps = chart.bars.filter((bar) => !bar.total);
  const ends = chart.bars.map(end);
  const margin = isWay ? 0.15 * (Math.max(...ends) - Math.min(...ends)) || 1 : 0;
  return Plot.plot({
    width,
    height: 50 + 26 * names.length,
    marginLeft: Math.min(Math.max(80, 7.5 * longest), Math.round(width * 0.45)),
    marginRight: 70,
    style: FONT,
    ariaLabel: chart.title,
    x: {
      label: chart.unit,
      grid: true,
      tickFormat: (value) => number.format(value),
      ...(isWay ? {domain: [Math.min(...ends) - margin, Math.max(...ends) + margin]} : {nice: true}),
    },
    y: {domain: names, label: null, tickFormat: (name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name)},
    marks: [
      Plot.barX(steps, {
        x1: (bar) => bar.from ?? 0,
        x2: end,
        y: "name",
        fill: (bar) => (bar.alarm ? VERMILION : BLUE),
        title: (bar) => `${bar.name}: ${shown(bar)} ${chart.unit}`,
        tip: true,
      }),
      Plot.tickX(chart.bars.filter((bar) => bar.total), {x: "value", y: "name", stroke: GREY, strokeWidth: 4}),
      Plot.text(chart.bars, {
        x: (bar) => (bar.total ? bar.value : Math.max(bar.from ?? 0, end(bar))),
        y: "name",
        text: shown,
        textAnchor: "start",
        dx: 6,
      }),
      ...(isWay ? [] : [Plot.ruleX([0])]),
    ],
  });
}

const draw = {months: monthsChart, bars: barsChart};

document.documentElement.classList.add("drawn");  // Shows the places, which have a width then.
for (const element of document.querySelectorAll("[data-chart]")) {
  const chart = JSON.parse(element.dataset.chart);
  const width = Math.min(Math.max(element.clientWidth, 320), 900);
  const figure = draw[chart.kind](chart, width);
  figure.setAttribute("role", "img");
  // The names that the library gives its groups say nothing to who listens; the table below the chart does.
  for (const group of figure.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  element.append(figure);
}
