"""A page names the rows that as many other runs might judge otherwise."""

import pytest

from sim.describe.evidence import in_doubt


def line(target: str, **values: str) -> dict[str, str]:
    """A line of the measured table with a figure of 5 between 4 and 6."""
    usual = {"part": "holds", "low": "4", "high": "6", "share_of_pairs": "", "runs": "800"}
    return {**usual, "target": target, **values}


@pytest.mark.parametrize(
    ("target", "doubtful"),
    [
        ("above 5.5", True),
        ("above 3", False),
        ("above 0 on average", False),
        ("at most 4.5", True),
        ("1 to 5", True),
        ("-10 to 10", False),
        ("-57.5 to -16.5", False),
        ("at least 1", False),
    ],
)
def test_a_bound_within_the_interval_leaves_a_row_in_doubt(target: str, doubtful: bool) -> None:
    assert in_doubt(line(target)) is doubtful
    assert not in_doubt(line(target, part="reported"))
    assert not in_doubt(line(target, low="", high=""))


@pytest.mark.parametrize("target", ["above 0 in 90 % of pairs", "at least 90% of runs"])
def test_a_share_has_an_interval_of_its_own(target: str) -> None:
    assert in_doubt(line(target, share_of_pairs="0.9125"))
    assert not in_doubt(line(target, share_of_pairs="0.95"))
    assert in_doubt(line(target, share_of_pairs="0.95", runs="40"))
    assert not in_doubt(line(target, share_of_pairs="0.57", part="fails"))
