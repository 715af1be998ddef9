"""Numbers in the findings of studies, by the project's one rule of rounding."""

from sim.language.numbers import number


def figure(value: float) -> str:
    """Return a number with about three digits: 3,134 or 61.5 or 2.25 or 0.42."""
    return number(value)


def signed_figure(value: float) -> str:
    """Return a difference with its sign, a true minus."""
    return number(value, sign=True)
