"""The exercise in a terminal: ``play`` asks, ``showing`` shows, ``script`` answers from a file."""
