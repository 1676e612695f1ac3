"""Reading plans: lists, trees, links both ways, the matrix, loose ends, versions."""
