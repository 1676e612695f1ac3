"""Results to Vega-Lite descriptions, and their pictures for print."""
