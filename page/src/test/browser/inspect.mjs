// Opens pages in a real browser and prints what it finds, as JSON on standard output: node inspect.mjs PAGE...
// It judges nothing; HtmlReportInBrowserTest does.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withPage } from "./browser.mjs";

const DESK = 1000;
const PHONE = 375;
const A4_WITHOUT_MARGINS = 680;

/** Everything drawn has to be inside its drawing, and no two texts over each other. Runs in the page. */
function chartFaults() {
  const faults = [];
  const shown = [...document.querySelectorAll("svg[role=img]")].filter((svg) => svg.getClientRects().length > 0);
  for (const svg of shown) {
    const name = svg.getAttribute("aria-labelledby");
    const frame = svg.getBoundingClientRect();
    const outside = (box) =>
      box.left < frame.left - 0.5 || box.right > frame.right + 0.5 || box.top < frame.top - 0.5 || box.bottom > frame.bottom + 0.5;
    for (const drawn of svg.querySelectorAll("text, path, rect, circle")) {
      if (outside(drawn.getBoundingClientRect())) {
        faults.push(`${name}: outside: ${drawn.textContent || drawn.outerHTML.slice(0, 120)}`);
      }
    }
    const texts = [...svg.querySelectorAll("text")].map((text) => ({ box: text.getBoundingClientRect(), text: text.textContent }));
    texts.forEach((a, i) =>
      texts.slice(i + 1).forEach((b) => {
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (width > 1 && height > 2) {
          faults.push(`${name}: '${a.text}' over '${b.text}'`);
        }
      }),
    );
    for (const id of (name ?? "none").split(" ")) {
      if (!document.getElementById(id)?.textContent) {
        faults.push(`${name}: there is no text for ${id}`);
      }
    }
  }
  return { charts: shown.length, faults };
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

async function colours(page) {
  return page.evaluate(() => {
    const ink = document.querySelector("svg[role=img] text");
    return getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(ink).fill + " " + getComputedStyle(document.body).color;
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
  const found = { title: await page.title(), numbers: await page.evaluate(numbers), light: await colours(page) };
  found.desk = await page.evaluate(chartFaults);
  found.elementsThatLoad = await page.evaluate(() => document.querySelectorAll("script, link, [src], [href]").length);
  await page.emulateMedia({ colorScheme: "dark" });
  found.dark = await colours(page);
  await page.emulateMedia({ media: "print" });
  found.print = await colours(page);
  await page.setViewportSize({ width: A4_WITHOUT_MARGINS, height: 1000 });
  found.paper = await page.evaluate(chartFaults);
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
  found.phone = await page.evaluate(chartFaults);
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
console.log(JSON.stringify({ pages }));
