"""Numbers, spans of time and names of plans as they are said."""

LONGEST_NAME = 32
"""Characters of a plan's name that a sentence has room for."""


def number(value: float) -> str:
    """A number of two or more figures: 3,134 or 61 or 2.3 or 0.42; from 100,000 on in k or m."""
    size = abs(value)
    if size >= 999_500:
        return f"{value / 1e6:,.1f} m"
    if size >= 99_950:
        return f"{value / 1e3:.0f} k"
    if size >= 9.95:
        return f"{value:,.0f}"
    if size >= 0.995 or size == 0:
        return f"{value:.1f}".removesuffix(".0")
    if size >= 0.0095:
        return f"{value:.2f}"
    return f"{value:.3f}" if size >= 0.0005 else "0"


def signed(value: float) -> str:
    """A difference with its sign, a true minus."""
    text = number(abs(value))
    return "0" if text == "0" else f"{'−' if value < 0 else '+'}{text}"


def words(name: str) -> str:
    """A name of a plan or a response as words: "honest-roadmap" becomes "honest roadmap"."""
    return name.replace("-", " ")


def said(plan: str) -> str:
    """A plan's name in quotation marks, so that any name fits into any sentence."""
    name = words(plan)
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1].rstrip() + "…"
    return f"“{name}”"


def span(hours: float) -> str:
    """A span of time as "less than an hour", "1 hour", "30 hours" or "4 days"."""
    if hours >= 72:
        return f"{hours / 24:.0f} days"
    count = round(hours)
    return "less than an hour" if count < 1 else "1 hour" if count == 1 else f"{count} hours"
