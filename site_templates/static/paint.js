// Marks, labels and columns of a part of the axis to Plotly's traces, shapes and annotations.
"use strict";
(() => {
  const [DISPUTED, NOTE_LINE] = [32, 16];
  const [HEAD, LANE_GAP, THICK, SLICE] = [34, 12, 9, 4];

  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function painter(axis, px, colours, looks, down) {
    const bar = (name, extra) => ({ type: "bar", orientation: "h", name, base: [], x: [], y: [], width: [], ...extra });
    const point = (name, extra) => ({ type: "scatter", mode: "markers", name, x: [], y: [], ...extra });
    const line = (name, look) => ({ type: "scatter", mode: "lines", name, hoverinfo: "skip", x: [], y: [], line: look });
    const outline = { color: [], width: 1.6 };
    const ties = line("ties", { color: colours.accent, width: 1.4, dash: "2px,3px" });
    const fades = bar("fades", { hoverinfo: "skip", marker: { color: colours.accent, opacity: [], line: { width: 0 } } });
    // Columns are one shape; the points in their middles are not drawn, only found by the pointer.
    const cols = [];
    const middles = point("clusters", { mode: "none", hoverinfo: "text", hovertext: [], base: [], length: [] });
    const bars = bar("bars", { customdata: [], hovertext: [], hoverinfo: "text", marker: { color: [], line: outline, cornerradius: 2 } });
    const dots = point("dots", { hoverinfo: "skip", marker: { size: 4, color: colours.accent, opacity: 1, line: { width: 0 } } });
    const rivals = point("rivals", { hoverinfo: "skip", marker: { symbol: "diamond", size: 7, color: colours.paper, opacity: 1, line: { color: colours.accent, width: 1.4 } } });
    const points = point("points", { customdata: [], hovertext: [], hoverinfo: "text", marker: { symbol: [], size: [], color: [], opacity: 1, line: { color: [], width: 1.6 } } });
    const strikes = line("strikes", { color: colours.ink, width: 1.6 });
    const leaders = line("leaders", { color: colours.rule, width: 1 });
    const labels = [];

    function strip(low, high, y, thick, opacity) {
      fades.base.push(axis(low));
      fades.x.push(axis(high) - axis(low));
      fades.y.push(y);
      fades.width.push(thick);
      fades.marker.opacity.push(opacity);
    }

    function mark({ one, reach, rivals: others }, y) {
      const { form, body, before, after, thread } = reach;
      const look = looks[one.stance];
      const solid = look === "solid";
      const thick = form === "bar" ? THICK : 3;
      if (thread) strip(thread[0], thread[1], y, 3, 0.45);
      for (const [edge, length, way] of [[body[0], before, -1], [body[1], after, 1]]) {
        const count = Math.floor(length / SLICE);
        for (let n = 0; n < count; n += 1) {
          const ends = [edge + way * SLICE * n, edge + way * SLICE * (n + 1)].sort((a, b) => a - b);
          strip(ends[0], ends[1], y, thick, (solid ? 1 : 0.45) * (1 - (n + 0.5) / count));
        }
      }
      const said = one.stance === "happened" ? "" : ` · ${one.stance}`;
      const doubt = one.flags & DISPUTED ? " · sources disagree" : "";
      const hover = `${escape(one.when)}${said}${doubt}<br><b>${escape(one.title)}</b><br><i>${escape(one.source.join(", "))}</i>`;
      const [fill, stroke] = [solid ? colours.accent : colours.paper, look === "struck" ? colours.muted : colours.accent];
      const middle = (body[0] + body[1]) / 2;
      if (form === "bar") {
        bars.base.push(axis(body[0] + 0.8));
        bars.x.push(axis(body[1] - 0.8) - axis(body[0] + 0.8));
        bars.y.push(y);
        bars.width.push(THICK - 1.6);
        bars.customdata.push(one.id);
        bars.hovertext.push(hover);
        bars.marker.color.push(fill);
        bars.marker.line.color.push(stroke);
        if (look === "dotted") (dots.x.push(axis(middle)), dots.y.push(y));
      } else {
        points.x.push(axis(middle));
        points.y.push(y);
        points.customdata.push(one.id);
        points.hovertext.push(hover);
        points.marker.symbol.push((form === "short" ? "square" : "circle") + (look === "dotted" ? "-dot" : ""));
        points.marker.size.push(body[1] - body[0] - 1.6);
        points.marker.color.push(fill);
        points.marker.line.color.push(stroke);
      }
      if (look === "struck") {
        const [half, level] = [(body[1] - body[0]) / 2 + 3, down && form !== "bar"];
        strikes.x.push(axis(level ? middle : middle - half), axis(level ? middle : middle + half), null);
        strikes.y.push(level ? y - half : y, level ? y + half : y, null);
      }
      for (const at of others) {
        const far = Math.abs(px(at) - middle);
        if (far < 10 || far > 320) continue;
        ties.x.push(axis(middle), at, null);
        ties.y.push(y, y, null);
        rivals.x.push(at);
        rivals.y.push(y);
      }
    }

    // Plotly takes half of a zoom step to write labels, so the page writes them over the plot.
    function label({ one }, words, spot, y) {
      const struck = looks[one.stance] === "struck";
      labels.push({ id: one.id, x: axis(spot.x), side: spot.side, top: y + spot.below, words, struck });
    }

    // On a narrow chart labels stand in a column, each tied to its mark.
    function tied({ one }, words, top, [track, bend, left], at) {
      const y = top + NOTE_LINE / 2;
      leaders.x.push(...[at, at, y, y].map(axis), null);
      leaders.y.push(track + 7.5, bend, left - 8, left - 2, null);
      labels.push({ id: one.id, left, side: 1, top, words, struck: looks[one.stance] === "struck" });
    }

    function column(low, high, y, height, words) {
      const air = axis(1.5) - axis(0);
      const right = high - air;
      cols.push(`M${[low, right].map((x) => x.toFixed(3)).join(` ${y.toFixed(1)}H`)}V${(y + height).toFixed(1)}H${low.toFixed(3)}Z`);
      middles.x.push((low + high) / 2);
      middles.y.push(y + height / 2);
      middles.hovertext.push(words);
      middles.base.push(low);
      middles.length.push(high - low);
    }

    // Time runs down: what lies along the axis and what lies across it change places.
    const turned = (trace) => ({ ...trace, x: trace.y, y: trace.x, ...(trace.type === "bar" ? { orientation: "v" } : {}) });

    function figure(base, lanes, key, counted) {
      const drawn = [ties, leaders, fades, counted || middles, bars, dots, rivals, points, strikes].filter(({ x }) => x.length);
      const layout = { ...base.layout };
      if (cols.length) {
        const columns = { type: "path", path: cols.join(""), layer: "below", fillcolor: colours.accent, opacity: 0.55, line: { width: 0 } };
        layout.shapes = [...layout.shapes, columns];
      }
      const fixed = base.layout.annotations.filter(({ name }) => !name);
      if (down) return { data: drawn.map(turned), layout: { ...layout, annotations: fixed }, labels };
      if (key === "stance") return { data: drawn, layout: { ...layout, annotations: fixed }, labels };
      const height = Math.round(lanes.at(-1).bottom + LANE_GAP);
      const heads = lanes.map(({ name, top }) => ({
        text: `<b>${escape(name)}</b>`, xref: "paper", x: 0, xanchor: "left", xshift: 6, y: top + HEAD / 2 - 1, yanchor: "middle",
        font: { size: 12, color: colours.ink }, showarrow: false, borderpad: 0, borderwidth: 0,
      }));
      const rules = lanes.slice(1).map(({ top }) => ({
        type: "line", layer: "below", line: { color: colours.rule, width: 1 }, xref: "paper", x0: 0, x1: 1, y0: top, y1: top,
      }));
      Object.assign(layout, { height, margin: { ...layout.margin, b: 0 } });
      layout.yaxis = { ...layout.yaxis, range: [height, layout.margin.t] };
      layout.xaxis = { ...layout.xaxis, ticklen: height - layout.margin.t };
      layout.shapes = [...layout.shapes.filter(({ xsizemode, y0, y1, xref }) => !xsizemode && !(xref === "paper" && y0 === y1)), ...rules];
      const cuts = fixed.filter(({ yref, xref }) => yref === "paper" && xref !== "paper");
      return { data: drawn, layout: { ...layout, annotations: [...cuts, ...heads] }, labels };
    }
    return { mark, label, tied, column, figure };
  }

  window.timeline.painter = painter;
})();
