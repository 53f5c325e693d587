// The chart zoomed or sorted anew: the events of a stretch of time to marks, labels and columns.
// Labels go to the most important first, as far as they find room; many marks become columns.
"use strict";
(() => {
  const { painter, axis: { width, MONTHS } } = window.timeline;
  const told = window.timelineRecords;
  const [SOFT_START, SOFT_END, WINDOW, POINT, STRONG, DISPUTED] = [1, 2, 4, 8, 16, 32];
  const [NOTE, TITLE, NOTE_LINE, LINE] = [11, 13, 16, 17];
  const [GAP, BETWEEN, ROW_GAP, HEAD, LANE_GAP, THICK] = [9, 16, 9, 34, 12, 9];
  const [RUG_ROW, RUG_ROWS, COLUMN, COLUMN_HEIGHT, MOST_MARKS, TRIED] = [13, 3, 14, 40, 40, 120];
  const [TEXT_WIDTH, OPEN, SOFT, MANY] = [190, 48, 12, 15];
  const [MOST_LANES, ROW] = [7, NOTE_LINE + 2 * LINE + ROW_GAP];
  const [MOST_TALL, TRACKS, TRACK, BELOW, FAR] = [40, 4, 15, 10, 140];

  // Records -----------------------------------------------------------------------------------
  const names = (all) => all.map((one) => (typeof one === "number" ? told.names[one] : one));
  const known = new Map();
  let ranked = [];

  function record([id, title, when, from, to, stance, flags, source, actor, place, theme, rivals, likely = null]) {
    const said = { source: names(source), actor: names(actor), place: names(place), theme: names(theme) };
    return { id, title, when, from, to, stance, flags, ...said, rivals, likely };
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
    const first = (one) => (key === "theme" ? one.theme.find((name) => most.includes(name)) : most.find((name) => one[key].includes(name)));
    const lanes = most.map((name) => ({ name, has: (one) => first(one) === name }));
    return [...lanes, { name: most.length ? "Others" : "All", has: (one) => !first(one) }];
  }

  // Who comes first acts; of themes all count, so that the broad ones are found.
  const named = (one, key) => (key === "theme" ? one.theme : one[key].slice(0, 1));

  // Where a record lies on the axis, in its units; open ends are null.
  function placed(one, place, px) {
    const [low, high] = [one.from, one.to].map((day) => (day === null ? null : place(day)));
    const middle = one.likely != null ? place(one.likely) : low === null ? high : high === null ? low : (low + high) / 2;
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

  function swarm(items, count = RUG_ROWS) {
    const tracks = Array.from({ length: count }, () => []);
    return items.map((item) => {
      const [low, high] = item.reach.body;
      let at = tracks.findIndex((taken) => taken.every(([from, to]) => high + 1 <= from || to + 1 <= low));
      if (at < 0) at = tracks.indexOf([...tracks].sort((a, b) => a.length - b.length)[0]);
      tracks[at].push([low, high]);
      return at;
    });
  }

  // Everything in the window of the axis, as a Plotly figure of the given size ------------------
  function arrange({ base, key, range, place, dayAt, colours, must }) {
    const [from, to] = [...range].sort((a, b) => a - b);
    const size = base.layout.meta.length;
    const scale = size / (to - from);
    const px = (x) => (x - from) * scale;
    const axis = (x) => from + x / scale;
    const face = base.layout.font.family;
    const down = base.layout.meta.axis === "yaxis";
    const draw = painter(axis, px, colours, told.stances, down);
    const days = [dayAt(from), dayAt(to)];
    const here = ranked.filter((one) => (one.from ?? one.to) < days[1] && (one.to ?? one.from + 1e-9) > days[0]);
    if (must && known.has(must)) here.unshift(...here.splice(Math.max(here.findIndex(({ id }) => id === must), 0), here.some(({ id }) => id === must) ? 1 : 0));
    if (down) {
      stack(here.slice(0, MOST_TALL).map((one) => placed(one, place, px)), base.layout.margin.l, size, draw, face);
      return draw.figure(base);
    }
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
    return draw.figure(base, lanes, key, counted);
  }

  // Where time runs down: the most important on tracks beside the axis, and of their labels, one under
  // another, as many as find room near their marks.
  function stack(items, margin, size, draw, face) {
    const axis = margin + 6;
    const tracks = swarm(items, TRACKS).map((track) => axis + TRACK * (track + 0.5));
    items.forEach((item, at) => draw.mark(item, tracks[at]));
    const left = axis + TRACK * TRACKS + 14;
    let [chosen, tops] = [[], []];
    items.forEach((item, which) => {
      const [low, high] = [Math.max(item.reach.body[0], 0), Math.min(item.reach.body[1], size)];
      if (high <= 0 || low >= size) return;
      const label = { item, words: wordsOf(item.one, face), track: tracks[which], at: low + Math.min(high - low, NOTE_LINE) / 2 };
      const all = [...chosen, label].sort((a, b) => a.at - b.at);
      const heights = all.map(({ words }) => words.height + BELOW);
      const placed = spread(all.map(({ at }) => at - NOTE_LINE / 2), heights, size + BELOW);
      const fits = placed.at(-1) + heights.at(-1) <= size + BELOW + 0.5;
      if (fits && all.every(({ at }, number) => Math.abs(placed[number] - at) < FAR)) [chosen, tops] = [all, placed];
    });
    chosen.forEach(({ item, words, track, at }, which) => draw.tied(item, words, tops[which], [track, left - 14, left], at));
  }

  // Wanted tops, sorted, to tops that do not overlap, together as near to them as can be: pools of
  // neighbours that would overlap (Ayer et al. 1955), cut to the frame.
  function spread(wanted, heights, size) {
    const above = heights.reduce((all, height) => [...all, all.at(-1) + height], [0]);
    const pools = [];
    wanted.forEach((top, at) => {
      let [total, count] = [top - above[at], 1];
      while (pools.length && pools.at(-1)[0] / pools.at(-1)[1] >= total / count) {
        const [more, others] = pools.pop();
        [total, count] = [total + more, count + others];
      }
      pools.push([total, count]);
    });
    const limit = Math.max(0, size - above.at(-1));
    return pools.flatMap(([total, count]) => Array(count).fill(total / count))
      .map((top, at) => Math.min(Math.max(top, 0), limit) + above[at]);
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
      const rows = Math.max(1, Math.min(lane.count, Math.round(13 * lane.count / total)));
      const band = { ...lane, top: y, bottom: y + HEAD + rows * ROW + (lane.count > rows ? COLUMN_HEIGHT + ROW_GAP : 0) };
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

  const kinds = () => ["theme", "source", "actor", "place"].filter((key) => new Set(ranked.flatMap((one) => named(one, key))).size > 1);
  window.timeline.zoom = { arrange, missing, bringIn, kinds, all: () => ranked, has: !!told };
})();
