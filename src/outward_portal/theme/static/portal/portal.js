// What the pages do beyond what they say: everything works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const problems = document.getElementById("problems");
  if (problems) problems.focus();
});

// On a phone what narrows a list would fill the first screen: it is folded there until it is asked for.
const phone = matchMedia("(max-width: 40rem)");
const fold = () => document.querySelectorAll("details.narrow:not([data-narrowed])").forEach((filters) => {
  filters.open = !phone.matches;
});
phone.addEventListener("change", fold);
fold();

// A form that has been changed asks before it is left.
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form.record-form")) changed = true;
});
document.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// Escape takes the masthead's suggestions away and leaves what was typed.
document.addEventListener("keydown", (event) => {
  const find = event.target.closest && event.target.closest("form.find");
  if (find && event.key === "Escape") {
    find.querySelector("#suggested").replaceChildren();
    find.querySelector("input").focus();
  }
});

// Where htmx changed the address, the other language stands at the new one.
for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) {
  document.addEventListener(name, () => {
    const link = document.getElementById("other-language");
    const address = new URL(link.href);
    address.searchParams.set("next", location.pathname + location.search);
    link.href = address.href;
  });
}
