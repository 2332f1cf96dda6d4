"""Whether the numbers of a report agree with one another, and what its reading is worth."""
