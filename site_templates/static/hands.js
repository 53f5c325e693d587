// The chart under somebody's hands: arrow keys go from event to event, plus and minus, the wheel and
// two fingers zoom.
"use strict";
(() => {
  if (!window.timeline.chart) return;
  const { say } = window.timeline;
  const {
    stage, narrow, idOf, held, links, linkOf, start, zoomTo, zoomBy, rangeNow, hover, live, zoomed, drawn, passes,
  } = window.timeline.chart;
  const keys = stage.parentElement.querySelector(".keys");

  // Keyboard: one stop for the whole chart, arrows within it; an event that Plotly draws and the
  // drawing does not gets a link of its own. -------------------------------------------------------
  // Before Plotly is there, the links of the drawing; filtered events are passed over.
  function places() {
    const wide = !narrow.matches;
    const all = drawn() || links().map((link) => {
      const { x, y, width, height } = link.querySelector(".tl-body").getBBox();
      const [cx, cy] = [x + width / 2, y + height / 2];
      return { id: idOf(link), time: wide ? cx : cy, across: wide ? cy : cx };
    }).sort((a, b) => a.time - b.time || a.across - b.across);
    return all.filter(({ id }) => passes(id));
  }

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
    if (keys) keys.hidden = false;
    stage.querySelectorAll("a.tl-mark[tabindex='0']").forEach((link) => link.setAttribute("tabindex", -1));
    (linkOf(idOf(target)) || links()[0])?.setAttribute("tabindex", 0);
    if (target.matches(":focus-visible")) start();
    say("point", { id: idOf(target), from: "chart" });
    hover(idOf(target));
  }
  stage.addEventListener("focusout", ({ relatedTarget }) => {
    if (keys) keys.hidden = !stage.contains(relatedTarget);
  });
  for (const svg of stage.querySelectorAll("svg.tl")) {
    svg.addEventListener("pointerover", ({ target }) => say("point", { id: idOf(target.closest("a")) || held(), from: "chart" }));
    svg.addEventListener("pointerleave", () => say("point", { id: held(), from: "chart" }));
  }

  // Wheel, with Ctrl or once the chart has been clicked, and two fingers --------------------------
  let armed = false;
  document.addEventListener("pointerdown", ({ target }) => { armed = stage.contains(target); });
  let turned = null;
  stage.addEventListener("wheel", (event) => {
    const across = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!live() || !(across ? zoomed() : armed || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!turned) requestAnimationFrame(() => { const turn = turned; turned = null; follow(turn); });
    turned = turned || { zoom: 0, pan: 0 };
    turned.x = event.clientX;
    turned[across ? "pan" : "zoom"] += (across ? event.deltaX : event.deltaY) * (event.deltaMode ? 16 : 1);
  }, { passive: false });

  function follow({ zoom: turns, pan, x }) {
    const [low, high] = rangeNow();
    const box = stage.getBoundingClientRect();
    const shift = (pan / box.width) * (high - low);
    const here = narrow.matches ? (low + high) / 2 : low + ((x - box.left) / box.width) * (high - low);
    const factor = Math.exp(Math.max(-1, Math.min(1, turns / 300)));
    zoomTo(here - (here - low) * factor + shift, here + (high - here) * factor + shift);
  }

  const fingers = new Map();
  let pinch = null;
  const along = ({ clientX, clientY }) => (narrow.matches ? clientY : clientX);
  const spread = () => { const [a, b] = [...fingers.values()].map(along); return [Math.abs(a - b), (a + b) / 2]; };
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) start().then(() => { if (fingers.size === 2 && live()) pinch = { range: rangeNow(), at: spread() }; });
  }, true);
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (!pinch || pinch.busy) return;
    pinch.busy = true;
    requestAnimationFrame(() => {
      if (!pinch || fingers.size < 2) return;
      const box = stage.getBoundingClientRect();
      const [[far, mid], [wide, centre]] = [pinch.at, spread()];
      const [low, high] = pinch.range;
      const place = (at) => (at - (narrow.matches ? box.top : box.left)) / (narrow.matches ? box.height : box.width);
      const length = (high - low) * Math.min(20, Math.max(0.05, far / Math.max(wide, 10)));
      const here = low + place(mid) * (high - low);
      zoomTo(here - place(centre) * length, here + (1 - place(centre)) * length);
      pinch.busy = false;
    });
  }, true);
  for (const kind of ["pointerup", "pointercancel"]) {
    addEventListener(kind, ({ pointerId }) => { if (fingers.delete(pointerId)) pinch = null; }, true);
  }

  // This script comes with the first movement, which may have been towards the chart.
  if (stage.contains(document.activeElement)) arrive(document.activeElement);
  else if (stage.matches(":hover") && (matchMedia("(hover: hover)").matches || !stage.querySelector("a:hover"))) start();
})();
