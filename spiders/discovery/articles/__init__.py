"""What the lists of a column lead to: articles with their files, pictures and further pages."""
