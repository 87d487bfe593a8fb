// Shows what /events sends each second: the lines of /metrics, and whether the server is ready. Text from there is only ever set as text.
"use strict";
(() => {
  const KEPT_SECONDS = 600;
  const ANSWER_WINDOW_SECONDS = 10;
  const RECENT_SECONDS = 60;
  const MOST_TUBES = 50;
  const CHART_HEIGHT = 180;
  /** Up to where the first bucket goes: what is in it is only known to be less. */
  const LEAST_MILLIS = 0.1;

  const place = (id) => document.getElementById(id);
  const element = (name, text) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text });
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // ---- what the lines say

  const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
  const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
  const unescaped = (text) => text.replace(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter));

  /** {key, name, labels, value} of each line; the key is the line without its value. */
  function samples(text) {
    return text.split("\n").flatMap((line) => {
      const found = LINE.exec(line);
      if (!found) {
        return [];
      }
      const labels = Object.fromEntries([...(found[2] ?? "").matchAll(LABEL)].map((label) => [label[1], unescaped(label[2])]));
      const value = found[3] === "+Inf" ? Infinity : Number(found[3]);
      return [{ key: line.slice(0, line.lastIndexOf(" ")), name: found[1], labels, value }];
    });
  }

  const named = (all, name) => all.filter((sample) => sample.name === name);
  const sum = (all) => all.reduce((total, sample) => total + sample.value, 0);

  // ---- numbers for people

  const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const few = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
  const rate = (value) => (value < 100 ? few : count).format(value);
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
  function bytes(value) {
    const power = value < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
    return few.format(value / 1024 ** power) + " " + ["B", "KiB", "MiB", "GiB", "TiB"][power];
  }
  const millis = (value) => (value === null ? "-" : value <= LEAST_MILLIS ? `< ${LEAST_MILLIS} ms` : few.format(value) + " ms");
  const seconds = (value) => (value < 120 ? few.format(value) + " s" : value < 7200 ? count.format(value / 60) + " min" : few.format(value / 3600) + " h");

  // ---- what was before

  /** The last pictures, oldest first: {at, all, byKey}; at in seconds. */
  const pictures = [];
  const latest = () => pictures[pictures.length - 1];
  /** The picture so many seconds ago, or the oldest since. */
  const ago = (time) => pictures.find((picture) => latest().at - picture.at <= time + 0.5) ?? latest();
  const grown = (sample, since) => sample.value - (since.byKey.get(sample.key) ?? 0);
  function perSecond(sample, since) {
    const time = latest().at - since.at;
    return time > 0 ? grown(sample, since) / time : 0;
  }
  const sumPerSecond = (name, since) => named(latest().all, name).reduce((total, sample) => total + perSecond(sample, since), 0);

  /** The quantile in milliseconds of what was counted since then; null when that is nothing. */
  function quantile(wanted, since, ofEndpoint = () => true) {
    const atMost = new Map();
    for (const bucket of named(latest().all, "parley_request_duration_seconds_bucket").filter(ofEndpoint)) {
      const bound = bucket.labels.le === "+Inf" ? Infinity : Number(bucket.labels.le);
      atMost.set(bound, (atMost.get(bound) ?? 0) + grown(bucket, since));
    }
    const buckets = [...atMost].sort((a, b) => a[0] - b[0]);
    const total = buckets.at(-1)?.[1] ?? 0;
    let below = 0;
    let from = 0;
    for (const [bound, upTo] of buckets) {
      if (total > 0 && upTo >= wanted * total) {
        return (bound === Infinity ? from : from + ((bound - from) * (wanted * total - below)) / (upTo - below)) * 1000;
      }
      below = upTo;
      from = bound;
    }
    return null;
  }

  // ---- tables, tiles and charts

  /** A cell with a number of /metrics; its key and value are kept beside the text. */
  function cell(sample, format) {
    const made = element("td", sample ? format(sample.value) : "-");
    if (sample) {
      made.dataset.key = sample.key;
      made.dataset.value = sample.value;
    }
    return made;
  }

  function table(id, heads, rows) {
    const head = element("thead");
    head.append(element("tr"));
    head.firstChild.append(...heads.map((text) => Object.assign(element("th", text), { scope: "col" })));
    const body = element("tbody");
    body.append(
      ...rows.map(([title, ...cells]) => {
        const row = element("tr");
        row.append(Object.assign(element("th", title), { scope: "row" }), ...cells);
        return row;
      }),
    );
    place(id).replaceChildren(head, body);
  }

  function now(tiles) {
    place("now").replaceChildren(
      ...tiles.map(([title, text]) => {
        const tile = element("div");
        tile.append(element("dt", title), element("dd", text));
        return tile;
      }),
    );
  }

  function chart(id, lines) {
    const at = place(id);
    const size = () => ({ width: Math.max(200, at.clientWidth), height: CHART_HEIGHT });
    const axis = { stroke: () => colour("--quiet"), grid: { stroke: () => colour("--grid"), width: 1 }, ticks: { stroke: () => colour("--axis"), width: 1 } };
    const made = new uPlot(
      {
        ...size(),
        series: [
          { value: (_, time) => (time == null ? "-" : clock.format(time * 1000)) },
          ...lines.map((line, i) => ({ label: line.label, stroke: () => colour("--c" + i), width: 1.5, points: { show: false }, value: (_, value) => (value == null ? "-" : line.format(value)) })),
        ],
        axes: [{ ...axis, space: 90, values: (_, times) => times.map((time) => clock.format(time * 1000)) }, { ...axis, size: 64 }],
        scales: { y: { range: (_, least, most) => [0, most > 0 ? most * 1.1 : 1] } },
      },
      [[], ...lines.map(() => [])],
      at,
    );
    at.chart = made;
    new ResizeObserver(() => size().width !== made.width && made.setSize(size())).observe(at);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => made.redraw(false, true));
    return (time, values) => {
      const [times, ...kept] = made.data.map((column) => [...column]);
      times.push(time);
      kept.forEach((column, i) => column.push(values[i]));
      const over = times.findIndex((then) => time - then <= KEPT_SECONDS);
      made.setData([times, ...kept].map((column) => column.slice(over)));
    };
  }

  const connections = chart("connections", [{ label: "open", format: count.format }]);
  const messages = chart("messages", [{ label: "received", format: rate }]);
  const answers = chart("answers", [
    { label: "p50", format: millis },
    { label: "p99", format: millis },
  ]);

  // ---- the parts of the page

  function endpoints(before) {
    const since = ago(ANSWER_WINDOW_SECONDS);
    const one = (name, labels) => named(latest().all, name).find((sample) => sample.labels.endpoint === labels.endpoint && sample.labels.engine === labels.engine);
    table(
      "endpoints",
      ["endpoint", "engine", "connections", "accepted", "messages", "messages/s", "received", "sent", "p99", "loop stalls"],
      named(latest().all, "parley_connections").map(({ labels }) => {
        const received = one("parley_messages_received_total", labels);
        const same = (bucket) => bucket.labels.endpoint === labels.endpoint && bucket.labels.engine === labels.engine;
        return [
          labels.endpoint,
          element("td", labels.engine),
          cell(one("parley_connections", labels), count.format),
          cell(one("parley_accepted_total", labels), count.format),
          cell(received, count.format),
          element("td", received ? rate(perSecond(received, before)) : "-"),
          cell(one("parley_received_bytes_total", labels), bytes),
          cell(one("parley_sent_bytes_total", labels), bytes),
          element("td", millis(quantile(0.99, since, same))),
          cell(one("parley_loop_stalls_total", labels), count.format),
        ];
      }),
    );
  }

  function queue() {
    const states = named(latest().all, "parley_queue_messages");
    place("queue-section").hidden = states.length === 0;
    if (states.length === 0) {
      return;
    }
    const limit = named(latest().all, "parley_queue_bytes")[0];
    const more = [
      ["put since the start", named(latest().all, "parley_queue_put_total")[0], count.format],
      ["clients that wait", named(latest().all, "parley_queue_waiting")[0], count.format],
      ["bytes", limit, bytes],
    ];
    table(
      "queue",
      ["", ...states.map((sample) => sample.labels.state), ...more.map(([title]) => title)],
      [["messages", ...states.map((sample) => cell(sample, count.format)), ...more.map(([, sample, format]) => cell(sample, format))]],
    );
    const tubes = Map.groupBy(named(latest().all, "parley_tube_messages"), (sample) => sample.labels.tube);
    const oldest = new Map(named(latest().all, "parley_tube_oldest_ready_age_seconds").map((sample) => [sample.labels.tube, sample]));
    const heads = [...new Set([...tubes.values()].flat().map((sample) => sample.labels.state))];
    const largest = [...tubes].sort((a, b) => sum(b[1]) - sum(a[1]));
    table(
      "tubes",
      ["tube", ...heads, "oldest ready"],
      largest.slice(0, MOST_TUBES).map(([tube, ofTube]) => [
        tube,
        ...heads.map((state) => cell(ofTube.find((sample) => sample.labels.state === state), count.format)),
        cell(oldest.get(tube), seconds),
      ]),
    );
  }

  function reasons() {
    const since = ago(RECENT_SECONDS);
    const kinds = { parley_refused_total: "refused", parley_datagrams_dropped_total: "dropped", parley_datagrams_dropped_by_kernel_total: "dropped", parley_closed_total: "ended" };
    table(
      "reasons",
      ["", "reason", "endpoint", "in all", "last minute"],
      latest()
        .all.filter((sample) => kinds[sample.name] && sample.value > 0)
        .sort((a, b) => Object.keys(kinds).indexOf(a.name) - Object.keys(kinds).indexOf(b.name) || b.value - a.value)
        .map((sample) => [
          kinds[sample.name],
          element("td", (sample.labels.reason ?? "receive_buffer_full").replaceAll("_", " ")),
          element("td", sample.labels.endpoint),
          cell(sample, count.format),
          element("td", count.format(grown(sample, since))),
        ]),
    );
  }

  function show(text) {
    const all = samples(text);
    const before = latest();
    const at = Date.now() / 1000;
    if (before && all.some((sample) => sample.name === "parley_accepted_total" && sample.value < (before.byKey.get(sample.key) ?? 0))) {
      pictures.length = 0; // it counts from the beginning: another process answers
    }
    pictures.push({ at, all, byKey: new Map(all.map((sample) => [sample.key, sample.value])) });
    while (at - pictures[0].at > RECENT_SECONDS + 1) {
      pictures.shift();
    }
    const last = pictures.at(-2);
    const window = ago(ANSWER_WINDOW_SECONDS);
    const open = sum(named(all, "parley_connections"));
    const received = last ? sumPerSecond("parley_messages_received_total", last) : null;
    const [p50, p99] = [quantile(0.5, window), quantile(0.99, window)];
    now([
      ["connections", count.format(open)],
      ["messages/s", last ? rate(received) : "-"],
      ["received", last ? bytes(sumPerSecond("parley_received_bytes_total", last)) + "/s" : "-"],
      ["sent", last ? bytes(sumPerSecond("parley_sent_bytes_total", last)) + "/s" : "-"],
      ["p50", millis(p50)],
      ["p99", millis(p99)],
    ]);
    connections(at, [open]);
    messages(at, [received]);
    answers(at, [p50, p99]);
    endpoints(last ?? latest());
    queue();
    reasons();
    document.body.dataset.pictures = Number(document.body.dataset.pictures ?? 0) + 1;
  }

  function state(good, title, lines = []) {
    const box = place("state");
    box.classList.toggle("bad", !good);
    box.replaceChildren(element("h2", title), ...lines.map((line) => element("p", line)));
  }

  place("address").textContent = location.host;
  document.title = "Parley at " + location.host;
  const events = new EventSource("events");
  let full = false;
  events.addEventListener("metrics", (event) => {
    full = false;
    document.querySelector("main").classList.remove("old");
    show(event.data);
  });
  events.addEventListener("state", (event) => {
    const lines = event.data.split("\n");
    const ready = lines.length === 1 && lines[0] === "ok";
    state(ready, ready ? "ready" : "not ready", ready ? [] : lines);
  });
  events.addEventListener("full", (event) => {
    full = true; // the stream ends behind it
    state(false, event.data);
  });
  events.addEventListener("error", () => {
    if (full) {
      return;
    }
    if (latest() === undefined || Date.now() / 1000 - latest().at > 3) { // a stream ends now and then, and is opened again at once
      document.querySelector("main").classList.add("old");
      state(false, "the server does not answer; what is shown is old");
    }
  });
})();
