"""Counts of a storm from files as people have them: any export, with what was understood of it."""

from sim.fitting.counts.answers import CountsReading, OpenQuestion
from sim.fitting.counts.rows import Counts, read_counts

__all__ = ["Counts", "CountsReading", "OpenQuestion", "read_counts"]
