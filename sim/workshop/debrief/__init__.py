"""The debrief: replayed (``replaying``), as plain values (``findings``), on paper and in files."""
