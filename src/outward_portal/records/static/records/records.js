// Suggestions while a record's name is typed; without this script its number or address is typed.
"use strict";

document.querySelectorAll("input[data-suggest]").forEach((input, number) => {
  const list = document.createElement("datalist");
  list.id = `suggestions-${number}`;
  input.after(list);
  input.setAttribute("list", list.id);
  let waiting = 0;
  let asking = null;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = input.value.trim();
      if (asking) asking.abort();
      if (!typed || /\(\d+\)$/.test(typed)) return;
      asking = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, {signal: asking.signal});
        if (!answer.ok) return;
        const found = await answer.json();
        list.replaceChildren(...found.records.map((text) => new Option(text, text)));
      } catch (error) {
        if (error.name !== "AbortError") list.replaceChildren();  // no connection: what is typed still works
      }
    }, 150);
  });
});

// Several names in one field: suggestions go on from what stands before the last separator.
document.querySelectorAll("input[data-several]").forEach((input) => {
  const between = input.dataset.several;
  const names = Array.from(input.list.options, (option) => option.value);
  input.addEventListener("input", () => {
    const stands = input.value.slice(0, input.value.search(/[^;；、]*$/)).trim();
    const before = stands && stands.replace(/\s*[;；、]$/, between);
    if (input.dataset.before === before) return;
    input.dataset.before = before;
    input.list.replaceChildren(...names.map((name) => new Option(name, before + name)));
  });
});
