// The time axis: days to places on it and back, the dates written along it, and the room of words.
"use strict";
(() => {
  const NOTE = 11; // the size of the words, in pixels
  const DAY = 86400;
  const FIRST = 62135596800; // seconds from 0001-01-01, where moments begin, to 1970-01-01
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

  function placeOf(segments, day) {
    const moment = (day + FIRST / DAY) * DAY;
    const [start, end, from, to] = segments.find((part) => moment <= part[1]) || segments.at(-1);
    return from + Math.min(Math.max((moment - start) / (end - start), 0), 1) * (to - from);
  }

  function dayAt(segments, place) {
    const [start, end, from, to] = segments.find((part) => place <= part[3]) || segments.at(-1);
    return (start + Math.min(Math.max((place - from) / (to - from), 0), 1) * (end - start)) / DAY - FIRST / DAY;
  }

  // Where today is on the axis, if it is on it at all.
  function todayAt(segments) {
    const now = Date.now() / 1000 + FIRST;
    const part = segments.find(([start, end]) => start <= now && now < end);
    return part && part[2] + ((now - part[0]) / (part[1] - part[0])) * (part[3] - part[2]);
  }

  // How wide words are, in pixels.
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

  window.timeline.axis = { placeOf, dayAt, todayAt, ticks, width, MONTHS };
})();
