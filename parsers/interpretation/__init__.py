"""From what was read to what it means: genre, outline, statutory tables, numbers in sentences."""
