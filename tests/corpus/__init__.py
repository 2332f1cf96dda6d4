"""The corpus file, through its one door: what goes in, what a researcher finds in it."""
