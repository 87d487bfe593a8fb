// Draws each .plot from the table it names. All numbers are those of the cells; texts go into the page as text only.
"use strict";
(() => {
  const HEIGHT = 320;
  const DASHES = { target: [2, 4], service: [6, 5], ideal: [10, 3], slot: [3, 3], "response-p50": [2, 3], p50: [2, 3], max: [1, 3] };
  const MICRO = 1e3;
  const MILLI = 1e6;
  const SECOND = 1e9;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (index) => token(`--c${index % 6}`);

  /** As NumberText.timeInPage writes it. */
  const time = (nanos) =>
    nanos < MILLI ? `${(nanos / MICRO).toFixed(1)} µs` : nanos < SECOND ? `${(nanos / MILLI).toFixed(2)} ms` : `${(nanos / SECOND).toFixed(3)} s`;
  const whole = (number) => Math.round(number).toLocaleString("en-US");
  const units = {
    nanos: time,
    rate: (perSecond) => (perSecond < 1000 ? `${perSecond.toFixed(1)}/s` : `${whole(perSecond)}/s`),
    count: whole,
    percent: (percent) => `${percent > 0 ? "+" : ""}${percent.toFixed(1)} %`,
  };
  const ticks = {
    nanos: (nanos) => (nanos < MICRO ? `${nanos} ns` : nanos < MILLI ? `${nanos / MICRO} µs` : nanos < SECOND ? `${nanos / MILLI} ms` : `${nanos / SECOND} s`),
    rate: (perSecond) => perSecond.toLocaleString("en-US"),
    count: (count) => count.toLocaleString("en-US"),
    percent: (percent) => `${percent.toLocaleString("en-US")} %`,
  };
  const percentile = (nines) => `p${String(Number((100 * (1 - 10 ** -nines)).toFixed(4)))}`;

  /** The cells of a column, null where a cell holds nothing. */
  const column = (rows, key) =>
    rows.map((row) => {
      const value = row.querySelector(`td[data-column="${key}"]`)?.dataset.value ?? "";
      return value === "" ? null : Number(value);
    });

  const rowsOf = (body) => [...body.querySelectorAll("tr[data-x]")];

  function axes(x, y) {
    const common = { stroke: () => token("--quiet"), font: "12px system-ui, sans-serif", grid: { stroke: () => token("--grid"), width: 1 }, ticks: { stroke: () => token("--axis"), width: 1 } };
    return [
      { ...common, ...x },
      { ...common, size: 78, ...y },
    ];
  }

  /** Shades from a place on the horizontal axis to its end. */
  const shade = (from) => (u) => {
    const left = Math.max(u.bbox.left, u.valToPos(from, "x", true));
    const width = u.bbox.left + u.bbox.width - left;
    if (width > 0) {
      u.ctx.save();
      u.ctx.globalAlpha = 0.12;
      u.ctx.fillStyle = token("--bad");
      u.ctx.fillRect(left, u.bbox.top, width, u.bbox.height);
      u.ctx.restore();
    }
  };

  function lines(place, table) {
    const bodies = [...table.tBodies];
    const single = bodies.length === 1;
    const keys = place.dataset.columns.split(" ");
    const heading = (key) => table.querySelector(`th[data-column="${key}"]`).textContent;
    const series = [];
    const parts = [];
    const logarithmic = place.dataset.unit === "nanos";
    bodies.forEach((body) => {
      const result = Number(body.dataset.number);
      const rows = rowsOf(body);
      const found = keys.map((key) => ({ key, values: column(rows, key).map((value) => (logarithmic && value === 0 ? null : value)) })).filter(({ values }) => values.some((value) => value !== null));
      parts.push([rows.map((row) => Number(row.dataset.x)), ...found.map(({ values }) => values)]);
      for (const { key } of found) {
        const index = single ? keys.indexOf(key) : result;
        const bars = place.dataset.unit === "count";
        series.push({
          label: single ? heading(key) : keys.length > 1 ? `${body.dataset.name}, ${heading(key)}` : body.dataset.name,
          stroke: () => colour(index),
          width: 2,
          dash: DASHES[key] ?? DASHES[key.split("-")[0]],
          value: (u, value) => (value === null || value === undefined ? "–" : units[place.dataset.unit](value)),
          spanGaps: place.dataset.kind === "nines",
          points: { show: single && place.dataset.kind === "time" ? undefined : false },
          ...(bars ? { paths: uPlot.paths.bars({ size: [0.8, 40] }), fill: () => colour(index), points: { show: false } } : {}),
          ...(place.dataset.kind === "time" && !bars ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
        });
      }
    });
    const nines = place.dataset.kind === "nines";
    return {
      data: parts.length === 1 ? parts[0] : uPlot.join(parts),
      options: {
        scales: {
          x: { time: false },
          y: logarithmic ? { distr: 3 } : { range: (u, low, high) => [0, high === null || high <= 0 ? 1 : high * 1.08] },
        },
        axes: axes(
          nines ? { values: (u, splits) => splits.map(percentile), incrs: [1, 2] } : { values: (u, splits) => splits.map((s) => `${Number(s.toFixed(3))} s`) },
          { values: (u, splits) => splits.map((value) => (value === null ? null : ticks[place.dataset.unit](value))) },
        ),
        series: [{ label: nines ? "percentile" : "from", value: (u, x) => (x === null ? "–" : nines ? percentile(x) : `${x.toFixed(2)} s`) }, ...series],
      },
    };
  }

  /** A field for each interval and bin of one result: the more requests, the stronger its colour. Counts span decades, so does the colour. */
  function heat(place, table) {
    const body = [...table.tBodies].find((one) => one.dataset.number === place.dataset.result);
    const rows = rowsOf(body);
    const edges = table.dataset.edges.split(" ").map(Number);
    const xs = rows.map((row) => Number(row.dataset.x));
    const length = xs.length > 1 ? xs[1] - xs[0] : 1;
    const bins = rows.map((row) => new Map([...row.querySelector('td[data-column="bins"]').dataset.value.matchAll(/(\d+):(\d+)/g)].map((found) => [Number(found[1]), Number(found[2])])));
    const used = bins.flatMap((of) => [...of.keys()]);
    const most = Math.max(1, ...bins.flatMap((of) => [...of.values()]));
    const first = Math.min(...used);
    const low = first === 0 ? edges[1] / 2 : edges[first];
    const high = edges[Math.max(...used) + 1];
    const powers = Array.from({ length: 14 }, (_, k) => 10 ** k);
    const within = (values) => values.filter((value) => value >= low && value <= high);
    const fine = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
    const marks = fine.length > 9 ? within(powers) : fine;
    const strength = (count) => 0.2 + 0.8 * (most === 1 ? 1 : Math.log(count) / Math.log(most));

    function draw(u) {
      const { ctx } = u;
      ctx.save();
      ctx.beginPath();
      ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
      ctx.clip();
      ctx.fillStyle = colour(Number(place.dataset.result));
      const y = (nanos) => Math.round(u.valToPos(Math.max(nanos, low), "y", true));
      const x = (seconds) => Math.round(u.valToPos(seconds, "x", true));
      bins.forEach((of, i) => {
        const left = x(xs[i]);
        const width = Math.max(1, x(xs[i] + length) - left);
        of.forEach((count, bin) => {
          const top = y(edges[bin + 1]);
          ctx.globalAlpha = strength(count);
          ctx.fillRect(left, top, width, Math.max(1, y(edges[bin]) - top));
        });
      });
      ctx.restore();
    }

    /** What is under the pointer: its interval and its bin, or null. */
    function pointed(u) {
      const { left, top } = u.cursor;
      if (left === undefined || left < 0) {
        return null;
      }
      const seconds = u.posToVal(left, "x");
      const nanos = u.posToVal(top, "y");
      const i = xs.findIndex((from) => seconds >= from && seconds < from + length);
      const bin = edges.findIndex((to) => nanos < to) - 1;
      return i < 0 || bin < 0 ? null : { i, bin };
    }

    const shown = (text) => (u) => {
      const at = pointed(u);
      return at === null ? "–" : text(at);
    };
    const seconds = (value) => `${value.toFixed(2)} s`;
    const blank = { paths: () => null, points: { show: false } };
    return {
      data: [xs, column(rows, "requests"), xs.map(() => null)],
      options: {
        scales: { x: { time: false, range: (u, from, to) => (from === xs[0] && to === xs.at(-1) ? [from, to + length] : [from, to]) }, y: { distr: 3, range: () => [low, high] } },
        axes: axes(
          { values: (u, splits) => splits.map((s) => `${Number(s.toFixed(3))} s`) },
          { splits: () => marks, filter: (u, splits) => splits, values: (u, splits) => splits.map(ticks.nanos) },
        ),
        cursor: { points: { show: false } },
        hooks: { draw: [draw], setCursor: [(u) => u.setLegend({ idx: u.cursor.idx }, false)] },
        series: [
          { label: "due", value: shown(({ i }) => `${seconds(xs[i])} to ${seconds(xs[i] + length)}`) },
          { label: "response time", stroke: () => colour(Number(place.dataset.result)), ...blank, value: shown(({ bin }) => `${units.nanos(edges[bin])} to ${units.nanos(edges[bin + 1])}`) },
          { label: "requests", stroke: () => colour(Number(place.dataset.result)), ...blank, value: shown(({ i, bin }) => whole(bins[i].get(bin) ?? 0)) },
        ],
      },
    };
  }

  /** One series a group, with a bar for each interval; groups stand a little beside each other. */
  function differences(place, table) {
    const bodies = [...table.tBodies];
    const names = new Map();
    bodies.forEach((body) => rowsOf(body).forEach((row) => names.set(Number(row.dataset.x), row.querySelector("th").textContent)));
    const xs = [...names.keys()].sort((a, b) => a - b);
    const hue = (group) => colour(Number(bodies[group].dataset.number));
    const offset = (group) => (bodies.length === 1 ? 0 : (group / (bodies.length - 1) - 0.5) * 0.5);
    const groups = bodies.map((body) => new Map(rowsOf(body).map((row) => [Number(row.dataset.x), row])));
    const cell = (group, x, key) => groups[group].get(x)?.querySelector(`td[data-column="${key}"]`)?.dataset.value ?? "";
    const values = (group, key) => xs.map((x) => (cell(group, x, key) === "" ? null : Number(cell(group, x, key))));
    const lows = bodies.map((_, group) => values(group, "low"));
    const highs = bodies.map((_, group) => values(group, "high"));
    const percents = bodies.map((_, group) => values(group, "percent"));
    const all = [...lows.flat(), ...highs.flat(), 0].filter((value) => value !== null);
    const low = Math.min(...all);
    const high = Math.max(...all);
    // One that is a thousand times as slow would leave no difference between the others: then the axis is logarithmic far from 0.
    const margin = Math.max(0.5, (high - low) * 0.08);

    function draw(u) {
      const { ctx } = u;
      const ratio = devicePixelRatio || 1;
      ctx.save();
      ctx.beginPath();
      ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
      ctx.clip();
      ctx.strokeStyle = token("--axis");
      ctx.lineWidth = ratio;
      const zero = u.valToPos(0, "y", true);
      ctx.beginPath();
      ctx.moveTo(u.bbox.left, zero);
      ctx.lineTo(u.bbox.left + u.bbox.width, zero);
      ctx.stroke();
      bodies.forEach((_, group) => {
        if (!u.series[group + 1].show) {
          return;
        }
        xs.forEach((metric, i) => {
          if (percents[group][i] === null) {
            return;
          }
          const x = u.valToPos(metric + offset(group), "x", true);
          const at = (value) => u.valToPos(value, "y", true);
          ctx.strokeStyle = hue(group);
          ctx.lineWidth = 2 * ratio;
          ctx.beginPath();
          ctx.moveTo(x, at(lows[group][i]));
          ctx.lineTo(x, at(highs[group][i]));
          for (const end of [lows[group][i], highs[group][i]]) {
            ctx.moveTo(x - 4 * ratio, at(end));
            ctx.lineTo(x + 4 * ratio, at(end));
          }
          ctx.stroke();
          ctx.beginPath();
          ctx.arc(x, at(percents[group][i]), 4.5 * ratio, 0, 2 * Math.PI);
          ctx.fillStyle = cell(group, metric, "finding") === "shown" ? hue(group) : token("--page");
          ctx.fill();
          ctx.stroke();
        });
      });
      ctx.restore();
    }

    return {
      data: [xs, ...percents],
      options: {
        scales: { x: { time: false, range: (u, from, to) => [from - 0.5, to + 0.5] }, y: { ...(high > 300 ? { distr: 4, asinh: 10 } : {}), range: () => (high > 300 ? [low * 1.5 - 2, high * 1.5] : [low - margin, high + margin]) } },
        cursor: { points: { show: false } },
        axes: axes(
          { splits: () => xs, values: (u, splits) => splits.map((x) => names.get(x) ?? "") },
          { values: (u, splits) => splits.map((value) => (value === null ? null : ticks.percent(value))) },
        ),
        hooks: { draw: [draw] },
        series: [
          { label: "metric", value: (u, x) => (x === null ? "–" : (names.get(x) ?? "")) },
          ...bodies.map((body, group) => ({
            label: body.dataset.name,
            stroke: () => hue(group),
            paths: () => null,
            points: { show: false },
            value: (u, value, s, i) =>
              value === null || value === undefined || i === null
                ? "–"
                : `${units.percent(value)} (${units.percent(lows[group][i])} to ${units.percent(highs[group][i])})`,
          })),
        ],
      },
    };
  }

  const kinds = { differences, heat };
  for (const place of document.querySelectorAll(".plot")) {
    const table = document.getElementById(place.dataset.table);
    const { data, options } = (kinds[place.dataset.kind] ?? lines)(place, table);
    if (place.dataset.shadedFrom !== "") {
      options.hooks = { ...options.hooks, drawClear: [shade(Number(place.dataset.shadedFrom))] };
    }
    const size = () => ({ width: Math.max(200, place.clientWidth), height: HEIGHT });
    const chart = new uPlot({ ...size(), ...options }, data, place);
    place.chart = chart; // for who looks at it from a console, and for tests
    new ResizeObserver(() => size().width !== chart.width && chart.setSize(size())).observe(place);
    for (const query of ["(prefers-color-scheme: dark)", "print"]) {
      matchMedia(query).addEventListener("change", () => chart.redraw(false, true));
    }
  }
  document.querySelectorAll("details").forEach((details) => details.removeAttribute("open"));
})();
