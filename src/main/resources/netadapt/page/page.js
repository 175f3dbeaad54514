"use strict";
// Draws the pictures of the page from its tables, and makes them answer: hover, zoom, replay, search, download.
(() => {
  const SHOW_ALL = 1000000; // as an iteration: after the last one
  const ZOOM = "zoom";
  let tables = {};
  let metric = ""; // what costs count, in words
  let unit = "%"; // of scores
  const views = new Map(); // by the id of the figure
  let pinned = null; // the sample that is shown below the table
  let stopReplay = () => {};

  // ---- The page's tables -------------------------------------------------------------------

  /** All tables, as arrays of objects. */
  function readTables() {
    const written = JSON.parse(document.getElementById("data").textContent);
    metric = written.metric;
    unit = written.unit;
    const all = {};
    for (const [name, table] of Object.entries(written.tables)) {
      all[name] = table.rows.map((row) =>
        Object.fromEntries(table.columns.map((column, i) => [column, row[i]])));
    }
    if (all.winners && all.layers) {
      all.widths = widths(all.winners, all.layers);
    }
    return all;
  }

  /** A row for every layer of every iteration's winner. */
  function widths(winners, layers) {
    return winners.flatMap((winner) =>
      layers.map((layer, i) => ({
        iteration: winner.iteration,
        layer: layer.name,
        filters: winner.filters[i],
        full: layer.filters,
        kept: winner.filters[i] / layer.filters,
        kernel: winner.kernels[i],
      })));
  }

  // ---- Words and numbers -------------------------------------------------------------------

  const counts = new Intl.NumberFormat("en");
  const measures = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const amount = (value) => value === null || value === undefined ? "–"
    : (Number.isInteger(value) ? counts : measures).format(value);
  /** A difference of scores: of shares in points. */
  const points = (value) => unit === "%" ? (100 * value).toFixed(2) : value.toFixed(3);
  const score = (value) => value === null || value === undefined ? "–"
    : points(value) + (unit === "%" ? "%" : ` ${unit}`);

  function element(tag, attributes = {}, ...content) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) {
        made.addEventListener(name.slice(2), value);
      } else {
        made.setAttribute(name, value);
      }
    }
    made.append(...content);
    return made;
  }

  // ---- A sub-network in a few lines --------------------------------------------------------

  const number = (row) => `${row.best_iteration ?? row.iteration}/${row.sample}`;

  /** Whether a row is of a network, with the sizes of all its layers. */
  const isNetwork = (row) => Array.isArray(row?.filters) && Boolean(tables.layers);

  /** What is known of a sample, a winner or a point of the front, with a bar for each layer. */
  function card(row) {
    const facts = [
      ["iteration / sample", number(row)],
      ["made by", row.move],
      ["score", score(row.score) + (row.error ? ` ± ${points(row.error)}` : "")],
      ["expected", row.expected === null || row.expected === undefined ? null
        : `${score(row.expected)} ± ${points(row.deviation)}`],
      [metric, amount(row.resource)],
      ["MACs", metric === "MACs" ? null : amount(row.macs)],
      ["parameters", metric === "parameters" ? null : amount(row.params)],
      ["architecture", row.id],
    ].filter(([, value]) => value);
    const list = element("dl");
    for (const [name, value] of facts) {
      list.append(element("dt", {}, name), element("dd", {}, String(value)));
    }
    return element("div", { class: "card" }, list, bars(row));
  }

  function bars(row) {
    const all = element("div", { class: "bars", "aria-hidden": "true" });
    tables.layers.forEach((layer, i) => {
      const kept = row.filters[i] / layer.filters;
      const gone = row.filters[i] === 0;
      const bar = element("i", gone ? { class: "gone" } : {});
      bar.style.height = gone ? "100%" : `${Math.max(6, 100 * kept)}%`;
      bar.title = `${layer.name}: ${row.filters[i]} of ${layer.filters}`;
      all.append(bar);
    });
    return all;
  }

  /** Shows a sample below the table of all of them, with the command that trains it. */
  function pin(row, jump = true) {
    const panel = document.getElementById("sample");
    pinned = row;
    const layers = element("tbody");
    tables.layers.forEach((layer, i) => {
      layers.append(element("tr", {},
        element("th", { scope: "row" }, layer.name),
        element("td", {}, String(row.filters[i])),
        element("td", {}, String(layer.filters)),
        element("td", {}, String(row.kernels[i]))));
    });
    const head = element("tr");
    for (const name of ["Layer", "Filters", "of", "Kernel"]) {
      head.append(element("th", { scope: "col" }, name));
    }
    const title = element("h3", { tabindex: "-1" }, `Sample ${number(row)}`);
    panel.replaceChildren(
      title,
      card(row),
      element("p", {}, "To train and export it: ",
        element("code", {}, `netadapt train --config FILE --sample ${number(row)}`)),
      element("details", {},
        element("summary", {}, "Every layer's numbers"),
        element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Layers of the sample" },
          element("table", {}, element("thead", {}, head), layers))));
    panel.hidden = false;
    if (jump) {
      title.focus({ preventScroll: true });
      panel.scrollIntoView({ block: "nearest" });
    }
  }

  // ---- Pictures ----------------------------------------------------------------------------

  const AXIS = {
    domainColor: "var(--grid)",
    gridColor: "var(--grid)",
    labelColor: "var(--muted)",
    labelFontSize: 12,
    tickColor: "var(--grid)",
    titleColor: "var(--ink)",
    titleFontSize: 13,
    titleFontWeight: 500,
    titlePadding: 8,
  };
  const CONFIG = {
    axis: AXIS,
    aria: false, // the figure has a sentence instead, and tables have the numbers
    background: null,
    font: "system-ui, sans-serif",
    legend: {
      labelColor: "var(--ink)",
      labelFontSize: 12,
      labelLimit: 320,
      orient: "top",
      titleColor: "var(--ink)",
      titleFontWeight: 500,
    },
    view: { stroke: null },
  };

  const hint = element("div", { id: "hint", hidden: "" });

  /** Vega calls this when the pointer comes to a mark, and with nothing when it leaves. */
  function tooltip(handler, event, item, value) {
    if (value === null || value === undefined || value === "") {
      hint.hidden = true;
      return;
    }
    const datum = item.datum;
    hint.replaceChildren(isNetwork(datum) ? card(datum) : facts(value));
    hint.hidden = false;
    const space = 14;
    const box = hint.getBoundingClientRect();
    const right = event.clientX + space + box.width < innerWidth;
    const below = event.clientY + space + box.height < innerHeight;
    const left = right ? event.clientX + space : event.clientX - space - box.width;
    const top = below ? event.clientY + space : event.clientY - space - box.height;
    hint.style.left = `${Math.max(4, left)}px`;
    hint.style.top = `${Math.max(4, top)}px`;
  }

  function facts(value) {
    const list = element("dl");
    const shown = typeof value === "object" ? value : { "": value };
    for (const [name, fact] of Object.entries(shown)) {
      list.append(element("dt", {}, name), element("dd", {}, String(fact)));
    }
    return list;
  }

  async function draw(figure) {
    const plot = figure.querySelector(".plot");
    const spec = JSON.parse(figure.querySelector("script").textContent);
    spec.width = "container";
    spec.autosize = { type: "fit-x", contains: "padding" };
    const columns = Math.max(1, Math.floor(plot.clientWidth / 190));
    spec.config = { ...CONFIG, legend: { ...CONFIG.legend, columns } };
    spec.datasets = tables;
    const compiled = vegaLite.compile(spec, { logger: vega.logger(vega.Error) }).spec;
    const view = new vega.View(vega.parse(compiled), { container: plot, hover: true, renderer: "svg" });
    view.logLevel(vega.Error).tooltip(tooltip);
    view.addEventListener("click", (event, item) => {
      if (isNetwork(item?.datum)) {
        pin(item.datum);
      }
    });
    await view.runAsync();
    views.set(figure.id, view);
    figure.querySelector(".tools")?.remove();
    plot.before(tools(figure, view));
  }

  function button(label, action, description) {
    return element("button", { type: "button", onclick: action, "aria-label": description, title: description }, label);
  }

  function tools(figure, view) {
    const bar = element("div", { class: "tools" });
    if (has(view, ZOOM + "_tuple")) {
      bar.append(
        button("+", () => zoom(view, 0.6), "Zoom in"),
        button("−", () => zoom(view, 1 / 0.6), "Zoom out"),
        button("⟲", () => zoom(view, 0), "As at first"));
    }
    bar.append(
      button("SVG", () => save(figure.id + ".svg", "image/svg+xml", svg(view)), "Download this picture as SVG"),
      button("PNG", () => png(figure.id, view), "Download this picture as PNG"));
    return bar;
  }

  function has(view, signal) {
    try {
      view.signal(signal);
      return true;
    } catch (e) {
      return false; // Vega throws for a name that it does not know
    }
  }

  /** Widens or narrows what is shown around its middle; 0 shows what was shown at first. */
  function zoom(view, factor) {
    for (const { channel, field } of view.signal(ZOOM + "_tuple_fields")) {
      const [low, high] = view.scale(channel).domain();
      const middle = (low + high) / 2;
      const half = (factor * (high - low)) / 2;
      view.signal(`${ZOOM}_${field}`, factor === 0 ? null : [Math.max(0, middle - half), middle + half]);
    }
    view.runAsync();
  }

  // ---- Downloads ---------------------------------------------------------------------------

  function save(name, type, content) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    const link = element("a", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  /** The picture with the colours that the page has now, in place of their names. */
  function svg(view) {
    const style = getComputedStyle(document.documentElement);
    const drawing = view.container().querySelector("svg").cloneNode(true);
    drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const paper = style.getPropertyValue("--paper").trim();
    drawing.insertAdjacentHTML("afterbegin", `<rect width="100%" height="100%" fill="${paper}"/>`);
    return new XMLSerializer().serializeToString(drawing)
      .replace(/var\((--[a-z]+)\)/g, (whole, name) => style.getPropertyValue(name).trim());
  }

  function png(name, view) {
    const box = view.container().querySelector("svg").getBoundingClientRect();
    const canvas = element("canvas", { width: 2 * box.width, height: 2 * box.height });
    const image = new Image();
    image.onload = () => {
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(name + ".png", "image/png", blob));
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg(view));
  }

  function csv(rows) {
    const columns = Object.keys(rows[0] || {});
    const cell = (value) => {
      const text = value === null ? "" : Array.isArray(value) ? value.join(" ") : String(value);
      return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [columns.join(","), ...rows.map((row) => columns.map((c) => cell(row[c])).join(","))].join("\n") + "\n";
  }

  // ---- The search, replayed ----------------------------------------------------------------

  function replay() {
    const place = document.getElementById("replay");
    if (!place || !tables.winners || tables.winners.length < 2) {
      return;
    }
    const last = tables.winners[tables.winners.length - 1].iteration;
    const slider = element("input", { type: "range", min: "0", max: String(last + 1), value: String(last + 1),
      "aria-label": "Iteration of the search" });
    const words = element("output", { "aria-live": "off" });
    let timer = 0;
    const show = () => {
      const at = Number(slider.value);
      const all = at > last;
      for (const view of views.values()) {
        if (has(view, "iteration")) {
          view.signal("iteration", all ? SHOW_ALL : at).runAsync();
        }
      }
      words.textContent = all ? `All ${last} iterations` : story(tables.winners[at], last);
      slider.setAttribute("aria-valuetext", words.textContent);
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Replay";
    };
    stopReplay();
    stopReplay = stop;
    const play = button("Replay", () => {
      if (timer) {
        stop();
        return;
      }
      if (Number(slider.value) > last) {
        slider.value = "0";
        show();
      }
      play.textContent = "Pause";
      timer = setInterval(() => {
        slider.value = String(Number(slider.value) + 1);
        show();
        if (Number(slider.value) > last) {
          stop();
        }
      }, Math.max(80, Math.min(700, 20000 / (last + 1))));
    }, "Show the search as it happened");
    slider.addEventListener("input", () => { stop(); show(); });
    place.replaceChildren(play, slider, words);
    show();
  }

  function story(winner, last) {
    const met = winner.budget_met === null ? "" : `; meets the budget of ${amount(winner.budget_met)}`;
    return `Iteration ${winner.iteration} of ${last}, ${winner.stage}: ${winner.samples} samples; best `
      + `${score(winner.score)} at ${amount(winner.resource)} ${metric}${met}`;
  }

  // ---- All samples -------------------------------------------------------------------------

  const KINDS = {
    "all samples": () => true,
    "winners": (row) => row.selected,
    "those on the front": (row) => row.front,
    "those that failed or left the race": (row) => row.score === null || row.dropped,
  };

  /**
   * The table of all samples.
   *
   * @param kept what the reader had asked of the table before, if there was one
   */
  function sampleTable(kept) {
    const place = document.getElementById("all-samples");
    if (!place || !tables.samples) {
      return;
    }
    const onFront = new Set((tables.front || []).map(number));
    const rows = tables.samples.map((row) => ({ ...row, front: onFront.has(number(row)) }));
    const shown = (format) => (value, type) => (type === "display" || type === "filter" ? format(value) : value ?? -Infinity);
    const column = (title, data, format) => ({ title, data, render: shown(format) });
    const columns = [
      { title: "Sample", data: null, type: "num", render: (row, type) => type === "display"
        ? `<button type="button" class="link">${number(row)}</button>`
        : type === "filter" ? number(row) : row.iteration * 1e5 + row.sample },
      column("Score", "score", score),
      column("±", "error", (v) => (v === null ? "–" : points(v))),
      column("Expected", "expected", score),
      column("MACs", "macs", amount),
      column("Parameters", "params", amount),
      { title: "Made by", data: "move", className: "words" },
      { title: "Won", data: "selected", className: "words",
        render: (v, type) => (type === "sort" ? Number(v) : v ? "yes" : "") },
      { title: "Architecture", data: "id", className: "words" },
    ];
    if (metric !== "MACs" && metric !== "parameters") {
      columns.splice(4, 0, column(metric, "resource", amount));
    }
    const table = element("table", { class: "samples", "aria-label": "All samples" });
    const kind = element("select", { "aria-label": "Which samples the table shows" });
    Object.keys(KINDS).forEach((name) => kind.append(element("option", {}, name)));
    place.replaceChildren(element("div", { class: "wide" }, table));
    const data = new DataTable(table, {
      autoWidth: false,
      columns,
      data: rows,
      deferRender: true,
      language: { search: "Search ", lengthMenu: "_MENU_ rows", info: "_START_ to _END_ of _TOTAL_", infoEmpty: "none",
        infoFiltered: "of _MAX_", zeroRecords: "No sample is like that." },
      layout: {
        topStart: () => element("label", {}, "Show ", kind),
        topEnd: "search",
        bottomStart: ["info", () => button("CSV", () => save("samples.csv", "text/csv",
          csv(data.rows({ search: "applied" }).data().toArray())), "Download these rows as CSV")],
        bottomEnd: "paging",
      },
      order: kept?.order ?? [],
      pageLength: 15,
      search: { search: kept?.search ?? "" },
    });
    sampleTable.state = () => ({ order: data.order(), search: data.search(), kind: kind.value, page: data.page() });
    const filter = () => data.search.fixed("kind", (text, row) => KINDS[kind.value](row)).draw();
    kind.addEventListener("change", filter);
    if (kept) {
      kind.value = kept.kind;
      filter();
      data.page(kept.page).draw("page");
    }
    table.addEventListener("click", (event) => {
      const row = event.target.closest("tbody tr");
      if (row && data.row(row).data()) {
        pin(data.row(row).data());
      }
    });
  }

  // ---- While the run goes on ---------------------------------------------------------------

  /** Looks every few seconds whether the server has a newer page, and takes it over. */
  function watch() {
    const every = Number(document.body.dataset.watch);
    if (!every) {
      return;
    }
    const state = element("p", { id: "watch", role: "status" }, "This page follows the run.");
    document.querySelector("header").after(state);
    let known = document.body.dataset.state;
    const look = async () => {
      let said = "This page follows the run.";
      try {
        const tag = (await fetch(location.href, { method: "HEAD", cache: "no-store" })).headers.get("ETag");
        if (tag !== `"${known}"`) {
          const answer = await fetch(location.href, { cache: "no-store" });
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
          if (answer.ok) {
            await takeOver(fresh);
            known = fresh.body.dataset.state;
          } else {
            said = fresh.body.textContent.trim();
          }
        }
      } catch (e) {
        if (!(e instanceof TypeError)) { // which says that nobody has answered
          console.error(e);
        }
        said = "The program that serves this page has ended, or cannot be reached: the page shows what it had last.";
      }
      if (state.textContent !== said) {
        state.textContent = said;
      }
      setTimeout(look, 1000 * every);
    };
    look();
  }

  const sections = (page) => [...page.querySelectorAll("main > section")];

  /** The names of the tables that a part of the page is drawn from. */
  const tablesOf = (part) => new Set([...part.textContent.matchAll(/"name": *"(\w+)"/g)].map((found) => found[1]));

  /** Replaces what has changed, and leaves alone what a reader may be looking at. */
  async function takeOver(fresh) {
    const before = tables;
    document.title = fresh.title;
    document.querySelector("header").replaceWith(document.adoptNode(fresh.querySelector("header")));
    document.getElementById("data").textContent = fresh.getElementById("data").textContent;
    const kept = sampleTable.state?.();
    tables = readTables();
    const changed = (name) => JSON.stringify(tables[name]) !== JSON.stringify(before[name]);
    let previous = null;
    for (const section of sections(fresh)) {
      const old = document.getElementById(section.id);
      const drawn = [...tablesOf(section), ...(section.id === "samples" ? ["samples", "front"] : [])];
      if (old && markup.get(section.id) === section.outerHTML && !drawn.some(changed)) {
        previous = old;
        continue;
      }
      markup.set(section.id, section.outerHTML);
      const open = new Set([...(old?.querySelectorAll("details[open][id]") ?? [])].map((one) => one.id));
      section.querySelectorAll("details[id]").forEach((one) => { one.open = open.has(one.id); });
      old?.querySelectorAll("figure.chart").forEach((figure) => views.get(figure.id)?.finalize());
      old?.remove();
      const placed = document.adoptNode(section);
      if (previous) {
        previous.after(placed);
      } else {
        document.querySelector("main").prepend(placed);
      }
      previous = placed;
      await drawAll(placed, kept);
    }
  }

  // ---- All together ------------------------------------------------------------------------

  const markup = new Map(); // of the sections, as they came

  async function drawAll(part, kept) {
    for (const figure of part.querySelectorAll("figure.chart")) {
      try {
        await draw(figure);
      } catch (e) {
        console.error(e);
        figure.querySelector(".plot").textContent = "This picture cannot be drawn here: " + e.message;
      }
    }
    if (part.querySelector("#replay")) {
      replay();
    }
    if (part.querySelector("#all-samples")) {
      sampleTable(kept);
      if (pinned) {
        pin(pinned, false);
      }
    }
  }

  async function show() {
    tables = readTables();
    sections(document).forEach((section) => markup.set(section.id, section.outerHTML));
    await drawAll(document);
    document.body.dataset.drawn = "true";
  }

  document.body.append(hint);
  show().then(watch);
})();
