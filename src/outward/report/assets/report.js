// Traces, search, sorting and downloads of a report. It reads the page and its data block, and asks for nothing.
"use strict";
(() => {
  const block = document.getElementById("report-data");
  if (!block) return;
  const { words, traces, title, date } = JSON.parse(block.textContent);
  const chinese = document.documentElement.lang.startsWith("zh");

  // An element with text and children; never markup, so nothing in the data can become part of the page.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // What a cell or sentence says, without the signs of doubt beside its numbers.
  function said(element) {
    if (!element.querySelector(".doubt")) return plain(element.textContent);
    const copy = element.cloneNode(true);
    for (const sign of copy.querySelectorAll(".doubt")) sign.remove();
    return plain(copy.textContent);
  }

  function plain(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  // ---- Trace of a number: a dialog that walks down to printed cells --------------------------------------------
  const dialog = make("dialog", { class: "trace", "aria-labelledby": "trace-title" });
  const heading = make("h2", { id: "trace-title", tabindex: "-1" }, words.trace);
  const back = make("button", { type: "button", class: "tool" }, words.back);
  const close = make("button", { type: "button", class: "tool" }, words.close);
  const inside = make("div", { class: "inside" });
  dialog.append(make("div", { class: "bar" }, back, heading, close), inside);
  document.body.append(dialog);
  let path = [];
  let opener = null;

  function open(id, from) {
    if (!traces[id]) return false;
    path = [id];
    opener = from;
    show();
    if (!dialog.open) dialog.showModal();
    heading.focus();
    return true;
  }

  function down(id) {
    path.push(id);
    show();
    heading.focus();
  }

  back.addEventListener("click", () => {
    path.pop();
    show();
    heading.focus();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    if (opener) opener.focus();
  });

  function show() {
    const trace = traces[path[path.length - 1]];
    back.hidden = path.length < 2;
    inside.replaceChildren();
    inside.append(make("p", { class: "value" }, trace.text, ...unitOf(trace)));
    if (trace.formula) {
      inside.append(make("h3", {}, words.formula), formula(trace));
      inside.append(make("h3", {}, words.inputs), inputs(trace));
    } else {
      inside.append(make("p", {}, words.printed_cell));
    }
    if (trace.source) inside.append(make("h3", {}, words.source), make("p", {}, trace.source));
    if (trace.note) inside.append(make("h3", {}, words.note), make("p", {}, trace.note));
    inside.append(facts(trace));
    dialog.scrollTop = 0;
  }

  function unitOf(trace) {
    return trace.unit ? [" ", make("small", {}, trace.unit)] : [];
  }

  function formula(trace) {
    const line = make("p", { class: "formula" });
    for (const part of trace.formula.split(/\b(x\d+)\b/)) {
      const place = /^x(\d+)$/.exec(part);
      const id = place && trace.inputs[Number(place[1]) - 1];
      if (!id) {
        line.append(part.replaceAll("**", "^").replaceAll("*", " × ").replaceAll("/", " ÷ "));
        continue;
      }
      line.append(traces[id] ? numberButton(id) : id);
    }
    line.append(" = ", make("strong", {}, trace.text));
    return line;
  }

  function numberButton(id) {
    const button = make("button", { type: "button", title: id }, traces[id].text);
    button.addEventListener("click", () => down(id));
    return button;
  }

  function inputs(trace) {
    const list = make("ol");
    trace.inputs.forEach((id, index) => {
      const input = traces[id];
      const name = make("span", { class: "name" }, `x${index + 1}`);
      const said = input ? [make("strong", {}, input.text), ...unitOf(input)] : [id];
      const below = input && (input.formula ? id : input.source || id);
      const button = make("button", { type: "button" }, name, make("span", {}, ...said), make("small", {}, below || ""));
      if (input) button.addEventListener("click", () => down(id));
      else button.disabled = true;
      list.append(make("li", {}, button));
    });
    return list;
  }

  function facts(trace) {
    const list = make("dl");
    const add = (name, ...value) => list.append(make("dt", {}, name), make("dd", {}, ...value));
    if (trace.cell) {
      if (trace.cell.printed) add(words.as_printed, trace.cell.printed);
      if (trace.cell.known_on) add(words.known_on, trace.cell.known_on);
    }
    if (trace.doubts) {
      add(words.contradiction, ...trace.doubts.flatMap((name, place) => {
        const link = make("a", { href: `#audit.${name}` }, name);
        link.addEventListener("click", () => {
          opener = null;
          dialog.close();
        });
        return place ? [", ", link] : [link];
      }));
    }
    add(words.unrounded, String(Number(trace.value.toPrecision(12))));
    add(words.id, make("code", {}, trace.id));
    const row = document.getElementById(`annex.numbers/${trace.id}`);
    if (row) {
      const link = make("a", { href: `#${encodeURIComponent(row.id)}` }, words.annex_row);
      link.addEventListener("click", () => {
        opener = null;
        dialog.close();
      });
      add("", link);
    }
    return list;
  }

  document.addEventListener("click", (event) => {
    const number = event.target.closest("a.number");
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (open(number.dataset.figure, number)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const number = event.target.closest && event.target.closest("a.number");
    if (!number || (event.key !== "Enter" && event.key !== " ")) return;
    if (open(number.dataset.figure, number)) event.preventDefault();
  });
  for (const number of document.querySelectorAll("a.number")) {
    if (traces[number.dataset.figure]) number.setAttribute("aria-haspopup", "dialog");
  }

  // ---- Tables: sort by a column, download as CSV with the citation ----------------------------------------------
  function sortable(figure) {
    const table = figure.querySelector("table");
    const body = table.tBodies[0];
    const original = [...body.rows];
    if (original.filter((row) => !row.classList.contains("total")).length < 2) return;
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      const label = plain(cell.textContent);
      const arrow = make("span", { class: "arrow", "aria-hidden": "true" }, "↕");
      const button = make("button", { type: "button" }, make("span", {}, label), arrow);
      cell.replaceChildren(button);
      cell.dataset.label = label;
      button.addEventListener("click", () => {
        const now = cell.getAttribute("aria-sort");
        const order = now === "ascending" ? "descending" : now === "descending" ? "" : "ascending";
        for (const other of table.tHead.rows[0].cells) {
          other.removeAttribute("aria-sort");
          other.querySelector(".arrow").textContent = "↕";
        }
        if (order) cell.setAttribute("aria-sort", order);
        arrow.textContent = order === "ascending" ? "↑" : order === "descending" ? "↓" : "↕";
        body.append(...(order ? sorted(original, column, order) : original));
      });
    });
  }

  // Totals stay last, and gaps stand after numbers whichever way the column runs.
  function sorted(rows, column, order) {
    const sign = order === "ascending" ? 1 : -1;
    const key = (row) => row.cells[column] && row.cells[column].dataset.sort;
    const text = (row) => (row.cells[column] ? said(row.cells[column]) : "");
    const numeric = rows.some((row) => key(row) !== undefined);
    const compare = (one, other) => {
      if (!numeric) return sign * text(one).localeCompare(text(other), chinese ? "zh-CN" : "en");
      const [a, b] = [key(one), key(other)];
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
      return sign * (Number(a) - Number(b));
    };
    const total = (row) => row.classList.contains("total");
    return [...rows.filter((row) => !total(row)).sort(compare), ...rows.filter(total)];
  }

  // A spreadsheet would run text that begins like a formula: an apostrophe keeps it text. Numbers stay numbers.
  function field(text) {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[-+]?[\d,.]+%?$/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function csv(figure) {
    const table = figure.querySelector("table");
    const caption = plain(figure.querySelector("caption").textContent);
    const lines = [[caption], []];
    for (const row of [...table.tHead.rows, ...table.tBodies[0].rows]) {
      lines.push([...row.cells].map((cell) => {
        const copy = cell.cloneNode(true);
        for (const sign of copy.querySelectorAll(".arrow, .doubt")) sign.remove();
        return plain(copy.textContent);
      }));
    }
    lines.push([]);
    for (const foot of figure.querySelectorAll(".foot")) lines.push([plain(foot.textContent)]);
    lines.push([`${words.cited}${chinese ? "：" : ": "}${title}${chinese ? "，" : ", "}${date}${chinese ? "，" : ", "}${caption}`]);
    return lines.map((line) => line.map(field).join(",")).join("\r\n") + "\r\n";
  }

  function downloadable(figure) {
    const button = make("button", { type: "button", class: "tool" }, words.download);
    const caption = figure.querySelector("caption");
    button.setAttribute("aria-label", `${words.download}${chinese ? "：" : ": "}${plain(caption.textContent)}`);
    button.addEventListener("click", () => {
      const file = new Blob(["\ufeff", csv(figure)], { type: "text/csv;charset=utf-8" });
      const link = make("a", { href: URL.createObjectURL(file), download: `table-${figure.dataset.number || figure.id}.csv` });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    figure.append(make("div", { class: "tools" }, button));
  }

  for (const figure of document.querySelectorAll("figure.table")) {
    downloadable(figure);
    sortable(figure);
  }

  // ---- Search: headings, tables, figures, sentences, and numbers by their id ------------------------------------
  const box = document.getElementById("search");
  const input = make("input", { type: "search", id: "search-words", autocomplete: "off", spellcheck: "false" });
  const found = make("ul");
  const count = make("output", { for: "search-words" });
  box.append(make("label", { for: "search-words" }, words.search), input, count, found);
  box.hidden = false;
  let index = null;

  function entries() {
    const all = [];
    const add = (kind, element, id, said) => all.push({ kind, id, said, key: said.toLowerCase() });
    for (const element of document.querySelectorAll("main h2[id], main h3[id], main h4[id]")) {
      add(words.contents, element, element.id, plain(element.textContent));
    }
    for (const figure of document.querySelectorAll("main figure[id]")) {
      const name = figure.querySelector("caption, figcaption");
      add(figure.className === "chart" ? words.chart : words.table, figure, figure.id, plain(name.textContent));
    }
    let above = "";
    for (const element of document.querySelectorAll("main h2, main h3, main .sentence, main li[id], main .note")) {
      if (/^H/.test(element.tagName)) above = plain(element.textContent);
      else add(above, element, element.id, said(element));
    }
    for (const row of document.querySelectorAll("[id='annex.numbers'] tbody tr")) {
      const cells = [...row.cells].map(said);
      add(words.annex_row, row, row.id, cells.slice(0, 3).join(" "));
    }
    return all;
  }

  function marked(text, wanted) {
    const at = text.toLowerCase().indexOf(wanted);
    const start = at > 60 ? at - 40 : 0;
    const end = Math.min(text.length, Math.max(start + 130, at + wanted.length + 40));
    return [start ? "…" : "", text.slice(start, at), make("mark", {}, text.slice(at, at + wanted.length)),
      text.slice(at + wanted.length, end), end < text.length ? "…" : ""];
  }

  input.addEventListener("input", () => {
    index = index || entries();
    const wanted = plain(input.value).toLowerCase();
    found.replaceChildren();
    count.textContent = "";
    if (!wanted) return;
    const hits = index.filter((entry) => entry.key.includes(wanted));
    for (const hit of hits.slice(0, 30)) {
      const link = make("a", { href: `#${encodeURIComponent(hit.id)}` }, ...marked(hit.said, wanted), make("small", {}, hit.kind));
      found.append(make("li", {}, link));
    }
    count.textContent = hits.length ? `${hits.length}${chinese ? "" : " "}${words.search_found}` : words.no_match;
  });
  box.addEventListener("keydown", (event) => {
    const links = [...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === input && links[0]) {
      event.preventDefault();
      links[0].click();
    } else if (event.key === "Escape") {
      input.value = "";
      input.dispatchEvent(new Event("input"));
      input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      if (next < 0) input.focus();
      else if (links[next]) links[next].focus();
      event.preventDefault();
    }
  });

  // ---- Contents: mark the chapter that is being read --------------------------------------------------------------
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const side = document.querySelector(".side");
  const headings = [...document.querySelectorAll("main h2[id], main h3[id]")].filter((one) => links.has(one.id));
  function current() {
    let here = headings[0];
    for (const one of headings) if (one.getBoundingClientRect().top < 120) here = one;
    for (const link of links.values()) link.removeAttribute("aria-current");
    if (!here) return;
    const link = links.get(here.id);
    link.setAttribute("aria-current", "true");
    const [frame, place] = [side.getBoundingClientRect(), link.getBoundingClientRect()];
    if (place.top < frame.top || place.bottom > frame.bottom) side.scrollTop += place.top - frame.top - frame.height / 2;
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      current();
    });
  }, { passive: true });
  current();
})();
