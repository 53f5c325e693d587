// Search and filters over the list of events. What is chosen stands in the address of the page,
// which works from disk too; the index is read out of the list itself when it is first needed, or
// where most events are on other pages out of files that come then, and what is found is listed.
"use strict";
(() => {
  const form = document.querySelector(".finder");
  if (!form) return;
  const { say, hear, daysIn, piece, words } = window.timeline;
  const EPOCH = 719163; // 1970-01-01, counted from 0001-01-01 as day 1
  const FACETS = [["stance", "Told as"], ["source", "Source"], ["actor", "Who"], ["place", "Where"],
    ["theme", "Theme"], ["sure", "The date is"]];
  const DATES = [["from", "From"], ["to", "Until"]];
  const SHOWN_MARKED = 200;
  const ROWS = 50;
  const shards = +(form.dataset.shards || 0);
  const articles = [...document.querySelectorAll(".event")];
  const nothing = document.querySelector(".nothing");
  const status = form.querySelector("[role=status]");
  const panel = form.querySelector(".filters");
  const whole = status.textContent;
  const clear = form.querySelector("[type=reset]");
  const field = (name) => form.elements[name];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

  // What can be looked for --------------------------------------------------------------------
  let index = null;
  function entries() {
    index ||= shards ? [] : articles.map((article) => {
      const words = (selector) => [...article.querySelectorAll(selector)].map((one) => one.textContent.trim());
      const sources = words(".outlet");
      const entry = {
        article,
        id: article.id.slice(2),
        stance: [article.className.match(/stance-(\w+)/)[1]],
        source: [...new Set(sources.length ? sources : words("cite"))],
        actor: words(".actor"),
        place: words(".place"),
        theme: (article.dataset.themes || "").split("\t").filter(Boolean),
        sure: [article.dataset.sure || "firm"],
        days: daysOf(article),
      };
      const { actor, place } = entry;
      entry.text = plain([...words(".title, blockquote, cite"), ...actor, ...place, ...sources].join("\n"));
      return entry;
    });
    return index;
  }

  // Of a large site: files, each a piece of the index in order of time.  Where there are many, others
  // tell which words stand in each, so that only those come that can have what is looked for.
  const loaded = [];
  const known = [];
  const files = [...Array(shards).keys()];
  const edgeless = (part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const has = (number, term) => term.split(/\s+/).every((part) => known[number].includes(edgeless(part)));
  const isWhole = () => !shards || (index !== null && index.isWhole);

  function wantedFiles(terms) {
    if (!form.dataset.words || !terms.length) return files;
    return known.length < shards ? null : files.filter((number) => terms.every((term) => has(number, term)));
  }

  const isThere = (terms) => isWhole() || !!wantedFiles(terms)?.every((number) => loaded[number]);

  async function gather(terms = []) {
    if (!wantedFiles(terms)) {
      status.textContent = "Reading the index …";
      const told = await Promise.all(files.map(words));
      known.splice(0, shards, ...told);
    }
    const numbers = wantedFiles(terms).filter((number) => !loaded[number]);
    for (const [at, number] of numbers.entries()) {
      status.textContent = `Reading the index, ${at + 1} of ${numbers.length} …`;
      loaded[number] = (await piece(number)).map(entryOf);
    }
    index = files.flatMap((number) => loaded[number] || []);
    index.isWhole = files.every((number) => loaded[number]);
  }

  function entryOf([id, page, title, when, first, end, stance, source, actor, place, words, , theme, sure]) {
    const text = plain([title, words, ...actor, ...place, ...source].join("\n"));
    return { id, page, title, when, stance: [stance], source, actor, place, theme, sure: [sure], days: [first ?? -Infinity, end ?? Infinity], text };
  }

  function daysOf(article) {
    if (!article.dataset.days) return daysIn(article.querySelector("time").dateTime);
    const [first, end] = article.dataset.days.split("/");
    return [first ? first - EPOCH : -Infinity, end ? end - EPOCH : Infinity];
  }

  // The fields, made when they are first wanted --------------------------------------------------
  function fill() {
    const place = panel.querySelector("div");
    if (place.childElementCount) return;
    if (!isWhole()) {
      gather().then(() => (fill(), apply()));
      return;
    }
    for (const [name, label] of FACETS) {
      const count = new Map();
      for (const entry of entries()) for (const value of entry[name]) count.set(value, (count.get(value) || 0) + 1);
      if (count.size < 2) continue;
      const select = document.createElement("select");
      select.add(new Option("any", ""));
      [...count].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        .forEach(([value, number]) => select.add(new Option(`${value} (${number})`, value)));
      place.append(labelled(select, name, label));
    }
    for (const [name, label] of DATES) {
      const input = document.createElement("input");
      input.setAttribute("aria-describedby", "date-hint");
      input.autocomplete = "off";
      place.append(labelled(input, name, label));
    }
    const hint = document.createElement("p");
    hint.id = "date-hint";
    hint.className = "fine";
    hint.textContent = "A year, a month or a day: 1999, 1999-05, 1999-05-17, 44 BCE.";
    place.append(hint);
  }

  function labelled(input, name, text) {
    const [p, label] = [document.createElement("p"), document.createElement("label")];
    input.id = "f-" + name;
    input.name = name;
    label.htmlFor = input.id;
    label.textContent = text;
    p.append(label, " ", input);
    return p;
  }

  // What is chosen --------------------------------------------------------------------------------
  const NAMES = ["q", ...[...FACETS, ...DATES].map(([name]) => name)];
  const value = (name) => (field(name)?.value || "").trim();
  const chosen = () => NAMES.some(value);

  function wanted() {
    const terms = (plain(value("q")).match(/"[^"]+"?|\S+/g) || []).map((term) => term.replaceAll('"', "")).filter(Boolean);
    const bounds = DATES.map(([name]) => {
      const days = value(name) ? daysIn(value(name)) : [-Infinity, Infinity];
      field(name)?.setAttribute("aria-invalid", String(!days));
      return days || [-Infinity, Infinity];
    });
    const [low, high] = [bounds[0][0], value("to") ? bounds[1][1] : Infinity];
    const picked = FACETS.map(([name]) => [name, value(name)]).filter(([, one]) => one);
    return { terms, low, high, picked };
  }

  // The conditions an event fails: none, and it is shown; one facet alone, and it counts for that.
  function failed(entry, { terms, low, high, picked }) {
    const fails = picked.filter(([name, one]) => !entry[name].includes(one)).map(([name]) => name);
    if (!terms.every((term) => entry.text.includes(term))) fails.push("q");
    if (entry.days && (entry.days[0] >= high || entry.days[1] <= low)) fails.push("date");
    return fails;
  }

  function apply() {
    const want = wanted();
    if (chosen() && !isThere(want.terms)) {
      gather(want.terms).then(apply);
      return;
    }
    if (shards && isWhole()) fill();
    const all = entries();
    const shown = new Set();
    const counts = new Map(FACETS.map(([name]) => [name, new Map()]));
    for (const entry of all) {
      const fails = failed(entry, want);
      if (!fails.length) shown.add(entry.id);
      if (!shards) entry.article.hidden = fails.length > 0;
      for (const [name, count] of counts) {
        if (fails.length > 1 || (fails.length && fails[0] !== name)) continue;
        for (const one of entry[name]) count.set(one, (count.get(one) || 0) + 1);
      }
    }
    if (!shards) fold();
    for (const [name, count] of counts) {
      for (const option of field(name)?.options || []) {
        if (option.value) option.text = `${option.value} (${count.get(option.value) || 0})`;
      }
    }
    const total = !isWhole() ? whole : `${all.length.toLocaleString("en")} event${all.length === 1 ? "" : "s"}`;
    status.textContent = !chosen() ? total
      : shown.size ? `${shown.size.toLocaleString("en")} of ${total}` : `Nothing matches; ${total} in all`;
    nothing.hidden = shown.size > 0 || !chosen();
    clear.hidden = !chosen();
    const found = all.filter((entry) => shown.has(entry.id));
    if (shards) present(found, want.terms);
    else mark(found.slice(0, SHOWN_MARKED).map(({ article }) => article), want.terms);
    keep();
    form.removeAttribute("aria-busy");
    say("shown", { ids: chosen() ? shown : null, from: value("from"), to: value("to") });
  }

  // What is found on a large site: rows that lead to its pages, some at a time.
  const results = document.querySelector(".results");
  const more = document.querySelector(".more");
  const front = document.querySelectorAll(".list, .periods, .front-list");
  let rest = [];
  let terms = [];
  function present(found, words) {
    [rest, terms] = [chosen() ? found : [], words];
    for (const part of front) part.hidden = chosen();
    results.hidden = !rest.length;
    results.replaceChildren();
    addRows();
  }

  function addRows() {
    const rows = rest.splice(0, ROWS).map((entry) => {
      const [row, when, link, source] = ["li", "span", "a", "span"].map((tag) => document.createElement(tag));
      [when.className, source.className] = ["date", "fine"];
      [when.textContent, link.textContent, source.textContent] = [entry.when, entry.title, entry.source.join(", ")];
      link.href = `${entry.page}#e-${entry.id}`;
      row.append(when, " ", link, " ", source);
      return row;
    });
    results.append(...rows);
    more.hidden = !rest.length;
    mark([...results.children].slice(0, SHOWN_MARKED), terms);
    return rows[0];
  }
  more?.firstElementChild.addEventListener("click", () => addRows()?.querySelector("a").focus());

  // Headings of months and years without any event left go too.
  function fold() {
    for (const year of document.querySelectorAll(".year")) {
      let [heading, left, any] = [null, false, false];
      for (const one of year.querySelector(".months").children) {
        if (one.matches(".event")) {
          left ||= !one.hidden;
          any ||= !one.hidden;
        } else {
          if (heading) heading.hidden = !left;
          [heading, left] = [one, false];
        }
      }
      if (heading) heading.hidden = !left;
      year.hidden = !any;
      const link = document.querySelector(`.years a[href="#${year.getAttribute("aria-labelledby")}"]`);
      if (link) link.parentElement.hidden = !any;
    }
  }

  // The words found, marked without touching the page where the browser can.
  function mark(found, terms) {
    if (!CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!terms.length) return;
    const ranges = [];
    for (const article of found) {
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const text = plain(node.data);
        if (text.length !== node.data.length || node.parentElement.closest("details, .actions")) continue;
        for (const term of terms) {
          for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + term.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  // The address ---------------------------------------------------------------------------------
  function keep() {
    const params = new URLSearchParams(NAMES.map((name) => [name, value(name)]).filter(([, one]) => one));
    const query = params.size ? "?" + params : location.pathname;
    try { history.replaceState(null, "", query + location.hash); } catch { /* not kept */ }
  }

  async function recall() {
    const params = new URLSearchParams(location.search);
    if (!NAMES.some((name) => params.get(name))) return;
    const filtered = NAMES.slice(1).some((name) => params.get(name));
    if (filtered && !isWhole()) await gather();
    if (isWhole()) fill();
    panel.open = filtered;
    for (const name of NAMES) if (field(name)) field(name).value = params.get(name) || "";
    apply();
    if (document.querySelector(".event.open[hidden]")) reset();
  }

  function reset() {
    for (const name of NAMES) if (field(name)) field(name).value = "";
    apply();
  }

  // Hands ---------------------------------------------------------------------------------------
  let soon = 0;
  form.addEventListener("input", () => {
    form.setAttribute("aria-busy", "true");
    clearTimeout(soon);
    soon = setTimeout(apply, 80);
  });
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    apply();
    if (shards && chosen()) gather(wanted().terms).then(() => results.querySelector("a")?.focus());
    else articles.find((article) => !article.hidden)?.querySelector(".title a").focus();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    reset();
    field("q").focus();
  });
  nothing.querySelector("button").addEventListener("click", () => {
    reset();
    field("q").focus();
  });
  panel.addEventListener("toggle", () => panel.open && (fill(), isWhole() && apply()));
  // With several fields and no button browsers do not take Enter for done.
  field("q").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !chosen()) return;
    event.preventDefault();
    event.stopPropagation();
    reset();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && chosen()) reset();
  });
  hear("range", async ({ from, to }) => {
    if (!isWhole()) await gather();
    fill();
    panel.open = true;
    [field("from").value, field("to").value] = [from, to];
    apply();
  });
  hear("sought", () => chosen() && reset());
  recall();
  if (panel.open) fill();
  if (chosen()) apply();
  window.timeline.ready = true;
})();
