"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = document.getElementById("page");
  const root = document.documentElement;
  const PAGE = 50;
  const MOST_BARS = 15;
  const titles = { done: "Done", open: "Open", manual: "Manual", skipped: "Skipped", suppressed: "Suppressed" };
  const drawn = [];
  let filter = () => {};

  /* Everything from source goes in as text, never as markup. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  const color = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const number = (value) => value.toLocaleString("en-US");
  /* The charts read a few tags in their texts. */
  const label = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const short = (text) => (text.length > 34 ? `…${text.slice(-33)}` : text);

  function setTheme(theme) {
    root.dataset.theme = theme;
    for (const draw of drawn) draw();
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  root.dataset.theme = dark.matches ? "dark" : "light";
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));

  function chart(parent, height, spec, click) {
    const place = make("div", { class: "chart" });
    place.style.height = `${height}px`;
    parent.append(place);
    const draw = () => {
      const { traces, layout } = spec();
      const axis = { gridcolor: color("line"), zerolinecolor: color("line"), automargin: true, fixedrange: true };
      Plotly.react(
        place,
        traces,
        {
          ...layout,
          height,
          margin: { l: 8, r: 12, t: 8, b: 30 },
          paper_bgcolor: "rgba(0,0,0,0)",
          plot_bgcolor: "rgba(0,0,0,0)",
          font: { color: color("ink"), family: "system-ui, sans-serif", size: 12 },
          xaxis: { ...axis, ...layout.xaxis },
          yaxis: { ...axis, ...layout.yaxis },
          showlegend: false,
          hoverlabel: { bgcolor: color("panel"), bordercolor: color("line"), font: { color: color("ink") } },
        },
        { responsive: true, displayModeBar: false },
      ).then(() => {
        if (click && !place.dataset.ready) {
          place.on("plotly_click", click);
          place.dataset.ready = "yes";
        }
      });
    };
    drawn.push(draw);
    draw();
    new ResizeObserver(() => Plotly.Plots.resize(place)).observe(place);
  }

  function legend() {
    return make("p", { class: "legend" }, ...progress.standings.map((standing) => {
      const dot = make("span", { class: "dot" });
      dot.style.background = `var(--${standing})`;
      return make("span", {}, dot, titles[standing]);
    }));
  }

  function table(head, rows) {
    const cell = (name) => (text, at) => make(name, { class: at && typeof text === "number" ? "n" : null },
      typeof text === "number" ? number(text) : text);
    return make("div", { class: "scroll" }, make("table", {},
      make("thead", {}, make("tr", {}, ...head.map((text) => make("th", {}, text)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cell("td")))))));
  }

  const progress = data.progress;
  const toggle = make("button", {
    type: "button", id: "theme", onclick: () => setTheme(root.dataset.theme === "dark" ? "light" : "dark"),
  }, "Light / dark");
  const about = [];
  if (progress && progress.commit) about.push(`at ${progress.commit.slice(0, 10)}`);
  if (progress && progress.reference) about.push(`done is counted by the ${progress.reference}`);
  if (progress && progress.baseline) {
    const { known, gone, new: fresh } = progress.baseline;
    about.push(`baseline: ${number(known)} known left, ${number(gone)} gone, ${number(fresh)} new`);
  }
  page.append(make("header", {}, make("h1", {}, data.title), make("p", {}, about.join(" · ")), toggle));

  if (progress) {
    tiles();
    charts();
    if (progress.efforts) efforts();
  }
  if (data.history) history();
  if (progress) findings();

  function tiles() {
    const box = make("div", { class: "tiles" });
    progress.standings.forEach((standing, at) => {
      const tile = make("div", {}, make("b", {}, number(progress.findings[at])),
        make("span", {}, `${titles[standing]} · ${number(progress.files[at])} files`));
      tile.style.setProperty("--tile", `var(--${standing})`);
      box.append(tile);
    });
    const whole = progress.findings.reduce((sum, one) => sum + one, 0) || 1;
    const bar = make("div", { class: "bar", role: "img", "aria-label": "Findings by what became of them" });
    progress.standings.forEach((standing, at) => {
      const part = make("i", { title: `${titles[standing]}: ${number(progress.findings[at])}` });
      part.style.width = `${(100 * progress.findings[at]) / whole}%`;
      part.style.background = `var(--${standing})`;
      bar.append(part);
    });
    page.append(make("section", { "aria-label": "Findings" }, box, bar));
  }

  function charts() {
    const grid = make("div", { class: "charts" });
    page.append(grid);
    /* All boxes stand before the first chart is drawn, so that each has its width. */
    const boxes = Object.keys(progress.by).map((name) => make("section", { id: `by-${name}` }, make("h2", {}, `By ${name}`), legend()));
    grid.append(...boxes);
    for (const [at, [name, rows]] of Object.entries(progress.by).entries()) {
      const shown = rows.slice(0, MOST_BARS);
      const box = boxes[at];
      const spec = () => ({
        traces: progress.standings.map((standing, at) => ({
          type: "bar", orientation: "h", name: titles[standing],
          y: shown.map((row) => label(short(row[0]))),
          x: shown.map((row) => row[at + 1]),
          customdata: shown.map((row) => [row[0], standing]),
          hovertext: shown.map((row) => label(row[0])),
          hovertemplate: `%{hovertext}<br>${titles[standing]}: %{x:,}<extra></extra>`,
          marker: { color: color(standing) },
        })),
        layout: { barmode: "stack", bargap: 0.25, yaxis: { autorange: "reversed", type: "category" } },
      });
      chart(box, 56 + 26 * shown.length, spec, (event) => {
        const [key, standing] = event.points[0].customdata;
        filter({ [name]: key, standing: standing === "done" ? "" : standing });
      });
      box.append(make("details", {}, make("summary", {}, `Numbers (${number(rows.length)})`),
        table([name, ...progress.standings.map((one) => titles[one])], rows)));
    }
  }

  function efforts() {
    const percent = (rate) => (rate === null ? "–" : `${Math.round(rate * 100)} %`);
    const seconds = (value) => (value === null || value === undefined ? "–" : `${value.toFixed(1)} s`);
    const plain = (value) => (value === null || value === undefined ? "–" : value);
    const rows = Object.entries(progress.efforts).map(([batch, one]) => [
      batch, one.attempted, one.committed, one.restored, one.rolled_back, percent(one.success_rate),
      percent(one.rollback_rate), seconds(one.mean), seconds(one.median),
      plain(one.tests && one.tests.passed_before), plain(one.tests && one.tests.passed_after),
      seconds(one.tests && one.tests.seconds_before), seconds(one.tests && one.tests.seconds_after),
    ]);
    const head = ["Batch", "Attempted", "Committed", "Restored", "Rolled back", "Success", "Rollback", "Mean", "Median",
      "Tests before", "Tests after", "Time before", "Time after"];
    page.append(make("section", { id: "efforts" }, make("h2", {}, "Migrated so far"), table(head, rows)));
  }

  function history() {
    const { commits, rules, authors } = data.history;
    const box = make("section", { id: "history" }, make("h2", {}, "Over time"));
    const choice = make("select", { id: "history-rule", "aria-label": "Rule", onchange: () => drawn.forEach((one) => one()) },
      make("option", { value: "" }, "All rules"), ...Object.keys(rules).map((code) => make("option", {}, code)));
    box.append(make("div", { class: "filters" }, choice));
    page.append(box);
    const spec = () => ({
      traces: [{
        type: "scatter", mode: commits.length > 60 ? "lines" : "lines+markers", line: { shape: "hv", color: color("open") },
        x: commits.map((one) => one.date),
        y: commits.map((one, at) => choice.value ? rules[choice.value][at]
          : Object.values(rules).reduce((sum, counts) => sum + counts[at], 0)),
        hovertext: commits.map((one) => label(`${one.commit.slice(0, 10)} ${one.subject}`)),
        hovertemplate: "%{hovertext}<br>%{x}: %{y:,}<extra></extra>",
      }],
      layout: { yaxis: { rangemode: "tozero" } },
    });
    chart(box, 320, spec);
    if (authors.length) {
      box.append(make("h2", {}, "Who added and removed"),
        table(["Author", "Added", "Removed", "Commits"], authors.map((one) => [one.name, one.added, one.removed, one.commits])));
    }
  }

  function findings() {
    const state = { text: "", batch: "", rule: "", owner: "", directory: "", standing: "", fresh: "" };
    const box = make("section", { id: "findings" }, make("h2", {}, "Findings"));
    const bar = make("div", { class: "filters" });
    const search = make("input", {
      type: "search", id: "search", placeholder: "File, message or line", "aria-label": "Search",
      oninput: () => apply({ text: search.value }),
    });
    bar.append(search);
    const selects = {};
    const choices = {
      batch: (progress.by.batch || []).map((row) => row[0]), rule: (progress.by.rule || []).map((row) => row[0]).sort(),
      directory: (progress.by.directory || []).map((row) => row[0]).sort(),
      owner: (progress.by.owner || []).map((row) => row[0]).sort(),
      standing: progress.standings.filter((one) => one !== "done"), fresh: progress.baseline ? ["new", "known"] : [],
    };
    for (const [name, values] of Object.entries(choices)) {
      if (!values.length) continue;
      selects[name] = make("select", {
        id: `filter-${name}`, "aria-label": name, onchange: (event) => apply({ [name]: event.target.value }),
      }, make("option", { value: "" }, name === "fresh" ? "New and known" : `Any ${name}`),
      ...values.map((value) => make("option", { value }, value)));
      bar.append(selects[name]);
    }
    bar.append(make("button", { type: "button", id: "reset", onclick: () => filter({}) }, "Show all"));
    const count = make("p", { id: "count", "aria-live": "polite", class: "tag" });
    const list = make("div", { id: "files" });
    const more = make("button", { type: "button", class: "more", id: "more", onclick: () => show(shown + PAGE) }, "Show more files");
    box.append(bar, count, list, more);
    page.append(box);
    let groups = [];
    let shown = 0;

    function matches([at, code, standing, line, column, message, source, fresh]) {
      const [path, batch, owners, directory] = progress.places[at];
      const wanted = state.text.toLowerCase();
      return (!state.batch || batch === state.batch) && (!state.rule || code === state.rule)
        && (!state.owner || owners.includes(state.owner)) && (!state.directory || directory === state.directory)
        && (!state.standing || standing === state.standing) && (!state.fresh || fresh === (state.fresh === "new"))
        && (!wanted || `${path}\n${code}\n${message}\n${source}`.toLowerCase().includes(wanted));
    }
    function apply(changed) {
      Object.assign(state, changed);
      for (const [name, select] of Object.entries(selects)) select.value = state[name];
      search.value = state.text;
      const byFile = new Map();
      let total = 0;
      for (const one of progress.found) {
        if (!matches(one)) continue;
        total += 1;
        if (!byFile.has(one[0])) byFile.set(one[0], []);
        byFile.get(one[0]).push(one);
      }
      groups = [...byFile.entries()];
      count.textContent = `${number(total)} findings in ${number(groups.length)} files`;
      list.replaceChildren();
      shown = 0;
      show(PAGE);
    }
    function show(upTo) {
      for (const [at, rows] of groups.slice(shown, upTo)) list.append(file(at, rows));
      shown = Math.min(upTo, groups.length);
      more.hidden = shown >= groups.length;
    }
    function file(at, rows) {
      const [path, batch, owners] = progress.places[at];
      const element = make("div", { class: "file" });
      const head = make("button", { type: "button", "aria-expanded": "false" }, make("span", { class: "path" }, path),
        make("span", { class: "tag" }, batch), owners.length ? make("span", { class: "tag" }, owners.join(" ")) : null,
        make("span", { class: "tag" }, `${number(rows.length)} finding${rows.length === 1 ? "" : "s"}`));
      head.addEventListener("click", () => {
        const open = element.classList.toggle("shown");
        head.setAttribute("aria-expanded", String(open));
        if (open) element.append(...rows.map((row) => finding(path, row)));
        else element.querySelectorAll(".finding").forEach((one) => one.remove());
      });
      element.append(head);
      return element;
    }
    function finding(path, [, code, standing, line, column, message, source, fresh]) {
      const where = data.link.replace("{path}", path.split("/").map(encodeURIComponent).join("/")).replace("{line}", line);
      const dot = make("span", { class: "dot", title: titles[standing] });
      dot.style.background = `var(--${standing})`;
      return make("div", { class: "finding" }, dot, make("a", { href: where, rel: "noreferrer" }, `${line}:${column}`),
        ` ${code} ${message}${fresh ? " (new)" : ""}`, make("code", {}, source));
    }
    filter = (changed) => {
      apply({ text: "", batch: "", rule: "", owner: "", directory: "", standing: "", fresh: "", ...changed });
      if (Object.keys(changed).length) box.scrollIntoView({ block: "start" });
    };
    apply({});
  }
})();
