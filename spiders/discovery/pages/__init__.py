"""What one page is and says: its text, its links, what its scripts tell, what kind it is of."""
