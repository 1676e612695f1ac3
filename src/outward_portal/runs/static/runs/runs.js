// A framed report: its data are fetched, put where its script looks for them, and the script is begun. Without this every
// number leads to its row in the annex. A run that is done shows its answer.
"use strict";
(() => {
  const block = document.getElementById("report-data");
  if (block) {
    fetch(block.dataset.source, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`data: ${answer.status}`))))
      .then((text) => {
        block.textContent = text;
        const script = document.createElement("script");
        script.src = block.dataset.script;
        document.body.append(script);
      });
  }
  const waiting = document.querySelector(".waiting");
  if (waiting && !waiting.querySelector("[data-finished]")) {
    document.addEventListener("htmx:afterSwap", () => {
      if (waiting.querySelector("[data-finished]")) window.location.reload();
    });
  }
})();
