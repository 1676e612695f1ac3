/* Draws the chart descriptions of a page: <figure data-chart="address of a description">. A click on a mark leads to
   the `address` in its row, which the page has as a link too. Without this script, or where it fails, the picture that the server draws stands in the figure. */
"use strict";
(function () {
  const options = {
    ast: true, defaultStyle: false, actions: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
  };
  function fallBack(figure, plot) {
    const spare = figure.querySelector("noscript");
    if (spare) {
      const picture = document.createElement("img");
      picture.src = figure.dataset.picture;
      picture.alt = figure.dataset.text || "";
      plot.replaceWith(picture);
    }
  }
  document.querySelectorAll("figure[data-chart]").forEach(function (figure) {
    const plot = document.createElement("div");
    plot.className = "plot";
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", figure.dataset.text || "");
    figure.prepend(plot);
    if (!window.vegaEmbed) {
      fallBack(figure, plot);
      return;
    }
    window.vegaEmbed(plot, figure.dataset.chart, options).then(function (drawn) {
      plot.querySelector("svg").setAttribute("aria-hidden", "true"); // the figure's own words say what it shows
      drawn.view.addEventListener("click", function (event, item) {
        const address = item && item.datum && item.datum.address;
        if (typeof address === "string" && /^\/[^/]/.test(address)) { window.location.href = address; }
      });
    }).catch(function () { fallBack(figure, plot); });
  });
})();
