// Opens the live page of a server in a real browser and prints what it finds, as JSON on standard output: node live.mjs http://127.0.0.1:9400
// It judges nothing; LivePageInBrowserTest does.
import { withPage } from "./browser.mjs";

const address = process.argv[2];

/** Each number of the page that is one of /metrics. Runs in the page. */
const numbers = () => [...document.querySelectorAll("td[data-key]")].map((cell) => ({ key: cell.dataset.key, value: cell.dataset.value, text: cell.textContent }));

const shown = (page, pictures) => page.waitForFunction((wanted) => Number(document.body.dataset.pictures) >= wanted, pictures);

async function tooWide(page, width) {
  await page.setViewportSize({ width, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return wide > width ? [`${width}: ${wide} wide`] : [];
}

async function look(page) {
  const complaints = [];
  const requests = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.goto(address);
  await shown(page, 3);
  const found = {
    title: await page.title(),
    state: await page.locator("#state").innerText(),
    tiles: await page.locator("#now").innerText(),
    numbers: await page.evaluate(numbers),
    points: await page.evaluate(() => [...document.querySelectorAll(".plot")].map((plot) => plot.chart.data[0].length)),
    light: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
  };
  await page.emulateMedia({ colorScheme: "dark" });
  found.dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  found.tooWide = [...(await tooWide(page, 375)), ...(await tooWide(page, 640)), ...(await tooWide(page, 1000))];
  found.complaints = complaints;
  found.requests = requests;
  return found;
}

/** What names do that are made to become part of the page. */
async function attack(page) {
  const name = '<img src=x onerror=\\"document.title=1\\"><script>document.title=2</script>';
  const lines = [
    `parley_connections{endpoint="${name}",engine="${name}"} 1.0`,
    `parley_accepted_total{endpoint="${name}",engine="${name}"} 1.0`,
    `parley_refused_total{endpoint="${name}",engine="e",reason="${name}"} 1.0`,
    `parley_queue_messages{state="${name}"} 1.0`,
    `parley_tube_messages{state="ready",tube="${name}"} 1.0`,
  ];
  const body = [`event: state`, `data: ${name}`, ``, `event: metrics`, ...lines.map((line) => `data: ${line}`), ``, ``].join("\n");
  await page.route("**/events", (route) => route.fulfill({ contentType: "text/event-stream", body }));
  await page.goto(address);
  await shown(page, 1);
  return page.evaluate(() => ({
    title: document.title,
    elements: document.querySelectorAll("img, main script").length,
    texts: [...document.querySelectorAll("#endpoints th[scope=row], #tubes th[scope=row], #state p")].map((cell) => cell.textContent),
  }));
}

/** What the page says when too many look at the server already. */
async function oneTooMany(page) {
  await page.route("**/events", (route) => route.fulfill({ contentType: "text/event-stream", body: "retry: 5000\nevent: full\ndata: too many\n\n" }));
  const ended = page.waitForEvent("requestfinished", (request) => request.url().endsWith("/events"));
  await page.goto(address);
  await ended;
  await page.waitForFunction(() => document.querySelector("#state").textContent !== "connecting ...");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))); // its end comes behind it
  return page.locator("#state").innerText();
}

const found = await withPage(look);
found.full = await withPage(oneTooMany);
found.attacked = await withPage(attack);
console.log(JSON.stringify(found));
