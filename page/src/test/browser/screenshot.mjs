// A picture of a page: node screenshot.mjs PAGE PNG [light|dark] [WIDTH] [HEIGHT]; without a height the whole page.
// Three dots of the picture are two of the page, so that it stays sharp on a screen of today.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withPage } from "./browser.mjs";

const [file, picture, colorScheme = "light", width = "1000", height] = process.argv.slice(2);
if (!picture) {
  console.error("usage: node screenshot.mjs PAGE PNG [light|dark] [WIDTH] [HEIGHT]");
  process.exit(2);
}
await withPage(
  async (page) => {
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.screenshot({ path: picture, fullPage: height === undefined });
  },
  { colorScheme, deviceScaleFactor: 1.5, viewport: { width: Number(width), height: Number(height ?? 800) } },
);
