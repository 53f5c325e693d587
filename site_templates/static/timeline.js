// The pages read without this file. It switches light and dark, lets Escape close a tooltip,
// and puts Plotly in the place of the drawn chart when somebody touches or focuses it.
"use strict";
(() => {
  const root = document.documentElement;

  // Light and dark ------------------------------------------------------------------------
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const button = document.querySelector(".theme");
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  const recolour = [name];
  if (button) {
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("timeline-theme", root.dataset.theme); } catch { /* not kept */ }
      recolour.forEach((each) => each());
    });
    dark.addEventListener("change", () => recolour.forEach((each) => each()));
  }

  // Tooltips ------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.classList.add("quiet");
  });
  for (const kind of ["focusin", "pointerover"]) {
    document.addEventListener(kind, () => root.classList.remove("quiet"));
  }

  // The lines to paste --------------------------------------------------------------------
  const lines = document.getElementById("snippet");
  if (lines) {
    const [copy, todo] = [".copy", ".todo"].map((each) => document.querySelector(each));
    if (todo && !location.protocol.startsWith("file")) {
      lines.value = lines.value.replace("embed/", new URL("embed/", location));
      todo.remove();
    }
    copy.hidden = false;
    copy.onclick = () => {
      lines.select();
      copy.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    };
  }

  // The chart -----------------------------------------------------------------------------
  const chart = document.getElementById("chart");
  const source = document.getElementById("chart-data");
  if (!chart || !source) return;
  const stage = chart.querySelector(".stage");
  const narrow = matchMedia("(max-width: 640px)");
  const shape = () => (narrow.matches ? "tall" : "wide");
  let library = null;
  let plot = null;
  let pressed = [0, 0];

  function load() {
    library = library || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = chart.dataset.plotly;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  // The figure has the light colours; any other come from the style sheet.
  function figure() {
    const palette = JSON.parse(source.textContent)[shape()].layout.meta.palette;
    const style = getComputedStyle(root);
    let text = source.textContent;
    for (const [key, colour] of Object.entries(palette)) {
      text = text.replaceAll(colour, style.getPropertyValue("--" + key).trim() || colour);
    }
    return JSON.parse(text)[shape()];
  }

  const config = {
    displaylogo: false,
    displayModeBar: true,
    showSendToCloud: false,
    plotlyServerURL: "",
    responsive: true,
    typesetMath: false,
    showTips: false,
    modeBarButtons: [["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", "resetScale2d"]],
  };

  async function draw() {
    const { data, layout } = figure();
    const axis = layout[layout.meta.axis];
    const ticks = { tickvals: axis.tickvals, ticktext: axis.ticktext };
    const div = document.createElement("div");
    div.className = "plot";
    stage.append(div);
    const fit = () => { div.style.transform = `scale(${stage.clientWidth / layout.width})`; };
    fit();
    await window.Plotly.newPlot(div, data, layout, config);
    if (plot) remove();
    plot = { div, fit };
    div.setAttribute("role", "group");
    div.setAttribute("aria-label", "Interactive chart; the same events are listed below");
    div.on("plotly_click", ({ points }) => go(points[0].customdata));
    div.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; }, true);
    div.addEventListener("click", (event) => go(labelAt(event)));
    div.on("plotly_relayout", (change) => retick(div, layout.meta, ticks, change));
    chart.classList.add("live");
    chart.querySelector(".hint").hidden = narrow.matches;
    if (stage.contains(document.activeElement)) point(document.activeElement);
  }

  function remove() {
    window.Plotly.purge(plot.div);
    plot.div.remove();
    plot = null;
  }

  // Labels let drags that begin on them through to Plotly, so clicks are found by place.
  function labelAt({ clientX: x, clientY: y }) {
    if (!plot || Math.hypot(x - pressed[0], y - pressed[1]) > 4) return "";
    for (const label of plot.div.querySelectorAll(".annotation")) {
      const box = label.getBoundingClientRect();
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) {
        return plot.div.layout.annotations[label.dataset.index].name;
      }
    }
    return "";
  }

  function go(id) {
    const link = id && stage.querySelector(`a[href$="#e-${id}"]`);
    if (link) window.open(link.href.baseVal, link.target.baseVal || "_self");
  }

  // Keyboard: the drawn chart's links stay in the page, unseen; Plotly shows which one is meant.
  function point(link) {
    const id = (link.getAttribute && link.getAttribute("href") || "").split("#e-")[1];
    if (!plot || !id) return;
    plot.div.data.forEach((trace, curveNumber) => {
      const pointNumber = (trace.customdata || []).indexOf(id);
      if (pointNumber >= 0) window.Plotly.Fx.hover(plot.div, [{ curveNumber, pointNumber }]);
    });
  }

  let started = false;
  async function start() {
    if (started) return;
    started = true;
    try {
      await load();
      await draw();
    } catch {
      chart.querySelector(".failed").hidden = false;
    }
  }
  const redraw = () => { if (plot) draw(); };
  recolour.push(redraw);
  narrow.addEventListener("change", redraw);
  new ResizeObserver(() => plot && plot.fit()).observe(stage);
  stage.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && start());
  stage.addEventListener("click", (event) => event.target.closest("a") || start());
  if ("touched" in chart.dataset) start();
  stage.addEventListener("focusin", (event) => { if (event.target.matches(":focus-visible")) start(); point(event.target); });

  // Finer dates when zoomed -----------------------------------------------------------------
  const DAY = 86400;
  const FIRST = 62135596800; // seconds from 0001-01-01, where moments begin, to 1970-01-01
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const STEPS = [[60, 1], [60, 5], [60, 15], [3600, 1], [3600, 3], [3600, 6], [3600, 12], [DAY, 1], [DAY, 2], [DAY, 7]]
    .map(([unit, count]) => ({ seconds: unit * count }))
    .concat([1, 3, 6].map((months) => ({ seconds: months * 30.44 * DAY, months })));
  for (let n = 1; n < 1e6; n *= 10) {
    for (const k of [1, 2, 5]) STEPS.push({ seconds: n * k * 365.25 * DAY, months: 12 * n * k });
  }

  function words(moment, step, before) {
    const date = new Date((moment - FIRST) * 1000);
    const old = before === null ? null : new Date((before - FIRST) * 1000);
    const year = date.getUTCFullYear();
    const era = year > 0 ? String(year) : 1 - year + " BCE";
    const month = MONTHS[date.getUTCMonth()];
    if (step.months >= 12) return `<b>${era}</b>`;
    const newYear = !old || old.getUTCFullYear() !== year;
    if (step.months) return newYear ? `<b>${era}</b><br>${month}` : month;
    const newMonth = newYear || old.getUTCMonth() !== date.getUTCMonth();
    const day = date.getUTCDate();
    if (step.seconds >= DAY) return newMonth ? `<b>${month} ${era}</b><br>${day}` : String(day);
    const clock = date.toISOString().slice(-13, -8);
    const newDay = newMonth || old.getUTCDate() !== day;
    return newDay ? `<b>${day} ${month} ${era}</b><br>${clock}` : clock;
  }

  function* moments(step, from, to) {
    if (!step.months) {
      for (let at = Math.ceil(from / step.seconds) * step.seconds; at <= to; at += step.seconds) yield at;
      return;
    }
    const date = new Date((from - FIRST) * 1000);
    let index = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step.months) * step.months;
    for (; ; index += step.months) {
      const next = new Date(0);
      next.setUTCFullYear(Math.floor(index / 12), ((index % 12) + 12) % 12, 1);
      const at = next / 1000 + FIRST;
      if (!(at <= to)) return;
      if (at >= from) yield at;
    }
  }

  // `meta` comes with the figure: which axis is time, its length, and the scale of its parts.
  function retick(div, meta, whole, change) {
    const { axis, length, segments } = meta;
    if (!Object.keys(change).some((key) => key.startsWith(axis + ".") && !key.includes("tick"))) return;
    const [low, high] = [...div.layout[axis].range].sort((a, b) => a - b);
    const zoom = length / (high - low);
    let { tickvals, ticktext } = whole;
    if (zoom > 1.02) {
      [tickvals, ticktext] = [[], []];
      for (const [start, end, from, to] of segments) {
        const scale = (to - from) / (end - start);
        const step = STEPS.find((each) => each.seconds * scale * zoom >= 74) || STEPS.at(-1);
        const begin = start + (Math.max(from, low) - from) / scale;
        const stop = start + (Math.min(to, high) - from) / scale;
        let before = null;
        for (const moment of begin < stop ? moments(step, begin, stop) : []) {
          tickvals.push(from + (moment - start) * scale);
          ticktext.push(words(moment, step, before));
          before = moment;
        }
      }
    }
    window.Plotly.relayout(div, { [axis + ".tickvals"]: tickvals, [axis + ".ticktext"]: ticktext });
  }
})();
