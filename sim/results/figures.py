"""Numbers as short texts: two digits at least, no more than can be remembered."""

from math import isnan


def figure(value: float) -> str:
    """Return a number with two digits or more: 3,134, 61, 2.3, 0.42, or 120 k from 100,000 on."""
    size = abs(value)
    if isnan(value):
        return "–"
    if size >= 99_950:
        return f"{value / 1e6:,.1f} m" if size >= 999_500 else f"{value / 1e3:.0f} k"
    if size >= 9.95:
        return f"{value:,.0f}"
    if size >= 0.995 or size == 0:
        return f"{value:.1f}".removesuffix(".0")
    if size >= 0.0095:
        return f"{value:.2f}"
    return f"{value:.3f}" if size >= 0.0005 else "0"


def signed_figure(value: float) -> str:
    """Return a difference with its sign, with a true minus."""
    text = figure(abs(value))
    return text if text in ("0", "–") else f"{'−' if value < 0 else '+'}{text}"
