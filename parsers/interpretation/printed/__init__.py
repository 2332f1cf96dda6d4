"""Tables without ruling lines: read from the places where labels and values are printed."""
