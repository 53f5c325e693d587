// An article's words and the small timeline beside them point at each other.
"use strict";
(() => {
  const marks = [...document.querySelectorAll(".own [data-event]")];
  const passages = [...document.querySelectorAll(".passage[data-events]")];
  const eventsOf = (each) => (each?.dataset.event || each?.dataset.events || "").split(" ").filter(Boolean);

  function point({ target }) {
    const ids = eventsOf(target.closest?.("[data-event], [data-events]"));
    for (const each of [...marks, ...passages]) {
      each.classList.toggle("lit", eventsOf(each).some((id) => ids.includes(id)));
    }
  }
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
})();
