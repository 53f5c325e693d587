// Reloads the page when its site was built anew, and brings back what was in view.
"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  const key = "timeline-live " + location.pathname;

  // What stands above may have grown: the place is kept by the first element in view that has an id.
  function place() {
    const inView = [...document.querySelectorAll("main [id]")].find((one) => {
      const box = one.getBoundingClientRect();
      return box.height && box.bottom > 0;
    });
    const top = inView ? inView.getBoundingClientRect().top : 0;
    return { id: inView ? inView.id : "", top, x: scrollX, y: scrollY };
  }

  function back() {
    const kept = sessionStorage.getItem(key);
    if (!kept) return;
    sessionStorage.removeItem(key);
    const { id, top, x, y } = JSON.parse(kept);
    const found = y > 0 && id ? document.getElementById(id) : null;
    const to = found ? scrollY + found.getBoundingClientRect().top - top : y;
    scrollTo({ left: x, top: to, behavior: "instant" });
  }

  history.scrollRestoration = "manual";
  back();
  addEventListener("load", () => { history.scrollRestoration = "auto"; });

  const changes = new EventSource("/~live/changes");
  changes.onmessage = ({ data }) => {
    if (data === version) return;
    changes.close();
    sessionStorage.setItem(key, JSON.stringify(place()));
    location.reload();
  };
  addEventListener("pagehide", () => changes.close());
})();
