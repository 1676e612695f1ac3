"""The quarterly digest: numbers from the rows, and the documents made from them."""
