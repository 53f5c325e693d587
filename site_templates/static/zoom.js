// The chart zoomed or sorted anew: the events of a stretch of time to marks, labels and columns.
// Labels go to the most important first, as far as they find room; many marks become columns.
"use strict";
(() => {
  const told = window.timelineRecords;
  const [SOFT_START, SOFT_END, WINDOW, POINT, STRONG, DISPUTED] = [1, 2, 4, 8, 16, 32];
  const [NOTE, TITLE, NOTE_LINE, LINE] = [11, 13, 16, 17];
  const [GAP, BETWEEN, ROW_GAP, HEAD, LANE_GAP, THICK] = [9, 16, 9, 34, 12, 9];
  const [RUG_ROW, RUG_ROWS, COLUMN, COLUMN_HEIGHT, MOST_MARKS, TRIED] = [13, 3, 14, 40, 40, 120];
  const [TEXT_WIDTH, OPEN, SOFT, SLICE, MANY] = [190, 48, 12, 4, 15];
  const MOST_LANES = 7;

  // Records -----------------------------------------------------------------------------------
  const names = (all) => all.map((one) => (typeof one === "number" ? told.names[one] : one));
  const known = new Map();
  let ranked = [];

  function record([id, title, when, from, to, stance, flags, source, actor, place, theme, rivals]) {
    const said = { source: names(source), actor: names(actor), place: names(place), theme: names(theme) };
    return { id, title, when, from, to, stance, flags, ...said, rivals };
  }

  // A line of a file of the search says the same with less.
  function fromShard([id, , title, when, from, to, stance, source, actor, place, , importance, theme]) {
    const flags = from !== null && to - from <= 1 ? POINT : 0;
    return { id, title, when, from, to, stance, flags, source, actor, place, theme, rivals: [], importance };
  }

  if (told) {
    ranked = told.records.map(record);
    ranked.forEach((one) => known.set(one.id, one));
  }

  // The files of a large site that a stretch of days needs; null where they are too many.
  function missing(from, to) {
    const need = told.shards.map((day, at) => [day, told.shards[at + 1] ?? Infinity, at])
      .filter(([start, end]) => start < to && end > from).map(([, , at]) => at);
    return need.length > 4 ? null : need.filter((at) => !loaded.has(at));
  }

  const loaded = new Set();
  async function bringIn(parts) {
    for (const part of parts) {
      const lines = await window.timeline.piece(part);
      loaded.add(part);
      const fresh = lines.map(fromShard).filter(({ id }) => !known.has(id)).sort((a, b) => b.importance - a.importance);
      fresh.forEach((one) => known.set(one.id, one));
      ranked = ranked.concat(fresh);
    }
  }

  // Words -------------------------------------------------------------------------------------
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function width(text, font) {
    const key = font + text;
    if (!widths.has(key)) {
      pen.font = font;
      widths.set(key, pen.measureText(text).width + 1);
    }
    return widths.get(key);
  }

  function wrap(text, font) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? lines.at(-1) + " " + word : word;
      if (width(longer, font) <= TEXT_WIDTH || !lines.at(-1)) lines[lines.length - 1] = longer;
      else if (lines.length < 2) lines.push(word);
      else return [lines[0], cut(lines[1] + "…", font)];
    }
    return lines.length < 2 ? [cut(lines[0], font)] : even(text.split(" "), font).map((line) => cut(line, font));
  }

  // Two lines as equally long as can be.
  function even(all, font) {
    let best = null;
    for (let at = 1; at < all.length; at += 1) {
      const lines = [all.slice(0, at).join(" "), all.slice(at).join(" ")];
      const longest = Math.max(...lines.map((line) => width(line, font)));
      if (!best || longest < best.longest) best = { lines, longest };
    }
    return best.lines;
  }

  function cut(line, font) {
    let short = line;
    while (short.length > 2 && width(short, font) > TEXT_WIDTH) short = short.replace(/.…?$/u, "…").replace(/ …$/, "…");
    return short;
  }

  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  const worded = new Map();
  function wordsOf(one, face) {
    if (!worded.has(one.id)) worded.set(one.id, wordsAnew(one, face));
    return worded.get(one.id);
  }

  function wordsAnew(one, face) {
    const bold = one.flags & STRONG ? "bold " : "";
    const font = `${bold}${TITLE}px ${face}`;
    const note = [one.when, one.stance === "happened" ? "" : one.stance, one.flags & DISPUTED ? "disputed" : ""].filter(Boolean).join(" · ");
    const lines = wrap(one.title, font);
    const wide = Math.max(width(note, `${NOTE}px ${face}`), ...lines.map((line) => width(line, font)));
    return { note, lines, bold, width: wide, height: NOTE_LINE + LINE * lines.length };
  }

  // Lanes -------------------------------------------------------------------------------------
  // How events are told is the order of the drawing; else the most frequent values, the rest last.
  function lanesBy(key) {
    if (key === "stance") {
      return told.lanes.map(([name, stances]) => ({ name, has: (one) => stances.includes(one.stance) }));
    }
    const count = new Map();
    for (const one of ranked) for (const name of named(one, key)) count.set(name, (count.get(name) || 0) + 1);
    const most = [...count].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name).slice(0, MOST_LANES - 1);
    const first = (one) => most.find((name) => one[key].includes(name));
    const lanes = most.map((name) => ({ name, has: (one) => first(one) === name }));
    return [...lanes, { name: most.length ? "Others" : "All", has: (one) => !first(one) }];
  }

  // Who comes first acts; of themes all count, so that the broad ones are found.
  const named = (one, key) => (key === "theme" ? one.theme : one[key].slice(0, 1));

  // Where a record lies on the axis, in its units; open ends are null.
  function placed(one, place, px) {
    const [low, high] = [one.from, one.to].map((day) => (day === null ? null : place(day)));
    const middle = low === null ? high : high === null ? low : (low + high) / 2;
    const rivals = one.rivals.map(([from, to]) => place(from === null ? to : to === null ? from : (from + to) / 2));
    return { one, low, high, middle, rivals, reach: extent(one, low, high, middle, px) };
  }

  // The room of a mark in pixels of the window, and its soft ends beyond it.
  function extent(one, low, high, middle, px) {
    const radius = one.flags & STRONG ? 6.5 : 5;
    const around = (x, half) => [x - half, x + half];
    const soft = { before: one.flags & SOFT_START ? SOFT : 0, after: one.flags & SOFT_END ? SOFT : 0 };
    if (low === null) return { form: "bar", body: [px(high) - 6, px(high)], before: OPEN, after: soft.after };
    if (high === null) return { form: "bar", body: [px(low), px(low) + 6], before: soft.before, after: OPEN };
    if (one.flags & WINDOW) {
      const body = around(px(middle), radius);
      return { form: "point", body, thread: [px(low), px(high)], before: 0, after: 0 };
    }
    if (one.flags & POINT) return { form: "point", body: around(px(middle), radius), ...soft };
    if (px(high) - px(low) < THICK) return { form: "short", body: around(px(middle), THICK / 2), ...soft };
    return { form: "bar", body: [px(low), px(high)], ...soft };
  }

  // Rows of labels, then what is left over ------------------------------------------------------
  function seat(items, room, size, face) {
    const rows = [];
    const rest = [];
    let used = 0;
    items.forEach((item) => {
      const { form, body, before, after, thread } = item.reach;
      const inside = body[1] > 0 && body[0] < size;
      const full = used + NOTE_LINE + LINE > room;
      const fits = ([from, to]) => body[1] + BETWEEN <= from || to + BETWEEN <= body[0];
      if (!inside || (full && !rows.some((row) => row.taken.every(fits)))) return void rest.push(item);
      const words = wordsOf(item.one, face);
      const [low, high] = [Math.min(body[0] - before, thread ? thread[0] : Infinity), Math.max(body[1] + after, thread ? thread[1] : -Infinity)];
      const spots = [];
      if (form === "bar" && body[1] - body[0] > 0.7 * words.width) {
        const x = Math.max(0, Math.min(Math.max(body[0], 0), size - words.width));
        spots.push({ low: Math.min(low, x), high: Math.max(high, x + words.width), x, side: 1, below: THICK + 2 });
      } else {
        spots.push({ low, high: high + GAP + words.width, x: high + GAP, side: 1, below: 0 });
        spots.push({ low: low - GAP - words.width, high, x: low - GAP, side: -1, below: 0 });
      }
      for (const spot of spots) {
        const [left, right] = spot.side > 0 ? [spot.x, spot.x + words.width] : [spot.x - words.width, spot.x];
        if (left < 0 || right > size) continue;
        const height = words.height + spot.below;
        let row = rows.find((each) => used + Math.max(0, height - each.height) <= room
          && each.taken.every(([from, to]) => spot.high + BETWEEN <= from || to + BETWEEN <= spot.low));
        if (!row && used + height + (rows.length ? ROW_GAP : 0) <= room) {
          used += rows.length ? ROW_GAP : 0;
          rows.push(row = { taken: [], seated: [], height: 0 });
        }
        if (!row) continue;
        used += Math.max(0, height - row.height);
        row.height = Math.max(row.height, height);
        row.taken.push([spot.low, spot.high]);
        row.seated.push({ item, words, spot });
        return;
      }
      rest.push(item);
    });
    return { rows, rest };
  }

  function swarm(items) {
    const tracks = Array.from({ length: RUG_ROWS }, () => []);
    return items.map((item) => {
      const [low, high] = item.reach.body;
      let at = tracks.findIndex((taken) => taken.every(([from, to]) => high + 1 <= from || to + 1 <= low));
      if (at < 0) at = tracks.indexOf([...tracks].sort((a, b) => a.length - b.length)[0]);
      tracks[at].push([low, high]);
      return at;
    });
  }

  // Everything in the window of the axis, as a Plotly figure of the given size ------------------
  function arrange({ base, key, range, place, dayAt, colours, must, wide }) {
    const [from, to] = [...range].sort((a, b) => a - b);
    const size = base.layout.meta.length;
    const scale = size / (to - from);
    const px = (x) => (x - from) * scale;
    const axis = (x) => from + x / scale;
    const face = base.layout.font.family;
    const draw = painter(axis, px, colours, told.stances);
    const days = [dayAt(from), dayAt(to)];
    const here = ranked.filter((one) => (one.from ?? one.to) < days[1] && (one.to ?? one.from + 1e-9) > days[0]);
    if (must && known.has(must)) here.unshift(...here.splice(Math.max(here.findIndex(({ id }) => id === must), 0), here.some(({ id }) => id === must) ? 1 : 0));
    const lanes = bands(base.layout, key);
    const parts = told.shards.length ? missing(...days) : [];
    const counted = parts === null && key === "stance"
      ? base.data.find(({ name }) => name === "clusters") : null;
    for (const lane of lanes) {
      const all = here.filter(lane.has);
      const items = all.slice(0, TRIED).map((one) => placed(one, place, px));
      const top = lane.top + HEAD;
      const room = lane.bottom - top;
      const less = Math.max(room - COLUMN_HEIGHT - ROW_GAP, 50);
      let { rows, rest } = seat(items, all.length > MANY ? less : room, size, face);
      if (rest.length && all.length <= MANY) ({ rows, rest } = seat(items, less, size, face));
      let y = top;
      for (const row of rows) {
        for (const { item, words, spot } of row.seated) {
          draw.mark(item, y + NOTE_LINE / 2);
          draw.label(item, words, spot, y);
        }
        y += row.height + ROW_GAP;
      }
      if (counted) continue;
      const more = all.slice(TRIED);
      if (rest.length + more.length > MOST_MARKS) columns([...rest.map(({ one }) => one), ...more], (day) => px(place(day)), axis, draw, lane.bottom, dayAt);
      else swarm(rest).forEach((track, at) => draw.mark(rest[at], y + RUG_ROW * (track + 0.5)));
    }
    return draw.figure(base, lanes, key, counted, wide);
  }

  // The bands of the drawing where lanes are as drawn; otherwise as high as their share asks.
  function bands(layout, key) {
    const lanes = lanesBy(key).map((lane) => ({ ...lane, count: ranked.filter(lane.has).length })).filter(({ count }) => count);
    if (key === "stance") {
      const tops = layout.meta.bands;
      return lanes.map((lane, at) => ({ ...lane, top: tops[at], bottom: (tops[at + 1] ?? layout.height) - LANE_GAP }));
    }
    const total = lanes.reduce((sum, { count }) => sum + count, 0);
    let y = layout.margin.t;
    return lanes.map((lane) => {
      const rows = Math.max(1, Math.min(lane.count, Math.round(14 * lane.count / total)));
      const band = { ...lane, top: y, bottom: y + HEAD + rows * 52 + (lane.count > rows * 4 ? COLUMN_HEIGHT + ROW_GAP : 0) };
      y = band.bottom + LANE_GAP;
      return band;
    });
  }

  function columns(rest, px, axis, draw, bottom, dayAt) {
    const found = new Map();
    for (const { from, to } of rest) {
      const at = Math.floor(px(from ?? to) / COLUMN);
      found.set(at, (found.get(at) || 0) + 1);
    }
    const most = Math.max(...found.values());
    for (const [at, count] of found) {
      const low = axis(at * COLUMN);
      const high = axis((at + 1) * COLUMN);
      const [first, last] = [dayAt(low), dayAt(high)].map((day) => new Date(day * 864e5));
      const name = (date) => (Number.isNaN(+date) ? "" : `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`);
      const height = Math.max(2, COLUMN_HEIGHT * count / most);
      draw.column(low, high, bottom - height, height, `${name(first)} – ${name(last)}: ${count} more event${count === 1 ? "" : "s"}`);
    }
  }

  // Marks, labels and columns to traces and annotations ------------------------------------------
  function painter(axis, px, colours, looks) {
    const bar = (name, extra) => ({ type: "bar", orientation: "h", name, base: [], x: [], y: [], width: [], ...extra });
    const point = (name, extra) => ({ type: "scatter", mode: "markers", name, x: [], y: [], ...extra });
    const line = (name, look) => ({ type: "scatter", mode: "lines", name, hoverinfo: "skip", x: [], y: [], line: look });
    const outline = { color: [], width: 1.6 };
    const ties = line("ties", { color: colours.accent, width: 1.4, dash: "2px,3px" });
    const fades = bar("fades", { hoverinfo: "skip", marker: { color: colours.accent, opacity: [], line: { width: 0 } } });
    // Columns are one shape; the points in their middles are not drawn, only found by the pointer.
    const cols = [];
    const middles = point("clusters", { mode: "none", hoverinfo: "text", hovertext: [], base: [], length: [] });
    const bars = bar("bars", { customdata: [], hovertext: [], hoverinfo: "text", marker: { color: [], line: outline, cornerradius: 2 } });
    const dots = point("dots", { hoverinfo: "skip", marker: { size: 4, color: colours.accent, opacity: 1, line: { width: 0 } } });
    const rivals = point("rivals", { hoverinfo: "skip", marker: { symbol: "diamond", size: 7, color: colours.paper, opacity: 1, line: { color: colours.accent, width: 1.4 } } });
    const points = point("points", { customdata: [], hovertext: [], hoverinfo: "text", marker: { symbol: [], size: [], color: [], opacity: 1, line: { color: [], width: 1.6 } } });
    const strikes = line("strikes", { color: colours.ink, width: 1.6 });
    const labels = [];

    function strip(low, high, y, thick, opacity) {
      fades.base.push(axis(low));
      fades.x.push(axis(high) - axis(low));
      fades.y.push(y);
      fades.width.push(thick);
      fades.marker.opacity.push(opacity);
    }

    function mark({ one, reach, rivals: others }, y) {
      const { form, body, before, after, thread } = reach;
      const look = looks[one.stance];
      const solid = look === "solid";
      const thick = form === "bar" ? THICK : 3;
      if (thread) strip(thread[0], thread[1], y, 3, 0.45);
      for (const [edge, length, way] of [[body[0], before, -1], [body[1], after, 1]]) {
        const count = Math.floor(length / SLICE);
        for (let n = 0; n < count; n += 1) {
          const ends = [edge + way * SLICE * n, edge + way * SLICE * (n + 1)].sort((a, b) => a - b);
          strip(ends[0], ends[1], y, thick, (solid ? 1 : 0.45) * (1 - (n + 0.5) / count));
        }
      }
      const said = one.stance === "happened" ? "" : ` · ${one.stance}`;
      const doubt = one.flags & DISPUTED ? " · sources disagree" : "";
      const hover = `${escape(one.when)}${said}${doubt}<br><b>${escape(one.title)}</b><br><i>${escape(one.source.join(", "))}</i>`;
      const [fill, stroke] = [solid ? colours.accent : colours.paper, look === "struck" ? colours.muted : colours.accent];
      const middle = (body[0] + body[1]) / 2;
      if (form === "bar") {
        bars.base.push(axis(body[0] + 0.8));
        bars.x.push(axis(body[1] - 0.8) - axis(body[0] + 0.8));
        bars.y.push(y);
        bars.width.push(THICK - 1.6);
        bars.customdata.push(one.id);
        bars.hovertext.push(hover);
        bars.marker.color.push(fill);
        bars.marker.line.color.push(stroke);
        if (look === "dotted") (dots.x.push(axis(middle)), dots.y.push(y));
      } else {
        points.x.push(axis(middle));
        points.y.push(y);
        points.customdata.push(one.id);
        points.hovertext.push(hover);
        points.marker.symbol.push((form === "short" ? "square" : "circle") + (look === "dotted" ? "-dot" : ""));
        points.marker.size.push(body[1] - body[0] - 1.6);
        points.marker.color.push(fill);
        points.marker.line.color.push(stroke);
      }
      if (look === "struck") (strikes.x.push(axis(body[0] - 3), axis(body[1] + 3), null), strikes.y.push(y, y, null));
      for (const at of others) {
        const far = Math.abs(px(at) - middle);
        if (far < 10 || far > 320) continue;
        ties.x.push(axis(middle), at, null);
        ties.y.push(y, y, null);
        rivals.x.push(at);
        rivals.y.push(y);
      }
    }

    // Plotly takes half of a zoom step to write labels, so the page writes them over the plot.
    function label({ one }, words, spot, y) {
      const struck = looks[one.stance] === "struck";
      labels.push({ id: one.id, x: axis(spot.x), side: spot.side, top: y + spot.below, words, struck });
    }

    function column(low, high, y, height, words) {
      const air = axis(1.5) - axis(0);
      const right = high - air;
      cols.push(`M${[low, right].map((x) => x.toFixed(3)).join(` ${y.toFixed(1)}H`)}V${(y + height).toFixed(1)}H${low.toFixed(3)}Z`);
      middles.x.push((low + high) / 2);
      middles.y.push(y + height / 2);
      middles.hovertext.push(words);
      middles.base.push(low);
      middles.length.push(high - low);
    }

    function figure(base, lanes, key, counted) {
      const drawn = [ties, fades, counted || middles, bars, dots, rivals, points, strikes].filter(({ x }) => x.length);
      const layout = { ...base.layout };
      if (cols.length) {
        const columns = { type: "path", path: cols.join(""), layer: "below", fillcolor: colours.accent, opacity: 0.55, line: { width: 0 } };
        layout.shapes = [...layout.shapes, columns];
      }
      const fixed = base.layout.annotations.filter(({ name }) => !name);
      if (key === "stance") return { data: drawn, layout: { ...layout, annotations: fixed }, labels };
      const height = Math.round(lanes.at(-1).bottom + LANE_GAP);
      const heads = lanes.map(({ name, top }) => ({
        text: `<b>${escape(name)}</b>`, xref: "paper", x: 0, xanchor: "left", xshift: 6, y: top + HEAD / 2 - 1, yanchor: "middle",
        font: { size: 12, color: colours.ink }, showarrow: false, borderpad: 0, borderwidth: 0,
      }));
      const rules = lanes.slice(1).map(({ top }) => ({
        type: "line", layer: "below", line: { color: colours.rule, width: 1 }, xref: "paper", x0: 0, x1: 1, y0: top, y1: top,
      }));
      Object.assign(layout, { height, margin: { ...layout.margin, b: 0 } });
      layout.yaxis = { ...layout.yaxis, range: [height, layout.margin.t] };
      layout.xaxis = { ...layout.xaxis, ticklen: height - layout.margin.t };
      layout.shapes = [...layout.shapes.filter(({ xsizemode, y0, y1, xref }) => !xsizemode && !(xref === "paper" && y0 === y1)), ...rules];
      const cuts = fixed.filter(({ yref, xref }) => yref === "paper" && xref !== "paper");
      return { data: drawn, layout: { ...layout, annotations: [...cuts, ...heads] }, labels };
    }
    return { mark, label, column, figure };
  }

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

  // The dates on the axis between two places of it; words that would not be whole are left out.
  function ticks({ axis, length, segments }, [low, high], { l, r }, face) {
    const zoom = length / (high - low);
    const whole = (text, at) => {
      if (axis !== "xaxis") return true;
      const half = Math.max(...text.split("<br>").map((line) => width(line.replace(/<.*?>/g, ""), `bold ${NOTE}px ${face}`))) / 2;
      return (at - low) * zoom + l >= half && (high - at) * zoom + r >= half;
    };
    const [tickvals, ticktext] = [[], []];
    for (const [start, end, from, to] of segments) {
      const scale = (to - from) / (end - start);
      const step = STEPS.find((each) => each.seconds * scale * zoom >= 74) || STEPS.at(-1);
      const begin = start + (Math.max(from, low) - from) / scale;
      const stop = start + (Math.min(to, high) - from) / scale;
      let before = null;
      for (const moment of begin < stop ? moments(step, begin, stop) : []) {
        const at = from + (moment - start) * scale;
        const text = words(moment, step, before);
        const fits = whole(text, at);
        tickvals.push(at);
        ticktext.push(fits ? text : "");
        if (fits) before = moment;
      }
    }
    return { tickvals, ticktext };
  }

  const kinds = () => ["theme", "source", "actor", "place"].filter((key) => new Set(ranked.flatMap((one) => named(one, key))).size > 1);
  window.timeline.zoom = { arrange, ticks, missing, bringIn, kinds, all: () => ranked, has: !!told };
})();
