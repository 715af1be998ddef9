"""The debrief: paired ``replays``, their ``results``, a page to print and files to keep."""
