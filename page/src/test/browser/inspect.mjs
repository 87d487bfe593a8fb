// Opens pages in a real browser and prints what it finds, as JSON on standard output: node inspect.mjs PAGE...
// It judges nothing; HtmlReportInBrowserTest does.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withPage } from "./browser.mjs";

const DESK = 1000;
const PHONE = 375;
const A4_WITHOUT_MARGINS = 680;

/** What each chart shows, and whether anything is drawn, all of it within the page. Runs in the page. */
function charts() {
  return [...document.querySelectorAll(".plot")].map((place) => {
    const canvas = place.querySelector("canvas");
    const box = place.querySelector(".u-wrap")?.getBoundingClientRect();
    const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
    return {
      table: place.dataset.table,
      columns: place.dataset.columns,
      shadedFrom: place.dataset.shadedFrom,
      inside: box !== undefined && box.width > 100 && box.left >= 0 && box.right <= document.documentElement.clientWidth + 0.5,
      colours: new Set(new Uint32Array(pixels.buffer)).size,
      labels: place.chart?.series.map((series) => series.label) ?? [],
      data: place.chart?.data.map((values) => [...values].map((value) => value ?? null)) ?? [],
    };
  });
}

/** After the page took the size of its window: its charts do so a frame later. */
async function drawn(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.evaluate(charts);
}

/** What a user does with a chart: point at it, hide a line, zoom, and back. */
async function use(page, index) {
  const place = page.locator(".plot").nth(index);
  await place.scrollIntoViewIfNeeded();
  const over = place.locator(".u-over");
  const box = await over.boundingBox();
  const range = () => place.evaluate((at) => [at.chart.scales.x.min, at.chart.scales.x.max]);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const hovered = await place.evaluate((at) => ({
    index: at.chart.cursor.idx,
    texts: [...at.querySelectorAll(".u-legend .u-value")].map((cell) => cell.textContent),
  }));
  const whole = await range();
  await place.locator(".u-legend .u-series th").nth(1).click();
  const hidden = await place.evaluate((at) => !at.chart.series[1].show);
  await place.locator(".u-legend .u-series th").nth(1).click();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  const zoomed = await range();
  await over.dblclick();
  return { hovered, whole, hidden, zoomed, reset: await range() };
}

/** What a heat map says at some places, and where on its axes they are. */
async function heat(page) {
  const place = page.locator('.plot[data-kind="heat"]').first();
  if ((await place.count()) === 0) {
    return [];
  }
  await place.scrollIntoViewIfNeeded();
  const box = await place.locator(".u-over").boundingBox();
  const spots = [];
  for (const across of [0.1, 0.33, 0.61, 0.9]) {
    for (const down of [0.4, 0.7, 0.8, 0.84, 0.9, 0.95]) {
      await page.mouse.move(box.x + box.width * across, box.y + box.height * down);
      spots.push(
        await place.evaluate((at) => ({
          seconds: at.chart.posToVal(at.chart.cursor.left, "x"),
          nanos: at.chart.posToVal(at.chart.cursor.top, "y"),
          texts: [...at.querySelectorAll(".u-legend .u-value")].map((cell) => cell.textContent),
        })),
      );
    }
  }
  return spots;
}

/** Runs in the page. */
function numbers() {
  return [...document.querySelectorAll("td[data-result]")].map((cell) => ({
    result: Number(cell.dataset.result),
    clock: cell.dataset.clock ?? "",
    percentile: cell.dataset.percentile ?? "",
    metric: cell.dataset.metric ?? "",
    value: cell.dataset.nanos ?? cell.dataset.count ?? cell.dataset.value,
    text: cell.innerText.replace(/\s+/g, " ").trim(),
  }));
}

/** Runs in the page. */
function stages() {
  return [...document.querySelectorAll("td[data-stage]")].map((cell) => ({
    stage: Number(cell.dataset.stage),
    name: cell.parentElement.querySelector("th").innerText,
    metric: cell.dataset.metric,
    value: cell.dataset.value,
    text: cell.innerText,
  }));
}

async function colours(page) {
  return page.evaluate(() => {
    const ink = document.querySelector(".quiet");
    return getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(ink).color + " " + getComputedStyle(document.body).color;
  });
}

async function tooWide(page, width, media) {
  await page.emulateMedia({ media, colorScheme: "light" });
  await page.setViewportSize({ width, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return wide > width ? [`${media} of ${width}: ${wide} wide`] : [];
}

async function look(page, file) {
  const url = pathToFileURL(resolve(file)).href;
  const complaints = [];
  const requests = [];
  const onConsole = (message) => complaints.push(`${message.type()}: ${message.text()}`);
  const onError = (error) => complaints.push(String(error));
  const onRequest = (request) => request.url() === url || requests.push(request.url());
  page.on("console", onConsole).on("pageerror", onError).on("request", onRequest);

  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await page.setViewportSize({ width: DESK, height: 800 });
  await page.goto(url);
  const found = { title: await page.title(), numbers: await page.evaluate(numbers), stages: await page.evaluate(stages), light: await colours(page) };
  found.desk = await drawn(page);
  found.use = found.desk.length > 0 ? await use(page, found.desk.findIndex((chart) => chart.data[0]?.length > 10)) : null;
  found.cutOnDesk = await page.evaluate(() =>
    [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.getAttribute("aria-label")),
  );
  found.heat = await heat(page);
  found.foldedTables = await page.evaluate(() => document.querySelectorAll("details:not([open])").length);
  found.elementsThatLoad = await page.evaluate(() => document.querySelectorAll("script[src], link, [src], [href]").length);
  await page.emulateMedia({ colorScheme: "dark" });
  found.dark = await colours(page);
  await page.emulateMedia({ media: "print" });
  found.print = await colours(page);
  await page.setViewportSize({ width: A4_WITHOUT_MARGINS, height: 1000 });
  found.paper = await drawn(page);
  found.cutOnPaper = await page.evaluate(
    () => [...document.querySelectorAll("figure")].filter((figure) => getComputedStyle(figure).breakInside !== "avoid").length,
  );
  found.tooWide = [
    ...(await tooWide(page, PHONE, "screen")),
    ...(await tooWide(page, 640, "screen")),
    ...(await tooWide(page, 641, "screen")),
    ...(await tooWide(page, A4_WITHOUT_MARGINS, "print")),
  ];
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: PHONE, height: 800 });
  found.phone = await drawn(page);
  found.complaints = complaints;
  found.requests = requests;

  // Last, since the browser logs an error for it: what happens when something in the page loads more.
  page.off("console", onConsole).off("pageerror", onError).off("request", onRequest);
  found.forbidden = await page.evaluate(
    () =>
      new Promise((done) => {
        document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
        setTimeout(() => done("nothing"), 5000);
        document.body.append(Object.assign(new Image(), { src: "http://127.0.0.1:9/picture.png" }));
      }),
  );
  return found;
}

const pages = await withPage(async (page) => {
  const all = [];
  for (const file of process.argv.slice(2)) {
    all.push(await look(page, file));
  }
  return all;
});
await withPage(
  async (page) => {
    for (const [i, file] of process.argv.slice(2).entries()) {
      await page.goto(pathToFileURL(resolve(file)).href);
      pages[i].withoutScript = {
        tables: await page.locator("table:visible").count(),
        plots: await page.locator(".plot:visible").count(),
      };
    }
  },
  { javaScriptEnabled: false },
);
console.log(JSON.stringify({ pages }));
