"""Plugins that `scrapy serve` gives to Datasette."""
