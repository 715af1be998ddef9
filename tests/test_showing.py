"""Tables in the terminal: no word is broken where there is room, no line begins with a colon."""

import pytest

from sim.terminal import showing
from sim.terminal.showing import show, widths


def test_cells_that_have_room_are_left_alone() -> None:
    assert widths([("row", "a fact"), ("S1", "an answer")], 40) is None


def test_words_stay_whole_as_long_as_there_is_room() -> None:
    rows = [("row", "a posteriori, médiane", "a priori, bas"), ("S1", "a b c d e f g h", "i j")]
    fitted = widths(rows, 25)
    assert fitted is not None
    assert sum(fitted) <= 25
    assert fitted[1] >= len("posteriori,")
    assert fitted[2] >= len("priori,")


def test_the_longest_words_are_broken_first() -> None:
    fitted = widths([("S1", "Donaudampfschifffahrt", "Sturm")], 20)
    assert fitted == [2, 13, 5]


def test_an_indented_word_has_room_for_its_indent() -> None:
    assert widths([("S1", "  publications en moins", "un deux trois")], 23) == [2, 14, 7]


def test_no_line_of_a_table_begins_after_an_unbroken_space(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(showing, "WIDE", 24)
    show("Lignes", ("ligne", "verdict"), [("S1", "ne tient pas\u00a0: signe\u00a0sûr")])
    shown = capsys.readouterr().out
    assert "pas\u00a0:" in shown
    assert "signe\u00a0sûr" in shown
    assert max(map(len, shown.splitlines())) <= 24
