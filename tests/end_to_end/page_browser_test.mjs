// Works on a year in the page that `prognos oppna` serves: from a SIE file dropped on it to a locked höstprognos.
//
//   node page_browser_test.mjs PROGNOSD PROGNOS MODULES BROWSER    run in the folder that holds data/example
//
// Ends with 77, skipped, without the browser or the modules.
import assert from "node:assert/strict";
import {execFileSync, spawn} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";

const [prognosd, prognos, modules, browserPath] = process.argv.slice(2);
if (!existsSync(browserPath) || !existsSync(`${modules}/playwright-core`)) {
  console.log("skipped: there is no Chromium, or playwright-core is not installed");
  process.exit(77);
}
const {chromium} = createRequire(`${modules}/`)("playwright-core");
const example = "data/example";

// What `pattern` finds in what a process says, as soon as it has said it.
const said = (stream, pattern) => new Promise((resolve, reject) => {
  let text = "";
  stream.on("data", (piece) => {
    text += piece;
    const found = text.match(pattern);
    if (found) resolve(found[1]);
  });
  stream.on("end", () => reject(new Error(`ended without ${pattern}: ${text}`)));
});

const folder = mkdtempSync(join(tmpdir(), "prognos-page-"));
const service = spawn(prognosd, ["--address", "127.0.0.1:0", "--store", `sqlite:${folder}/store.db`]);
const port = await said(service.stderr, / on port (\d+)/);
const env = {...process.env, PROGNOS_ADRESS: `127.0.0.1:${port}`, PROGNOS_ORGANISATION: "exempelby"};
const run = (...words) => execFileSync(prognos, words, {env, encoding: "utf8"});

run("organisation", "skapa", "exempelby", "--namn", "Exempelby socialnämnd");
run("verksamhet", "las-in", `${example}/verksamheter.csv`);
run("kostnadsslag", "satt", `${example}/kostnadsslag.csv`);
run("regler", "satt", `${example}/konteringsregler.csv`);
run("importera", `${example}/utfall-2018-2021.csv`);
run("budget", "satt", `${example}/budget-2022.csv`, "--ar", "2022", "--beslutad", "2021-11-24", "--beskrivning", "Plan");

const opened = spawn(prognos, ["oppna", "--utan-webblasare"], {env});
const address = await said(opened.stdout, /(http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/)/);
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const page = await browser.newPage({viewport: {width: 1280, height: 900}});
page.on("pageerror", (error) => assert.fail(String(error)));

const part = (form) => page.locator(`#work details:has([data-form="${form}"])`);
const answer = (form) => part(form).locator(".answer");

async function open(form) {
  if ((await part(form).getAttribute("open")) === null) await part(form).locator("summary").first().click();
}

// Refused as long as the year has none.
function storedMonths() {
  try {
    return run("utfall", "visa", "--ar", "2022", "--format", "csv");
  } catch {
    return "";
  }
}

async function aDroppedFileIsShownBeforeItIsStored() {
  const bytes = readFileSync(`${example}/utfall-2022.se`).toString("base64");
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([content], "utfall-2022.se"));
    return transfer;
  }, bytes);
  await page.dispatchEvent("body", "drop", {dataTransfer: data});
  await answer("importera").locator("table").first().waitFor();
  assert.match(await answer("importera").textContent(), /utfall-2022\.se/);
  assert.doesNotMatch(storedMonths(), /2022-08/, "what was only looked at was stored");
  await part("importera").locator("button").click();
  await page.waitForFunction(() => !document.querySelector('[data-form="importera"] button:not([hidden])'));
  await answer("importera").locator("table").first().waitFor();
  assert.match(storedMonths(), /2022-08/);
}

async function aForecastIsMade() {
  await part("skapa").locator('[name="ar"]').fill("2022");
  await part("skapa").locator('[name="omgang"]').selectOption("host");
  await part("skapa").locator("button").click();
  await part("scenario").waitFor();
  assert.match(await page.locator("h1 + p").textContent(), /höstprognos 2022/);
}

// Two more placements at 3 800 a day from October: 2 x 3 800 x 92 days.
async function theSumMovesWithWhatIf() {
  await part("scenario").locator('[name="rad"]').selectOption("vuxen-externa-placeringar.kostnad");
  await part("scenario").locator('[name="slag"]').selectOption("placering");
  await part("scenario").locator('[name="fran"]').selectOption("2022-10");
  await part("scenario").locator('[name="pris"]').fill("3800");
  await part("scenario").locator('[name="antal"]').fill("2");
  await answer("scenario").locator("table").first().waitFor();
  assert.match(await answer("scenario").textContent(), /699/);
}

async function aRowIsJudged() {
  await open("justera");
  await part("justera").locator('[name="rad"]').selectOption("vuxen-externa-placeringar.kostnad");
  await part("justera").locator('[name="belopp"]').fill("25000");
  await part("justera").locator('[name="skal"]').fill("Avtal <b>från</b> mars");
  await part("justera").locator('[name="kommentar"]').fill("Två nya från \"september\"");
  await Promise.all([page.waitForEvent("load"), part("justera").locator("button").click()]);
  await page.waitForFunction(() => document.querySelector('[data-form="justera"]').closest("details").open);
  assert.match(run("visa", "--ar", "2022", "--omgang", "host"), /25\s000/);
  assert.match(run("visa", "--ar", "2022", "--omgang", "host"), /Två nya från "september"/);
  assert.equal(await page.locator("#work b").count(), 0, "a reason became markup");
}

// Not without a reason; the page says so, and nothing changes.
async function aRefusalIsShown() {
  await part("justera").locator('[name="belopp"]').fill("1");
  await part("justera").locator('[name="skal"]').fill("");
  await part("justera").locator("button").click();
  await answer("justera").locator(".failure").waitFor();
  assert.match(run("visa", "--ar", "2022", "--omgang", "host"), /25\s000/);
}

async function theRoundIsLocked() {
  await open("las");
  await Promise.all([page.waitForEvent("load"), part("las").locator("button").click()]);
  assert.match(run("lista"), /låst/);
  assert.equal(await part("justera").count(), 0, "a locked forecast can be judged");
}

try {
  await page.goto(address);
  await aDroppedFileIsShownBeforeItIsStored();
  await aForecastIsMade();
  await theSumMovesWithWhatIf();
  await aRowIsJudged();
  await aRefusalIsShown();
  await theRoundIsLocked();
  for (const width of [1280, 390]) {
    await page.setViewportSize({width, height: 900});
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} pixels in a window of ${width}`);
  }
  opened.kill("SIGINT");
  assert.equal(await new Promise((resolve) => opened.on("exit", resolve)), 0);
} finally {
  await browser.close();
  opened.kill();
  service.kill();
  rmSync(folder, {recursive: true, force: true});
}
console.log("from a dropped file to a locked höstprognos");
