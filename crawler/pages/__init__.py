"""What all pages have in common: their frame, their style, their escaping.

A page is static, without script and without anything from elsewhere. Its package holds its body,
`NAME.page.html`, and where it needs more than the common style, `NAME.page.css`.
"""
