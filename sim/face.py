"""The former place of the public functions, kept for this version: use :mod:`sim`."""

import warnings

from sim.api import compare, rerun, simulate

__all__ = ["compare", "rerun", "simulate"]

warnings.warn("sim.face is now sim.api; import from sim", DeprecationWarning, stacklevel=2)
