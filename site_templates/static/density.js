// The strip above the chart: a stretch of it, drawn with a pointer or set with two sliders, becomes
// the dates between which the list is shown.
"use strict";
(() => {
  const strip = document.querySelector(".density");
  if (!strip || !document.querySelector(".finder")) return;
  const { say, hear, dayOf, daysIn } = window.timeline;
  const FIRST = 719162; // days from 0001-01-01, where moments begin, to 1970-01-01
  const width = strip.querySelector("svg").viewBox.baseVal.width;
  const parts = strip.dataset.parts.split(";").map((part) => {
    const [start, end, low, high, unit] = part.split(",");
    return { start: start / 86400 - FIRST, end: end / 86400 - FIRST, low: +low, high: +high, unit };
  });
  const [first, last] = [parts[0].start, parts.at(-1).end];
  let chosen = [first, last];

  // Days and places on the strip, in parts of its width ------------------------------------------
  const partAt = (day) => parts.find((part) => day < part.end) || parts.at(-1);
  function place(day) {
    const { start, end, low, high } = partAt(day);
    return (low + Math.min(Math.max((day - start) / (end - start), 0), 1) * (high - low)) / width;
  }
  function dayAt(share) {
    const x = share * width;
    const { start, end, low, high } = parts.find((part) => x <= part.high) || parts.at(-1);
    return start + Math.min(Math.max((x - low) / (high - low), 0), 1) * (end - start);
  }

  // A day to the unit of its part of the strip that holds it: first day, and the one after the last.
  const YEARS = { year: 1, decade: 10, century: 100 };
  function unitOf(day) {
    const { unit } = partAt(day);
    if (unit === "day") return [Math.floor(day), Math.floor(day) + 1];
    const date = new Date(Math.floor(day) * 864e5);
    const year = Number.isNaN(+date) ? Math.floor(1970 + day / 365.2425) : date.getUTCFullYear();
    if (unit === "month") return [dayOf(year, date.getUTCMonth() + 1), dayOf(year, date.getUTCMonth() + 2)];
    const count = YEARS[unit];
    const from = Math.floor(year / count) * count;
    return [dayOf(from), dayOf(from + count)];
  }

  // The day a stretch begins or ends with, as the search wants it and as a reader does.
  function written(day, is_end) {
    const { unit } = partAt(day);
    const date = new Date(Math.floor(is_end ? day - 1 : day) * 864e5);
    if (Number.isNaN(+date)) return String(Math.floor(1970 + day / 365.2425));
    const year = date.getUTCFullYear();
    const [y, m, d] = [String(year), ...[date.getUTCMonth() + 1, date.getUTCDate()].map((n) => String(n).padStart(2, "0"))];
    return unit === "day" ? [y, m, d].join("-") : unit === "month" ? `${y}-${m}` : y;
  }

  // What is seen --------------------------------------------------------------------------------
  const band = document.createElement("div");
  band.className = "band";
  const thumbs = ["From", "Until"].map((name) => {
    const thumb = document.createElement("span");
    thumb.className = "thumb";
    thumb.tabIndex = 0;
    thumb.setAttribute("role", "slider");
    thumb.setAttribute("aria-label", name);
    thumb.setAttribute("aria-valuemin", Math.floor(first));
    thumb.setAttribute("aria-valuemax", Math.ceil(last));
    return thumb;
  });
  strip.append(band, ...thumbs);
  strip.classList.add("ready");

  function show([from, to]) {
    chosen = [from, to];
    const shares = [place(from), to >= last ? parts.at(-1).high / width : place(to - 0.01)];
    band.style.left = 100 * shares[0] + "%";
    band.style.width = 100 * Math.max(shares[1] - shares[0], 0.002) + "%";
    band.hidden = from <= first && to >= last;
    thumbs.forEach((thumb, at) => {
      thumb.style.left = 100 * shares[at] + "%";
      thumb.setAttribute("aria-valuenow", Math.round(chosen[at]));
      thumb.setAttribute("aria-valuetext", written(chosen[at], at === 1));
    });
  }

  function choose(from, to) {
    show([Math.max(from, first), Math.min(to, last)]);
    say("range", { from: from > first ? written(from) : "", to: to < last ? written(to, true) : "" });
  }

  // Hands ---------------------------------------------------------------------------------------
  let begun = null;
  const shareAt = ({ clientX }) => {
    const { left, width: whole } = strip.getBoundingClientRect();
    return (clientX - left) / whole;
  };
  const drawn = (event) => {
    const [one, other] = [begun, shareAt(event)].sort((a, b) => a - b).map(dayAt);
    return [unitOf(one)[0], unitOf(other)[1]];
  };
  strip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const thumb = thumbs.indexOf(event.target);
    begun = thumb < 0 ? shareAt(event) : place(thumb ? chosen[0] : chosen[1] - 0.01);
    strip.setPointerCapture(event.pointerId);
    show(drawn(event));
  });
  strip.addEventListener("pointermove", (event) => begun !== null && show(drawn(event)));
  strip.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const [from, to] = drawn(event);
    begun = null;
    choose(from, to);
  });
  strip.addEventListener("pointercancel", () => { begun = null; show(chosen); });
  strip.addEventListener("dblclick", () => choose(first, last));

  thumbs.forEach((thumb, at) => thumb.addEventListener("keydown", (event) => {
    const less = ["ArrowLeft", "ArrowDown", "PageDown"].includes(event.key);
    const more = ["ArrowRight", "ArrowUp", "PageUp"].includes(event.key);
    const far = event.key.startsWith("Page") ? 12 : 1;
    let day = chosen[at];
    if (event.key === "Home") day = at ? unitOf(chosen[0])[1] : first;
    else if (event.key === "End") day = at ? last : unitOf(chosen[1] - 1)[0];
    else if (!less && !more) return;
    event.preventDefault();
    for (let n = 0; n < far && (less || more); n += 1) day = moved(day, more);
    if (at) choose(chosen[0], Math.max(day, unitOf(chosen[0])[1]));
    else choose(Math.min(day, unitOf(chosen[1] - 1)[0]), chosen[1]);
  }));

  // One unit on or back, over the cuts of the axis.
  function moved(day, more) {
    if (more) {
      const part = partAt(day);
      const next = unitOf(day)[1];
      const after = parts[parts.indexOf(part) + 1];
      return Math.min(next >= part.end && after ? after.start : next, last);
    }
    const part = partAt(day - 1);
    const before = parts[parts.indexOf(part) - 1];
    const back = unitOf(day - 1)[0];
    return Math.max(back < part.start && before ? unitOf(before.end - 0.01)[0] : back, first);
  }

  hear("shown", ({ from, to }) => {
    const [low, high] = [from && daysIn(from), to && daysIn(to)];
    show([low ? Math.max(low[0], first) : first, high ? Math.min(high[1], last) : last]);
  });
  show(chosen);
})();
