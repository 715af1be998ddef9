"""All rows of the validation table, gathered from their files."""

from sim.validation import rows_of_replies, rows_of_responses, rows_of_the_case, rows_of_the_page
from sim.validation.rows import ROWS, Row

FILES = (rows_of_the_case, rows_of_responses, rows_of_replies, rows_of_the_page)
"""Each enters its rows as it is imported."""


def rows() -> dict[str, Row]:
    """All rows by number: those of the case first, then those of the literature."""
    order = sorted(ROWS, key=lambda number: (number[0] != "S", int(number[1:])))
    return {number: ROWS[number] for number in order}
