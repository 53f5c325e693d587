// Written into the page for an iframe: takes the theme from the address, tells the page around it
// how high it is, and fetches the interactive chart when the drawn one is touched.
"use strict";
(() => {
  const root = document.documentElement;
  const theme = new URLSearchParams(location.search).get("theme");
  if (["light", "dark", "auto"].includes(theme)) root.dataset.theme = theme;
  if (parent !== window) {
    new ResizeObserver(() => {
      const height = Math.ceil(root.getBoundingClientRect().height);
      parent.postMessage({ timeline: "height", height }, "*");
    }).observe(root);
  }
  const chart = document.getElementById("chart");
  const parts = (chart.dataset.parts || "").split(" ").filter(Boolean);
  const stage = chart.querySelector(".stage");
  const load = (src) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  async function wake() {
    if (!parts.length || "touched" in chart.dataset) return;
    chart.dataset.touched = "";
    try {
      for (const part of parts) await load(part);
    } catch {
      chart.querySelector(".failed").hidden = false;
    }
  }
  stage.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && wake());
  stage.addEventListener("click", (event) => event.target.closest("a") || wake());
  stage.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && wake());
})();
