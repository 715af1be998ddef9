"""How many examples property tests look at: times ``THOROUGH`` as many as usual."""

import os

from hypothesis import settings

THOROUGH = max(1, int(os.environ.get("THOROUGH", "1")))


def examples(number: int) -> settings:
    """Look at this many examples, or at a multiple of them if so asked."""
    return settings(max_examples=number * THOROUGH)
