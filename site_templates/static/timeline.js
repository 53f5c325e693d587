// The pages read without scripts. This one, on every page, switches light and dark, lets Escape
// close a tooltip, and holds what the others share.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  // Shared: words between the scripts, and dates --------------------------------------------
  const say = (what, detail = {}) => document.dispatchEvent(new CustomEvent("timeline:" + what, { detail }));
  const hear = (what, act) => document.addEventListener("timeline:" + what, (event) => act(event.detail));

  // A day as a number: 0 is 1970-01-01. Beyond the years a Date knows, near enough.
  function dayOf(year, month = 1, day = 1) {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return Number.isNaN(+date) ? Math.round((year - 1970) * 365.2425) : +date / 864e5;
  }

  // "1999", "1999-05", "1999-05-17", "44 BCE" to its first day and the one after its last; else null.
  function daysIn(text) {
    const [, back] = text.match(/^\s*(\d{1,9})\s*bce?\s*$/i) || [];
    const [, y, m, d] = text.match(/^\s*(-?\d{1,9})(?:-(\d\d?)(?:-(\d\d?))?)?(?:T.*)?\s*$/) || [];
    if (back) return [dayOf(1 - back), dayOf(2 - back)];
    if (!y || (m && !(m >= 1 && m <= 12)) || (d && !(d >= 1 && d <= 31))) return null;
    if (!m) return [dayOf(+y), dayOf(+y + 1)];
    return d ? [dayOf(+y, +m, +d), dayOf(+y, +m, +d + 1)] : [dayOf(+y, +m), dayOf(+y, +m + 1)];
  }

  function bring(name) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      document.head.append(Object.assign(script, { src: name, async: false, onload: done, onerror: failed }));
    });
  }

  // The index of a large site comes in pieces, each a script that hands itself in, and so do lists
  // of the words in each.
  const here = document.currentScript.src.split("timeline.js")[0];
  const [handed, coming] = [{}, {}];
  const come = (name) => (coming[name] ||= bring(`${here}${name}.js`).then(() => handed[name]));
  const piece = (number) => come(`search-${number}`);
  const words = (number) => come(`words-${number}`);
  const shard = (number, lines) => { handed[`search-${number}`] = lines; };
  const vocabulary = (number, text) => { handed[`words-${number}`] = text; };

  window.timeline = { say, hear, dayOf, daysIn, bring, piece, words, shard, vocabulary, ready: false };

  // The scripts of a page come when somebody first moves: until then it is light and complete.
  // A key pressed meanwhile is not lost: what was typed stands in the field.
  const field = document.getElementById("q");
  let asleep = (document.querySelector("main").dataset.scripts || "").split(" ").filter(Boolean);
  function wake() {
    asleep.forEach(bring);
    asleep = [];
  }
  for (const kind of ["pointermove", "pointerdown", "keydown", "focusin", "hashchange"]) {
    addEventListener(kind, wake, { once: true, passive: true });
  }
  if (location.search || location.hash.startsWith("#e-")) wake();
  field?.form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (!field || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // Light and dark ------------------------------------------------------------------------
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const button = document.querySelector(".theme");
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  if (button) {
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("timeline-theme", root.dataset.theme); } catch { /* not kept */ }
      name();
      say("theme");
    });
    dark.addEventListener("change", () => { name(); say("theme"); });
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
})();
