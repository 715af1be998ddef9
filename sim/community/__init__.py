"""People of the page and their social graph."""
