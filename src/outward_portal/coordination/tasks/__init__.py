"""Tasks of the leading group: giving, doing, confirming, what waits for what, and what is told when one is late."""
