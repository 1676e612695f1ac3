// What the bench does beyond what it says: everything works without it.
"use strict";
(() => {
  const isOurs = (event) => event.target.id === "ranking";

  // A slider says its share aloud, which the server works out; else it would say its bare number.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isOurs(event)) return;
    document.querySelectorAll("#choose input[type=range]").forEach((slider) => {
      const share = document.getElementById(`${slider.id}-share`);
      if (share) slider.setAttribute("aria-valuetext", share.textContent);
    });
  });

  // Who is signed out meanwhile is answered with the way in: that is a page of its own, never a part of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isOurs(event) && event.detail.xhr.status === 200 && !event.detail.xhr.getResponseHeader("HX-Replace-Url")) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });

  // Where no answer comes, what stands there is not what was asked for.
  const failed = () => {
    document.getElementById("told").textContent = document.getElementById("ranking").dataset.failed;
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
})();
