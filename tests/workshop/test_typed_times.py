"""Moments as people type them, in three languages."""

import pytest

from sim.language.typesetting import Language, quoted
from sim.workshop.terminal.typed_times import moment_typed, span_typed

STARTED = 6 * 24 + 12.0  # a Sunday, 12:00
NOW = 4.0  # it is 16:00


@pytest.mark.parametrize(
    ("language", "typed", "hours"),
    [
        ("en", "Sun 21:00", 9), ("en", "Monday 6 pm", 30), ("en", "mon 18", 30),
        ("en", "tomorrow at 9 am", 21), ("en", "9 p.m.", 9), ("en", "noon", 24),
        ("en", "8:30", 20.5),
        ("en", "in 6 hours", 10), ("en", "Sunday 12:00", 168), ("en", "sun midnight", 12),
        ("de", "So 21:00", 9), ("de", "Montag, 18 Uhr", 30), ("de", "Mo. 18.30 Uhr", 30.5),
        ("de", "morgen um 9", 21), ("de", "Mon 18:00", 30), ("de", "heute 20 Uhr", 8),
        ("de", "in 2 Stunden", 6), ("de", "Die 12:00", 48), ("de", "Mittag", 24),
        ("fr", "dim 21:00", 9), ("fr", "lundi à 18 h 30", 30.5), ("fr", "lun 18h", 30),
        ("fr", "demain 9 h", 21), ("fr", "aujourd’hui 20h15", 8.25), ("fr", "dans 3 h", 7),
        ("fr", "mercredi midi", 72), ("fr", "22 h", 10),
    ],
)  # fmt: skip
def test_moments_are_read(language: Language, typed: str, hours: float) -> None:
    assert moment_typed(typed, language, STARTED, NOW) == f"+{round(hours * 60)}min"


@pytest.mark.parametrize(
    "typed", ["", "soon", "Mon", "Mon 27:00", "never 9", "18:75", "m 18", "9 9"]
)
def test_what_is_no_moment_stays(typed: str) -> None:
    assert moment_typed(typed, "en", STARTED, NOW) == typed


def test_spans_are_read() -> None:
    said = ["6h", "6", "6 Stunden", "alle 6 h", "30 min", "2 Tage", "toutes les 6 heures", "1,5 h"]
    read = ["6h", "6h", "6h", "6h", "30min", "2d", "6h", "1.5h"]
    assert [span_typed(one) for one in said] == read
    assert span_typed("often") == "often"
    assert span_typed("") == ""


def test_quotation_marks_are_the_language_s() -> None:
    assert [quoted("x", "en"), quoted("x", "de")] == ["“x”", "„x“"]
    assert quoted("x", "fr").split("\u00a0") == ["«", "x", "»"]
