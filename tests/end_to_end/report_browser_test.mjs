// Opens a report in a browser, as a reader does: every chart is drawn, what is pointed at is told, each chart has its
// table, nothing is wrong by the rules of accessibility, it fits a wide and a narrow window, and it prints.
//
//   node report_browser_test.mjs REPORT MODULES BROWSER    MODULES: the folder with playwright-core and axe-core
//
// Ends with 77, skipped, without the browser or the modules.
import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const [report, modules, browserPath] = process.argv.slice(2);
if (!existsSync(browserPath) || !existsSync(`${modules}/playwright-core`) || !existsSync(`${modules}/axe-core`)) {
  console.log("skipped: there is no Chromium, or playwright-core and axe-core are not installed");
  process.exit(77);
}
const require = createRequire(`${modules}/`);
const {chromium} = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});

// A page that fails the test for whatever the browser complains of.
async function open(width) {
  const page = await browser.newPage({viewport: {width, height: 900}});
  page.on("console", (message) => assert.notEqual(message.type(), "error", message.text()));
  page.on("pageerror", (error) => assert.fail(String(error)));
  page.on("request", (request) => assert.match(request.url(), /^(file|data|blob):/, "the report fetches something"));
  await page.goto(pathToFileURL(report).href);
  return page;
}

async function everyChartIsDrawn(page) {
  const charts = await page.locator("[data-chart]").count();
  assert.ok(charts >= 10, `only ${charts} charts`);
  assert.equal(await page.locator("[data-chart] > svg, [data-chart] > figure").count(), charts);
}

async function itFits(page, width) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${wide} pixels in a window of ${width}`);
}

// What stands below the axis of one chart runs into what stands beside it in none.
async function labelsStandApart(page) {
  const touching = await page.evaluate(() => [...document.querySelectorAll("[data-chart] svg")].flatMap((svg) => {
    const labels = [...svg.querySelectorAll('[aria-label="x-axis tick label"] text')];
    const boxes = labels.map((label) => label.getBoundingClientRect()).sort((a, b) => a.left - b.left);
    return boxes.some((box, at) => at > 0 && box.left < boxes[at - 1].right + 2)
      ? [`${svg.getAttribute("aria-label")}: ${labels.map((label) => label.textContent).join(" ")}`] : [];
  }));
  assert.deepEqual(touching, []);
}

async function whatIsPointedAtIsTold(page) {
  const chart = page.locator('[data-chart*="months"]').first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width / 2 + 3, box.y + box.height / 2);
  await page.waitForTimeout(200);
  const told = await chart.locator('[aria-label="tip"]').textContent();
  assert.match(told, /\d{4}-\d{2}/, `the tip says "${told}"`);
}

async function aChartHasItsTable(page) {
  const details = page.locator("figure details").first();
  const table = details.locator("table");
  assert.equal(await table.isVisible(), false);
  await details.locator("summary").click();
  assert.equal(await table.isVisible(), true);
  assert.ok((await table.locator("tbody tr").count()) > 1);
}

async function nothingIsSeriouslyWrong(page) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run());
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(serious.map((one) => `${one.id}: ${one.nodes[0].html}`), []);
}

// A page of paper for each part, at least.
async function itPrints(page) {
  const parts = await page.locator("section").count();
  const pdf = (await page.pdf({format: "A4", preferCSSPageSize: true})).toString("latin1");
  const pages = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
  assert.ok(pages >= parts, `${pages} pages for ${parts} parts`);
}

try {
  const page = await open(1280);
  await everyChartIsDrawn(page);
  await itFits(page, 1280);
  await aChartHasItsTable(page);
  await nothingIsSeriouslyWrong(page);
  await whatIsPointedAtIsTold(page);
  await itPrints(page);
  const narrow = await open(390);
  await everyChartIsDrawn(narrow);
  await itFits(narrow, 390);
  await labelsStandApart(narrow);
} finally {
  await browser.close();
}
console.log("the report opens, reads and prints");
