// An event opened: found by its address or that of any of its statements, its reasons unfolded,
// with a link to copy and ways to cite it; and pointed at on the chart while it is pointed at here.
"use strict";
(() => {
  const { say, hear, bring } = window.timeline;
  const articleOf = (id) => document.getElementById("e-" + id)?.closest(".event");
  const make = (tag, className, text = "") => Object.assign(document.createElement(tag), className && { className }, { textContent: text });
  let opened = null;

  // Open and close ------------------------------------------------------------------------------
  const actions = make("div", "actions");
  actions.setAttribute("role", "group");
  actions.setAttribute("aria-label", "This event");
  const link = make("button", "", "Copy link");
  const cite = make("button", "", "Cite");
  const done = make("span", "fine");
  const forms = make("div", "cite");
  done.setAttribute("role", "status");
  cite.setAttribute("aria-expanded", "false");
  link.type = cite.type = "button";
  actions.append(link, cite, done, forms);

  function open(article) {
    if (opened !== article) close();
    opened = article;
    article.classList.add("open");
    const why = article.querySelector("details");
    if (why) why.open = true;
    article.querySelector(".what").append(actions);
    say("opened", { id: article.id.slice(2) });
  }

  function close() {
    if (!opened) return;
    opened.classList.remove("open");
    const why = opened.querySelector("details");
    if (why) why.open = false;
    if (actions.contains(document.activeElement)) opened.querySelector(".title a").focus({ preventScroll: true });
    actions.remove();
    fold();
    opened = null;
    say("opened", { id: "" });
  }

  function follow() {
    if (!location.hash.startsWith("#e-")) return;
    const id = decodeURIComponent(location.hash.slice(3));
    const article = articleOf(id);
    if (!article) return seek(id);
    if (article.hidden) say("sought");
    open(article);
    // Rows take their true height when they are first seen, so the place is looked for again.
    const show = () => article.scrollIntoView({ block: "start", behavior: "instant" });
    show();
    const at = scrollY;
    requestAnimationFrame(() => requestAnimationFrame(() => Math.abs(scrollY - at) < innerHeight && show()));
    article.querySelector(".title a").focus({ preventScroll: true });
  }

  // A large site lists most events on pages of their own; small files tell on which.
  function seek(id) {
    const parts = document.querySelector(".periods")?.dataset.where;
    if (!parts) return;
    window.timeline.where = (pages) => {
      const page = Object.keys(pages).find((path) => pages[path].split(" ").includes(id));
      if (page) location.replace(page + "#e-" + id);
    };
    bring(`static/where-${[...id].reduce((sum, char) => sum + char.codePointAt(0), 0) % parts}.js`);
  }

  // Copy and cite -------------------------------------------------------------------------------
  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", "");
      area.value = text;
      actions.append(area);
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      if (!copied) return tell(`Not allowed here: ${text}`);
    }
    tell(`${what} copied`);
  }

  function tell(words) {
    done.textContent = "";
    requestAnimationFrame(() => { done.textContent = words; });
  }

  const page = document.querySelector("link[rel=canonical]")?.href || location.href.split(/[?#]/)[0];
  const address = () => page + "#" + opened.id;
  const text = (within, selector) => within.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim() || "";

  function facts() {
    const told = [...opened.querySelectorAll(".said .who")].map((who) =>
      [text(who, "cite"), text(who, ".outlet"), text(who, ".written")].filter(Boolean).join(", "));
    return {
      id: opened.id.slice(2),
      title: text(opened, ".title"),
      when: text(opened, ".when time, .when .date"),
      site: text(document, ".home"),
      url: address(),
      seen: new Date().toISOString().slice(0, 10),
      told: told.length ? "Told by " + told.join("; ") : "",
    };
  }

  const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  const tex = (words) => words.replace(/[\\~^{}%$#&_]/g, (char) => TEX[char] || "\\" + char);
  const FORMS = {
    Plain: ({ title, when, site, url, seen, told }) =>
      `“${title}” (${when}). In: ${site}. ${url} (seen ${seen}).${told && ` ${told}.`}`,
    BibTeX: ({ id, title, when, site, url, seen, told }) => [
      `@misc{${id},`,
      `  title = {{${tex(title)} (${tex(when)})}},`,
      `  howpublished = {In: ${tex(site)}},`,
      `  url = {${url.replace(/[{}\\]/g, encodeURIComponent)}},`,
      `  urldate = {${seen}},`,
      ...(told ? [`  note = {${tex(told)}},`] : []),
      "}",
    ].join("\n"),
    RIS: ({ id, title, when, site, url, seen, told }) => [
      "TY  - ELEC", `ID  - ${id}`, `TI  - ${title} (${when})`, `T2  - ${site}`, `UR  - ${url}`,
      `Y2  - ${seen.replaceAll("-", "/")}`, ...(told ? [`N1  - ${told}`] : []), "ER  - ", "",
    ].join("\r\n"),
  };

  function unfold() {
    cite.setAttribute("aria-expanded", "true");
    for (const [name, write] of Object.entries(FORMS)) {
      const words = write(facts());
      const head = make("p", "fine", name + " ");
      const button = make("button", "", "Copy");
      button.type = "button";
      button.setAttribute("aria-label", `Copy as ${name}`);
      button.addEventListener("click", () => copy(words, name));
      head.append(button);
      forms.append(head, make("pre", "", words));
    }
  }

  function fold() {
    forms.replaceChildren();
    done.textContent = "";
    cite.setAttribute("aria-expanded", "false");
  }

  link.addEventListener("click", () => copy(address(), "Link"));
  cite.addEventListener("click", () => (forms.childElementCount ? fold() : unfold()));

  // In step with the chart --------------------------------------------------------------------------
  let lit = null;
  function light(article) {
    lit?.classList.remove("lit");
    lit = article;
    lit?.classList.add("lit");
  }
  hear("point", ({ id, from }) => from === "chart" && light(id ? articleOf(id) : null));
  let hand = "";
  const place = ({ screenX, screenY }) => screenX + " " + screenY;
  function pointAt({ target }) {
    const id = target.closest?.(".event")?.id.slice(2) || "";
    if (id || lit === null) point(id);
  }
  document.addEventListener("focusin", pointAt);
  // A page that scrolls under a hand at rest points at nothing.
  document.addEventListener("pointerover", (event) => place(event) !== hand && pointAt(event));
  document.addEventListener("pointermove", (event) => (hand = place(event)), { passive: true });
  let pointed = "";
  function point(id) {
    if (id === pointed) return;
    pointed = id;
    say("point", { id, from: "list" });
  }

  // Hands ---------------------------------------------------------------------------------------
  addEventListener("hashchange", follow);
  hear("go", ({ id }) => {
    if (location.hash === "#e-" + id) follow();
    else location.hash = "e-" + id;
  });
  document.addEventListener("click", (event) => {
    const to = event.target.closest?.("a[href^='#e-']");
    if (to && to.getAttribute("href") === location.hash) {
      event.preventDefault();
      follow();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !opened) return;
    event.preventDefault();
    close();
    try { history.replaceState(null, "", location.pathname + location.search); } catch { /* stays */ }
  });
  follow();
})();
