"""Document mirrors: sites that show copies of reports in viewers of their own."""
