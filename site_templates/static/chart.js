// The chart: Plotly takes the place of the drawing when somebody touches or focuses it; arrow keys
// go from event to event; what is chosen, found or pointed at in the list shows here as well.
"use strict";
(() => {
  const root = document.documentElement;
  const chart = document.getElementById("chart");
  if (!chart) return;
  const { say, hear, daysIn, bring } = window.timeline;
  const stage = chart.querySelector(".stage");
  const narrow = matchMedia("(max-width: 640px)");
  const shape = () => (narrow.matches ? "tall" : "wide");
  const idOf = (link) => (link?.getAttribute?.("href") || "").match(/#e-(.*)$/)?.[1] || "";
  const held = () => (stage.contains(document.activeElement) ? idOf(document.activeElement) : "");
  let library = null;
  let plot = null;
  let pressed = [0, 0];
  let shown = null;
  let opened = "";
  let lit = "";

  // Plotly ------------------------------------------------------------------------------------
  function load() {
    library = library || Promise.all(chart.dataset.scripts.split(" ").map(bring));
    return library;
  }

  // The figure is written in the light colours; any other come from the style sheet.
  function figure() {
    const drawn = window.timelineFigures[shape()];
    const style = getComputedStyle(root);
    let text = JSON.stringify(drawn);
    for (const [key, colour] of Object.entries(drawn.layout.meta.palette)) {
      text = text.replaceAll(colour, style.getPropertyValue("--" + key).trim() || colour);
    }
    return dressed(JSON.parse(text));
  }

  // What the list leaves out turns pale, the open event gets a ring.
  function dressed({ data, layout }) {
    const pale = (id) => (!shown || shown.has(id) ? 1 : 0.12);
    for (const trace of shown ? data : []) {
      if (trace.customdata) trace.marker.opacity = trace.customdata.map(pale);
      else trace.opacity = 0.3;
    }
    for (const label of shown ? layout.annotations : []) {
      if (label.name) label.opacity = pale(label.name);
    }
    const at = opened && placesOf(data, layout).find(({ id }) => id === opened);
    if (at) {
      const line = { color: layout.font.color, width: 2 };
      const marker = { size: 20, color: "rgba(0,0,0,0)", line };
      data.push({ type: "scatter", mode: "markers", name: "open", hoverinfo: "skip", x: [at.x], y: [at.y], marker });
    }
    return { data, layout };
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
    plot = { div, fit, whole: axis.range.slice(), axis: layout.meta.axis, meta: layout.meta };
    plot.places = placesOf(data, layout);
    div.setAttribute("role", "group");
    div.setAttribute("aria-label", "Interactive chart; the same events are listed below");
    div.on("plotly_click", ({ points }) => go(points[0].customdata));
    div.on("plotly_hover", ({ event, points }) => event && say("point", { id: points[0].customdata, from: "chart" }));
    div.on("plotly_unhover", () => say("point", { id: held(), from: "chart" }));
    div.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; }, true);
    div.addEventListener("click", (event) => go(labelAt(event)));
    div.on("plotly_relayout", (change) => retick(div, layout.meta, ticks, change));
    chart.classList.add("live");
    chart.querySelector(".hint").hidden = narrow.matches;
    if (stage.contains(document.activeElement)) hover(idOf(document.activeElement));
    span();
  }

  // The same figure dressed anew, zoomed as it was.
  function redress() {
    if (!plot) return;
    const { data, layout } = figure();
    const { range, tickvals, ticktext } = plot.div.layout[plot.axis];
    Object.assign(layout[plot.axis], { range, tickvals, ticktext });
    window.Plotly.react(plot.div, data, layout, config);
  }

  function remove() {
    window.Plotly.purge(plot.div);
    plot.div.remove();
    plot = null;
  }

  // Labels let a drag that begins on them through to Plotly, so their clicks are found by place.
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
    if (link?.target?.baseVal) window.open(link.href.baseVal, link.target.baseVal);
    else if (id) say("go", { id });
  }

  let started = null;
  function start() {
    started = started || load().then(draw).catch(() => { chart.querySelector(".failed").hidden = false; });
    return started;
  }
  const redraw = () => { if (plot) draw(); };
  hear("theme", redraw);
  narrow.addEventListener("change", redraw);
  new ResizeObserver(() => plot && plot.fit()).observe(stage);
  stage.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && start());
  stage.addEventListener("click", (event) => event.target.closest("a") || start());

  // Where the events are, in time and across it --------------------------------------------------
  function placesOf(data, layout) {
    const wide = layout.meta.axis === "xaxis";
    const found = [];
    for (const trace of data) {
      (trace.customdata || []).forEach((id, at) => {
        let [x, y] = [trace.x[at], trace.y[at]];
        if (trace.base) [x, y] = wide ? [trace.base[at] + x / 2, y] : [x, trace.base[at] + y / 2];
        const name = trace.hovertext[at].replace(/<br>/g, " ").replace(/<[^>]*>/g, "");
        found.push({ id, x, y, time: wide ? x : y, across: wide ? y : x, name });
      });
    }
    return found.sort((a, b) => a.time - b.time || a.across - b.across);
  }

  // Before Plotly is there, the links of the drawing; filtered events are passed over.
  function places() {
    const wide = !narrow.matches;
    const all = plot?.places || links().map((link) => {
      const { x, y, width, height } = link.querySelector(".tl-body").getBBox();
      const [cx, cy] = [x + width / 2, y + height / 2];
      return { id: idOf(link), time: wide ? cx : cy, across: wide ? cy : cx };
    }).sort((a, b) => a.time - b.time || a.across - b.across);
    return shown ? all.filter(({ id }) => shown.has(id)) : all;
  }

  // Keyboard: one stop for the whole chart, arrows within it. The links of the drawing stay in the
  // page, unseen, when Plotly shows which one is meant; an event it draws and they do not gets one.
  const links = () => [...stage.querySelectorAll(`.tl-${shape()} a.tl-mark[href^="#e-"]`)];
  const linkOf = (id) => stage.querySelector(`.tl-${shape()} a.tl-mark[href="#e-${CSS.escape(id)}"]`);
  for (const svg of stage.querySelectorAll("svg.tl")) {
    svg.querySelectorAll("a").forEach((link, at) => link.setAttribute("tabindex", at ? -1 : 0));
  }

  function stand(place) {
    if (!place) return;
    const old = stage.querySelector(".walk");
    let link = linkOf(place.id);
    if (!link) {
      link = document.createElement("a");
      link.className = "walk";
      link.href = "#e-" + place.id;
      link.textContent = place.name;
      stage.append(link);
    }
    link.focus({ preventScroll: true });
    if (old && old !== link) old.remove();
  }

  function step(key) {
    const all = places();
    const at = all.findIndex(({ id }) => id === idOf(document.activeElement));
    const [back, ahead, less, more] = narrow.matches
      ? ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] : ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
    if (key === "Home" || at < 0) return all[0];
    if (key === "End") return all.at(-1);
    if (key === back) return all[at - 1];
    if (key === ahead) return all[at + 1];
    const { time, across } = all[at];
    const side = key === less ? -1 : key === more ? 1 : 0;
    const far = (one) => Math.abs(one.time - time) + 3 * Math.abs(one.across - across);
    return all.filter((one) => (one.across - across) * side > 3).sort((a, b) => far(a) - far(b))[0];
  }

  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest("a")) return;
    const zoom = { "+": 0.5, "=": 0.5, "-": 2, "0": Infinity }[event.key];
    if (zoom) start().then(() => zoomBy(zoom));
    else if (/^Arrow|^Home$|^End$/.test(event.key)) stand(step(event.key));
    else return;
    event.preventDefault();
  });
  stage.addEventListener("focusin", ({ target }) => arrive(target));
  function arrive(target) {
    if (!target.closest("a")) return;
    chart.querySelector(".keys").hidden = false;
    stage.querySelectorAll("a.tl-mark[tabindex='0']").forEach((link) => link.setAttribute("tabindex", -1));
    (linkOf(idOf(target)) || links()[0])?.setAttribute("tabindex", 0);
    if (target.matches(":focus-visible")) start();
    say("point", { id: idOf(target), from: "chart" });
    hover(idOf(target));
  }
  stage.addEventListener("focusout", ({ relatedTarget }) => {
    chart.querySelector(".keys").hidden = !stage.contains(relatedTarget);
  });
  for (const svg of stage.querySelectorAll("svg.tl")) {
    svg.addEventListener("pointerover", ({ target }) => say("point", { id: idOf(target.closest("a")) || held(), from: "chart" }));
    svg.addEventListener("pointerleave", () => say("point", { id: held(), from: "chart" }));
  }

  // Zoom --------------------------------------------------------------------------------------
  function zoomTo(low, high) {
    if (!plot) return;
    const [least, most] = [...plot.whole].sort((a, b) => a - b);
    const width = Math.min(high - low, most - least);
    const from = Math.min(Math.max(low, least), most - width);
    const range = plot.whole[0] < plot.whole[1] ? [from, from + width] : [from + width, from];
    return window.Plotly.relayout(plot.div, { [plot.axis + ".range"]: range });
  }
  const rangeNow = () => [...plot.div.layout[plot.axis].range].sort((a, b) => a - b);

  async function zoomBy(factor) {
    if (!plot) return;
    const [low, high] = rangeNow();
    const here = plot.places.find(({ id }) => id === idOf(document.activeElement));
    const middle = here ? here.time : (low + high) / 2;
    const half = Math.min(((high - low) / 2) * factor, plot.meta.length);
    await zoomTo(middle - half, middle + half);
    if (here) hover(here.id);
  }

  // A stretch of time chosen in the list or on the strip is what the chart shows.
  let wanted = ["", ""];
  function span() {
    if (!plot || narrow.matches) return;
    const [from, to] = wanted.map((text) => text && daysIn(text));
    const [least, most] = [...plot.whole].sort((a, b) => a - b);
    const low = from ? placeOf(from[0]) - 12 : least;
    const high = to ? placeOf(to[1]) + 12 : most;
    if (low < high) zoomTo(low, high);
  }

  function placeOf(day) {
    const moment = (day + FIRST / DAY) * DAY;
    const { segments } = plot.meta;
    const [start, end, from, to] = segments.find((part) => moment <= part[1]) || segments.at(-1);
    return from + Math.min(Math.max((moment - start) / (end - start), 0), 1) * (to - from);
  }

  // In step with the list -----------------------------------------------------------------------
  function hover(id) {
    if (!plot) return;
    const here = id && plot.places.find((place) => place.id === id);
    if (!here) return window.Plotly.Fx.unhover(plot.div);
    const [low, high] = rangeNow();
    const inside = here.time >= low && here.time <= high;
    if (!inside && stage.contains(document.activeElement)) {
      const half = (high - low) / 2;
      zoomTo(here.time - half, here.time + half).then(() => hover(id));
      return;
    }
    plot.div.data.forEach((trace, curveNumber) => {
      const pointNumber = (trace.customdata || []).indexOf(id);
      if (inside && pointNumber >= 0) window.Plotly.Fx.hover(plot.div, [{ curveNumber, pointNumber }]);
    });
  }

  hear("point", ({ id, from }) => {
    if (lit) linkOf(lit)?.classList.remove("lit");
    lit = id;
    if (lit) linkOf(lit)?.classList.add("lit");
    if (from === "list") hover(id);
  });
  hear("shown", ({ ids, from, to }) => {
    shown = ids;
    for (const link of stage.querySelectorAll("a.tl-mark")) link.classList.toggle("pale", !!ids && !ids.has(idOf(link)));
    redress();
    if (from !== wanted[0] || to !== wanted[1]) {
      wanted = [from, to];
      span();
    }
  });
  hear("opened", ({ id }) => {
    if (opened === id) return;
    stage.querySelectorAll(".tl-mark.open").forEach((link) => link.classList.remove("open"));
    opened = id;
    if (id) stage.querySelectorAll(`a.tl-mark[href="#e-${CSS.escape(id)}"]`).forEach((link) => link.classList.add("open"));
    redress();
  });

  // This script comes with the first movement, which may have been towards the chart.
  if (stage.contains(document.activeElement)) arrive(document.activeElement);
  else if (stage.matches(":hover")) start();

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
