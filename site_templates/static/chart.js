// The chart: Plotly takes the place of the drawing when somebody touches or focuses it; what is
// chosen, found or pointed at in the list shows here as well.
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
  const kept = new Map();
  function figure() {
    const name = shape() + root.dataset.theme + matchMedia("(prefers-color-scheme: dark)").matches;
    if (!kept.has(name)) {
      const drawn = window.timelineFigures[shape()];
      const colours = coloursOf(drawn);
      let text = JSON.stringify(drawn);
      for (const [key, colour] of Object.entries(drawn.layout.meta.palette)) text = text.replaceAll(colour, colours[key]);
      kept.set(name, JSON.parse(text));
    }
    const { data, layout } = kept.get(name);
    return { data, layout: { ...layout } };
  }

  function coloursOf({ layout }) {
    const style = getComputedStyle(root);
    const all = Object.entries(layout.meta.palette);
    return Object.fromEntries(all.map(([key, colour]) => [key, style.getPropertyValue("--" + key).trim() || colour]));
  }

  // What is to be seen: as drawn in the page, or placed anew for a part of the axis or other lanes.
  const zoom = () => window.timeline.zoom;
  const placeOf = (day) => window.timeline.axis.placeOf(plot.meta.segments, day);
  const dayAt = (place) => window.timeline.axis.dayAt(plot.meta.segments, place);
  const anew = () => zoom()?.has && (plot.range || (by !== "stance" && !narrow.matches));
  function view() {
    const base = figure();
    const drawn = base.layout[plot.axis];
    const axis = { ...drawn, range: [...drawn.range] }; // Plotly writes into it
    base.layout[plot.axis] = axis;
    if (plot.range) Object.assign(axis, { range: [...plot.range] }, ticksOf(plot.range));
    if (!anew()) return dressed(base);
    const told = { base, key: by, range: axis.range, place: placeOf, dayAt, colours: coloursOf(window.timelineFigures.wide), must: held() || opened };
    const arranged = zoom().arrange(told);
    Object.assign(arranged.layout[plot.axis], { range: axis.range, tickvals: axis.tickvals, ticktext: axis.ticktext });
    return dressed(arranged);
  }
  const ticksOf = (range) => window.timeline.axis.ticks(plot.meta, [...range].sort((a, b) => a - b), plot.margin, plot.face);

  // What the list leaves out turns pale, the open event gets a ring, today a line.
  function dressed({ data: traces, layout, labels = [] }) {
    const pale = (id) => (!shown || shown.has(id) ? 1 : 0.12);
    const data = !shown ? [...traces] : traces.map((trace) => (trace.customdata
      ? { ...trace, marker: { ...trace.marker, opacity: trace.customdata.map(pale) } } : { ...trace, opacity: 0.3 }));
    if (shown) layout.annotations = layout.annotations.map((label) => (label.name ? { ...label, opacity: pale(label.name) } : label));
    if (shown) layout.shapes = layout.shapes.map((shape) => (shape.path ? { ...shape, opacity: 0.15 } : shape));
    const at = opened && placesOf(data, layout).find(({ id }) => id === opened);
    if (at) {
      const line = { color: layout.font.color, width: 2 };
      const marker = { size: 20, color: "rgba(0,0,0,0)", line };
      data.push({ type: "scatter", mode: "markers", name: "open", hoverinfo: "skip", x: [at.x], y: [at.y], marker });
    }
    const now = plot && window.timeline.axis.todayAt(plot.meta.segments);
    if (now) {
      const wide = layout.meta.axis === "xaxis";
      const reach = wide ? { x0: now, x1: now, yref: "paper", y0: 0, y1: 1 } : { y0: now, y1: now, xref: "paper", x0: 0, x1: 1 };
      const line = { color: layout.meta.palette.accent, width: 1, dash: "4px,3px" };
      layout.shapes = [...layout.shapes, { type: "line", layer: "below", line, ...reach }];
    }
    return { data, layout, labels };
  }

  // The labels of a chart placed anew, over the plot and in step with it.
  function label(one) {
    const key = `${one.id} ${one.side} ${one.words.lines.length}`;
    const box = lettered.get(key) || document.createElement("div");
    if (!box.firstChild) {
      const note = document.createElement("small");
      const title = document.createElement(one.words.bold ? "b" : "span");
      note.textContent = one.words.note;
      title.textContent = one.words.lines.join("\n");
      box.dataset.id = one.id;
      box.append(note, title);
      lettered.set(key, box);
    }
    const looks = `word${one.side < 0 ? " left" : ""}${one.struck ? " struck" : ""}${!shown || shown.has(one.id) ? "" : " pale"}`;
    if (box.className !== looks) box.className = looks;
    box.style.top = `${one.top}px`;
    return box;
  }
  const lettered = new Map();
  function letter(labels) {
    plot.labels = labels;
    const boxes = labels.map(label);
    const stay = new Set(boxes);
    for (const box of [...plot.words.children]) if (!stay.has(box)) box.remove();
    boxes.forEach((box, at) => plot.words.children[at] !== box && plot.words.insertBefore(box, plot.words.children[at] || null));
    settleWords(plot.range || plot.whole);
  }

  function settleWords([low, high]) {
    [...plot.words.children].forEach((box, at) => {
      box.style.left = `${plot.labels[at].left ?? ((plot.labels[at].x - low) / (high - low)) * plot.meta.length}px`;
    });
  }

  const config = {
    displaylogo: false,
    displayModeBar: true,
    showSendToCloud: false,
    plotlyServerURL: "",
    responsive: true,
    typesetMath: false,
    showTips: false,
    doubleClick: false,
  };
  // Plotly takes the range it was last given for the whole, so going back is not left to it.
  const whole = () => settle(plot.whole);
  const buttons = () => [["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d",
    { name: "Show all", icon: window.Plotly.Icons.home, click: whole }]];

  async function draw() {
    const drawn = figure();
    const { layout } = drawn;
    const div = document.createElement("div");
    div.className = "plot";
    stage.append(div);
    const old = plot;
    plot = { div, axis: layout.meta.axis, meta: layout.meta, margin: layout.margin, face: layout.font.family, whole: layout[layout.meta.axis].range.slice(), range: null, found: null, find: () => [] };
    if (old?.axis === plot.axis) plot.range = old.range;
    const { data, layout: seen, labels } = view();
    plot.words = Object.assign(document.createElement("div"), { className: "words" });
    plot.words.setAttribute("aria-hidden", "true");
    config.modeBarButtons = buttons();
    plot.fit = () => {
      const scale = stage.clientWidth / seen.width;
      div.style.transform = `scale(${scale})`;
      stage.style.minHeight = by === "stance" ? "" : `${scale * div.layout.height}px`;
    };
    await window.Plotly.newPlot(div, data, seen, config);
    div.querySelector(".hoverlayer").closest("svg").before(plot.words); // what is pointed at lies over all
    letter(labels);
    plot.fit();
    if (old) remove(old);
    plot.find = () => placesNow(data, seen);
    div.setAttribute("role", "group");
    div.setAttribute("aria-label", "Interactive chart; the same events are listed below");
    div.on("plotly_click", ({ points: [point] }) => (point.data.name === "clusters" ? openCluster(point) : go(point.customdata)));
    div.on("plotly_hover", ({ event, points }) => event && say("point", { id: points[0].customdata || "", from: "chart" }));
    div.on("plotly_unhover", () => say("point", { id: held(), from: "chart" }));
    div.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; }, true);
    div.addEventListener("click", (event) => go(labelAt(event)));
    div.on("plotly_doubleclick", whole);
    div.on("plotly_relayouting", () => settleWords(div.layout[plot.axis].range));
    div.on("plotly_relayout", (change) => {
      if (Object.keys(change).some((key) => key.startsWith(plot.axis + ".") && !key.includes("tick"))) settle(div.layout[plot.axis].range);
    });
    chart.classList.add("live");
    chart.querySelector(".hint").hidden = narrow.matches;
    offerLanes();
    if (stage.contains(document.activeElement)) hover(idOf(document.activeElement));
    span();
  }

  // The same chart drawn anew, zoomed as it is.
  async function redress() {
    if (!plot) return;
    const { div } = plot;
    div.setAttribute("aria-busy", "true");
    // What the pointer is over changes, and to find out what it is takes a fifth of a step.
    if (!held() && div.matches(":hover")) div.querySelector(".nsewdrag").dispatchEvent(new MouseEvent("mouseout"));
    const { data, layout, labels } = view();
    [plot.found, plot.find] = [null, () => placesNow(data, layout)];
    await window.Plotly.react(plot.div, data, layout, config);
    letter(labels);
    if (plot.by !== by) plot.fit();
    plot.by = by;
    div.removeAttribute("aria-busy");
  }

  // A part of the axis is what is shown from now on; a large site's events of it come from files.
  async function settle(range) {
    const [low, high] = [...range].sort((a, b) => a - b);
    const [least, most] = [...plot.whole].sort((a, b) => a - b);
    plot.range = low <= least + 0.01 && high >= most - 0.01 ? null : range;
    await redress();
    const parts = anew() && zoom().missing(dayAt(low), dayAt(high));
    if (parts?.length) zoom().bringIn(parts).then(redress, () => {});
  }

  function openCluster({ data, pointNumber: at }) {
    const [low, length] = [data.base[at], (data.length || data.x)[at]];
    zoomTo(low - length / 4, low + length * 1.25);
  }

  function remove({ div }) {
    window.Plotly.purge(div);
    div.remove();
  }

  // Lanes by how events are told, or by source, actor or place ------------------------------------
  const LANES = { stance: "how it is told", theme: "theme", source: "source", actor: "who", place: "where" };
  const lanes = chart.querySelector(".by");
  let by = "stance";
  function offerLanes() {
    if (!lanes) return;
    const select = lanes.querySelector("select");
    const kinds = zoom().has ? zoom().kinds() : [];
    lanes.hidden = narrow.matches || !kinds.length;
    if (select.options.length) return;
    for (const kind of ["stance", ...kinds]) select.add(new Option(LANES[kind], kind));
    select.addEventListener("change", () => {
      by = select.value;
      redress();
    });
  }

  // Labels let a drag that begins on them through to Plotly, so their clicks are found by place.
  function labelAt({ clientX: x, clientY: y }) {
    if (!plot || Math.hypot(x - pressed[0], y - pressed[1]) > 4) return "";
    for (const words of plot.div.querySelectorAll(".annotation, .word")) {
      const box = words.getBoundingClientRect();
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) {
        return words.dataset.id || plot.div.layout.annotations[words.dataset.index].name;
      }
    }
    return "";
  }

  function go(id) {
    const link = id && stage.querySelector(`a[href$="#e-${id}"]`);
    const away = link || stage.querySelector("a[target]");
    if (id && away?.target?.baseVal) window.open(away.href.baseVal.replace(/#.*/, "") + "#e-" + id, away.target.baseVal);
    else if (id) say("go", { id });
  }

  let started = null;
  function start() {
    started = started || load().then(draw).catch(() => { chart.querySelector(".failed").hidden = false; });
    return started;
  }
  const redraw = () => { if (plot) draw(); };
  const dropped = () => { by = "stance"; if (lanes) lanes.querySelector("select").value = by; redraw(); };
  hear("theme", redraw);
  narrow.addEventListener("change", dropped);
  new ResizeObserver(() => plot && plot.fit()).observe(stage);
  stage.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && start());
  stage.addEventListener("click", (event) => event.target.closest("a") || start());

  // Where the events are, in time and across it --------------------------------------------------
  function placesOf(data, layout) {
    const wide = layout.meta.axis === "xaxis";
    const found = [];
    for (const trace of data) {
      if (trace.name === "clusters") continue;
      (trace.customdata || []).forEach((id, at) => {
        let [x, y] = [trace.x[at], trace.y[at]];
        if (trace.base) [x, y] = wide ? [trace.base[at] + x / 2, y] : [x, trace.base[at] + y / 2];
        const name = trace.hovertext[at].replace(/<br>/g, " ").replace(/<[^>]*>/g, "");
        found.push({ id, x, y, time: wide ? x : y, across: wide ? y : x, name });
      });
    }
    return found.sort((a, b) => a.time - b.time || a.across - b.across);
  }

  const known = () => (plot.found ||= plot.find());

  // On a chart placed anew also those that have no place on it just now.
  function placesNow(data, layout) {
    const drawn = placesOf(data, layout);
    if (!anew()) return drawn;
    const seen = new Map(drawn.map((place) => [place.id, place]));
    return zoom().all().map(({ id, when, title, from, to }) => {
      const day = from === null ? to : to === null ? from : (from + to) / 2;
      const { across = 0 } = seen.get(id) || {};
      return seen.get(id) || { id, time: placeOf(day), across, name: `${when} ${title}`, hidden: true };
    }).sort((a, b) => a.time - b.time || a.across - b.across);
  }

  // The links of the drawing stay in the page, unseen, when Plotly shows which one is meant.
  const links = () => [...stage.querySelectorAll(`.tl-${shape()} a.tl-mark[href^="#e-"]`)];
  const linkOf = (id) => stage.querySelector(`.tl-${shape()} a.tl-mark[href="#e-${CSS.escape(id)}"]`);

  // Zoom --------------------------------------------------------------------------------------
  function zoomTo(low, high) {
    if (!plot) return;
    const [least, most] = [...plot.whole].sort((a, b) => a - b);
    const width = Math.min(high - low, most - least);
    const from = Math.min(Math.max(low, least), most - width);
    const range = plot.whole[0] < plot.whole[1] ? [from, from + width] : [from + width, from];
    return settle(range);
  }
  const rangeNow = () => [...(plot.range || plot.whole)].sort((a, b) => a - b);

  async function zoomBy(factor) {
    if (!plot) return;
    const [low, high] = rangeNow();
    const here = known().find(({ id }) => id === idOf(document.activeElement));
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

  // In step with the list -----------------------------------------------------------------------
  function hover(id) {
    if (!plot) return;
    const here = id && known().find((place) => place.id === id);
    if (!here) return window.Plotly.Fx.unhover(plot.div);
    const [low, high] = rangeNow();
    const inside = here.time >= low && here.time <= high;
    if (inside && here.hidden && stage.contains(document.activeElement)) return void redress().then(() => point(id));
    if (!inside && stage.contains(document.activeElement)) {
      const half = (high - low) / 2;
      zoomTo(here.time - half, here.time + half).then(() => point(id));
      return;
    }
    if (inside) point(id);
  }

  function point(id) {
    plot.div.data.forEach((trace, curveNumber) => {
      const pointNumber = (trace.customdata || []).indexOf(id);
      if (pointNumber >= 0) window.Plotly.Fx.hover(plot.div, [{ curveNumber, pointNumber }]);
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

  // What the hands need of it: see hands.js.
  window.timeline.chart = {
    stage, narrow, idOf, held, links, linkOf, start, zoomTo, zoomBy, rangeNow, hover,
    live: () => !!plot, zoomed: () => !!plot?.range, drawn: () => plot && known(), passes: (id) => !shown || shown.has(id),
  };
})();
