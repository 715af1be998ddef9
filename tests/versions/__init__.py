"""The project on each version of Python, with the newest and the oldest packages."""
