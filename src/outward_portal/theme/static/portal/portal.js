// What the pages do beyond what they say: everything works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const problems = document.getElementById("problems");
  if (problems) problems.focus();
});

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
