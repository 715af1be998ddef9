"""The parameters that rest on an assumption, and joint draws of all of them.

Parameters of sureness C or D are assumptions. A Latin hypercube spreads the draws evenly
over each of their ranges, so that 200 of them say something about 60 dimensions.
"""

import numpy as np

from sim.sampling import DEFAULT_SEED, latin_hypercube
from sim.storm.parameters import DECLARED, Declaration


def assumptions() -> tuple[Declaration, ...]:
    """Return the parameters that rest on an assumption."""
    return tuple(declared for declared in DECLARED if declared.assumption)


def joint_draws(number: int, seed: int = DEFAULT_SEED) -> list[dict[str, float]]:
    """Return joint draws of all assumptions, uniform over each range."""
    assumed = assumptions()
    low, high = (
        np.array([getattr(declared, end) for declared in assumed]) for end in ("low", "high")
    )
    drawn = low + latin_hypercube(number, len(assumed), seed) * (high - low)
    names = [declared.name for declared in assumed]
    return [dict(zip(names, map(float, values), strict=True)) for values in drawn]
