"""Asking for pages, each once and inside the portal, and leaving alone what need not be asked."""
