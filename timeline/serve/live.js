// Reloads the page when its site was built anew, and brings back what was in view.
"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  const key = "timeline-live " + location.pathname;

  // What stands above may have grown: the place is kept by the first element with an id that begins in view.
  function place() {
    const inView = [...document.querySelectorAll("main [id]")].find((one) => {
      const box = one.getBoundingClientRect();
      return box.height && box.top >= 0 && getComputedStyle(one).position !== "sticky";
    });
    const top = inView ? inView.getBoundingClientRect().top : 0;
    return { id: inView ? inView.id : "", top, x: scrollX, y: scrollY };
  }

  let kept = sessionStorage.getItem(key);
  for (const kind of ["wheel", "keydown", "pointerdown", "touchstart"]) {
    addEventListener(kind, () => { kept = null; }, { once: true, passive: true });
  }
  sessionStorage.removeItem(key);
  function back() {
    if (!kept) return;
    const { id, top, x, y } = JSON.parse(kept);
    const found = y > 0 && id ? document.getElementById(id) : null;
    const to = found ? scrollY + found.getBoundingClientRect().top - top : y;
    scrollTo({ left: x, top: to, behavior: "instant" });
  }

  history.scrollRestoration = "manual";
  back();
  // Rows are laid out when they come into view, which moves what stands below them.
  addEventListener("load", () => {
    for (const wait of [0, 50, 150, 400]) setTimeout(back, wait);
    setTimeout(() => { history.scrollRestoration = "auto"; }, 1000);
  });

  const changes = new EventSource("/~live/changes");
  changes.onmessage = ({ data }) => {
    if (data === version) return;
    changes.close();
    sessionStorage.setItem(key, JSON.stringify(place()));
    location.reload();
  };
  addEventListener("pagehide", () => changes.close());
})();
