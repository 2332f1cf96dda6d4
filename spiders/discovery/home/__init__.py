"""From the home page of a portal to its columns of annual reports."""
