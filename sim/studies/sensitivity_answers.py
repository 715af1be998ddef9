"""What a sensitivity analysis asks of every setting, and which assumptions matter most."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray


def answers(dataset: xr.Dataset) -> pd.DataFrame:
    """Return the answers of every setting, a row each. The first setting has the defaults."""

    def means(measure: str) -> NDArray[np.float64]:
        values = dataset[measure].transpose("setting", "plan", "seed").to_numpy()
        level: NDArray[np.float64] = values.reshape(len(values), -1).mean(axis=1)
        return level

    posts = dataset["critical_posts_total"].transpose("setting", "plan", "seed")
    by_plan = posts.to_numpy().mean(axis=2)
    return pd.DataFrame(
        {
            "peak": np.log1p(means("peak")),
            "hours_above_rate": means("hours_above_rate"),
            "critical_posts_total": np.log1p(means("critical_posts_total")),
            "ranking": [agreement(row, by_plan[0]) for row in by_plan],
        }
    )


def agreement(posts: Sequence[float], usual: Sequence[float]) -> float:
    """Return the share of pairs of plans whose order by posts is the usual one."""
    same = [
        np.sign(posts[a] - posts[b]) == np.sign(usual[a] - usual[b])
        for a, b in combinations(range(len(posts)), 2)
    ]
    return float(np.mean(same))


def important(morris: pd.DataFrame, most: int) -> list[str]:
    """Return the parameters with the largest effects, relative to the largest of the answer."""
    largest = morris.groupby("answer")["mu_star"].transform("max")
    relative = (morris["mu_star"] / largest.where(largest > 0, 1.0)).groupby(morris["parameter"])
    return [str(name) for name in relative.max().sort_values(ascending=False).index[:most]]
