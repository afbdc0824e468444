// Draws the charts of a report: each element with `data-chart` gets an SVG of what stands there.
import * as Plot from "@observablehq/plot";

// Colours that people who see red and green alike can tell apart (Okabe and Ito 2008).
const BLUE = "#0072b2";
const VERMILION = "#d55e00";
const GREY = "#4d4d4d";
const LINE_COLOURS = [BLUE, VERMILION, "#009e73", "#7a4d9f", "#a6761d", GREY];
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

const middleOf = (month) => new Date(`${month}-15T12:00:00`);
// "aug 2022".
const monthAndYear = (date) =>
  `${date.toLocaleDateString(language, {month: "short"}).slice(0, 3)} ${date.getFullYear()}`;

const LABEL_WIDTH = 64;  // Of "aug 2022" and the room beside it, in pixels.

// The months of a span that are named below it: each, or as many fewer as fit into `width`.
function namedMonths(first, last, width) {
  const number = (month) => 12 * Number(month.slice(0, 4)) + Number(month.slice(5)) - 1;
  const count = number(last) - number(first) + 1;
  const step = [1, 3, 6].find((months) => (count / months) * LABEL_WIDTH <= width) ?? 12;
  const months = Array.from({length: count}, (_, at) => number(first) + at).filter((month) => month % step === 0);
  return months.map((month) => middleOf(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`));
}

// Lines over months, each with its name where it ends.
function linesChart(chart, width) {
  const points = chart.lines.flatMap((line) =>
    line.points.map((point) => ({...point, name: line.name, date: middleOf(point.month)})));
  const ends = chart.lines.map((line) => {
    const last = line.points.at(-1);
    return {name: line.name, date: middleOf(last.month), value: last.value};
  });
  const shortened = (name) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);
  const longest = Math.max(...ends.map((point) => shortened(point.name).length), 1);
  const months = points.map((point) => point.month).sort();
  const marginLeft = 50;
  const marginRight = Math.min(7.2 * longest + 14, Math.round(width * 0.4));
  return Plot.plot({
    width,
    height: 300,
    marginLeft,
    marginRight,
    style: FONT,
    ariaLabel: chart.title,
    color: {domain: chart.lines.map((line) => line.name), range: LINE_COLOURS},
    x: {
      label: null,
      tickFormat: monthAndYear,
      ticks: namedMonths(months[0], months.at(-1), width - marginLeft - marginRight),
    },
    y: {label: chart.unit, grid: true, nice: true, zero: true, tickFormat: (value) => number.format(value)},
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(points, {x: "date", y: "value", z: "name", stroke: "name", strokeWidth: 2.2}),
      Plot.text(apart(ends, points), {x: "date", y: "at", text: (point) => shortened(point.name), fill: "black",
                                      textAnchor: "start", dx: 6}),
      Plot.tip(points, Plot.pointer({
        x: "date",
        y: "value",
        title: (point) => `${point.name}\n${point.month}: ${amount(chart, point.value)} ${chart.unit}`,
      })),
    ],
  });
}

// Where the names of lines that end close to each other can be read: at least a twentieth of the height apart.
function apart(ends, points) {
  const values = points.map((point) => point.value);
  const room = (Math.max(...values, 0) - Math.min(...values, 0)) / 20 || 1;
  const sorted = [...ends].sort((a, b) => a.value - b.value);
  let lowest = -Infinity;
  return sorted.map((point) => {
    lowest = Math.max(point.value, lowest + room);
    return {...point, at: lowest};
  });
}

// A year as it adds up: known, then a fan around the median, and the budget beside it.
function fanChart(chart, width) {
  const points = chart.points.map((point) => ({...point, date: middleOf(point.month)}));
  const known = points.filter((point) => point.known !== undefined);
  const last = known.at(-1);
  // The fan opens where the known months end.
  const opening = last && {date: last.date, median: last.known, low50: last.known, high50: last.known, low80: last.known,
                           high80: last.known, low95: last.known, high95: last.known};
  const fan = points.filter((point) => point.median !== undefined);
  const open = opening && fan.length > 0 ? [opening, ...fan] : fan;
  const band = (level, fillOpacity) =>
    Plot.areaY(open, {x: "date", y1: `low${level}`, y2: `high${level}`, fill: BLUE, fillOpacity});
  const told = [["known", words.known], ["median", words.median], ["budget", words.budget]];
  const tip = (point) => {
    const lines = [point.month];
    for (const [key, word] of told) {
      if (point[key] !== undefined) lines.push(`${word}: ${amount(chart, point[key])} ${chart.unit}`);
    }
    for (const level of [50, 80, 95]) {
      if (point[`low${level}`] === undefined) continue;
      lines.push(`${level} %: ${amount(chart, point[`low${level}`])} … ${amount(chart, point[`high${level}`])}`);
    }
    return lines.join("\n");
  };
  return Plot.plot({
    width,
    height: 240,
    marginLeft: 50,
    style: FONT,
    ariaLabel: chart.title,
    x: {label: null, ticks: points.map((point) => point.date), tickFormat: (date) => monthName(isoMonth(date))},
    y: {label: chart.unit, grid: true, nice: true, zero: true, tickFormat: (value) => number.format(value)},
    marks: [
      Plot.ruleY([0]),
      band(95, 0.14),
      band(80, 0.2),
      band(50, 0.3),
      Plot.lineY(known, {x: "date", y: "known", stroke: BLUE, strokeWidth: 2.5}),
      Plot.lineY(open, {x: "date", y: "median", stroke: BLUE, strokeWidth: 2, strokeDasharray: "5 3"}),
      Plot.lineY(points.filter((point) => point.budget !== undefined),
                 {x: "date", y: "budget", stroke: VERMILION, strokeWidth: 2}),
      Plot.tip(points, Plot.pointerX({x: "date", y: (point) => point.known ?? point.median, title: tip})),
    ],
  });
}

const isoMonth = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`;

const draw = {months: monthsChart, bars: barsChart, lines: linesChart, fan: fanChart};

// Draws what is below `root` and not drawn yet.
export function drawCharts(root) {
  for (const element of root.querySelectorAll("[data-chart]:empty")) {
    const chart = JSON.parse(element.dataset.chart);
    const width = Math.min(Math.max(element.clientWidth, 320), 900);
    const figure = draw[chart.kind](chart, width);
    figure.setAttribute("role", "img");
    // The names that the library gives its groups say nothing to who listens; the table below the chart does.
    for (const group of figure.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
    element.append(figure);
  }
}

document.documentElement.classList.add("drawn");  // Shows the places, which have a width then.
drawCharts(document);
