"""Speed as ratios measured in one run, and memory: `make bench`. Nothing here is a test."""
