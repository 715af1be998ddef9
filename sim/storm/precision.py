"""Single precision, in which both engines keep the fields of four bytes."""

import numpy as np


def single(value: float) -> float:
    """Return a number rounded to single precision."""
    return float(np.float32(value))
