#!/usr/bin/env node
// Takes the pictures of the report that README.md and docs/handbok.md show, from the one that scripts/demo wrote.
// Needs chromium and the packages of client/report: scripts/install-deps brings them.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const report = resolve(root, "build/demo/rapport-2022-host.html");
if (!existsSync(report)) {
  console.error(`pictures: ${report} does not exist; run scripts/demo first`);
  process.exit(1);
}
const { chromium } = createRequire(`${root}/client/report/node_modules/`)("playwright-core");

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1000, height: 980 } });
await page.goto(`file://${report}`);

// From the top of the page, or from the section that is called so; in pixels.
async function take(name, { width, height, section }) {
  await page.setViewportSize({ width, height });
  const top = section ? (await page.locator(`#${section}`).boundingBox()).y + (await page.evaluate(() => scrollY)) : 0;
  await page.screenshot({
    path: resolve(root, `docs/pictures/${name}.png`),
    fullPage: true,
    clip: { x: 0, y: top, width, height },
  });
  console.log(`docs/pictures/${name}.png`);
}

await take("rapport-forsta-sidan", { width: 1000, height: 975 });
await take("rapport-arets-gang", { width: 1000, height: 760, section: "arets-gang" });
await take("rapport-forandring", { width: 1000, height: 620, section: "forandring" });
await browser.close();
