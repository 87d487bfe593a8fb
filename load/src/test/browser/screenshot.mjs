// A picture of a page: node screenshot.mjs PAGE PNG [light|dark] [WIDTH] [HEIGHT]; without a height the whole page.
import { withPage } from "./browser.mjs";

const [file, picture, colours = "light", width = "1000", height] = process.argv.slice(2);
await withPage(async (page) => {
  await page.setViewportSize({ width: Number(width), height: Number(height ?? 800) });
  await page.emulateMedia({ colorScheme: colours });
  await page.goto("file://" + (await import("node:path")).resolve(file));
  await page.screenshot({ path: picture, fullPage: height === undefined });
});
