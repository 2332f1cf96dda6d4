"""Inside a column: its lists, in whatever way they are written, paged and filled."""
