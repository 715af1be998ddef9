"""Counts and ties that are brought along are read as the commands read them."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError, ShitstormError
from sim.lab import imports
from sim.lab.answers import OneRun
from sim.lab.draft import opened, read
from sim.lab.edits import applied
from sim.lab.web.chart_view import lab_chart
from sim.language.speech import Speech
from tests.lab.test_book import TEXT

STORY = read(TEXT, "small").scenario
HOURS = 40


def counts_file(folder: Path) -> Path:
    rows = [
        f"2024-05-{5 + hour // 24:02d} {hour % 24:02d}:00,{20 * (hour > 5) + hour}"
        for hour in range(HOURS)
    ]
    path = folder / "page.csv"
    path.write_text("time,count\n" + "\n".join(rows) + "\n")
    return path


def test_counts_begin_with_the_incident_and_keep_their_shape(tmp_path: Path) -> None:
    brought = imports.counts_from(counts_file(tmp_path), STORY)
    assert brought.hours[0] == pytest.approx(2.0 + 0.5)
    assert len(brought.hours) > 20
    scaled = brought.scaled(50.0)
    assert np.nanmax(scaled) == pytest.approx(50.0)
    assert (np.diff(scaled) > 0).all() == (np.diff(brought.rate) > 0).all()


def test_counts_are_drawn_and_named_on_the_chart(tmp_path: Path) -> None:
    brought = imports.counts_from(counts_file(tmp_path), STORY)
    speech = Speech("en", tables=("lab", "web", "exercise"))
    one = OneRun(np.arange(72.0), np.linspace(0, 9, 72), [], [], 2.0, None, [])
    names = ("talk", "silence")
    with_them = str(lab_chart(one, None, names, 72.0, speech, brought))
    assert "page.csv, scaled" in with_them
    assert "page.csv" not in str(lab_chart(one, None, names, 72.0, speech))


def test_a_file_that_is_no_counts_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "no.csv").write_text("what,ever\nis,this\n")
    with pytest.raises(InputError, match="no"):
        imports.counts_from(tmp_path / "no.csv", STORY)


def test_ties_are_taken_into_the_text_with_people_enough(tmp_path: Path) -> None:
    pairs = "\n".join(f"p{n},p{n + 1}" for n in range(300))
    (tmp_path / "ties.csv").write_text(f"source,target\n{pairs}\n,p4\n")
    people, notes = imports.ties_from(tmp_path / "ties.csv")
    assert people == 301
    assert any("1 " in note for note in notes)
    draft = applied(opened(TEXT), imports.with_ties("ties.csv", people))
    reading = read(draft.text, "small", tmp_path)
    assert reading.problems == ()
    assert reading.scenario.community.people == 301
    assert reading.scenario.community.ties.kind == "file"


def test_files_are_offered_by_their_endings(tmp_path: Path) -> None:
    for name in ("a.csv", "b.graphml", "c.toml", ".hidden.csv"):
        (tmp_path / name).write_text("x")
    assert imports.files_in(tmp_path, imports.COUNTS) == ["a.csv"]
    assert imports.files_in(tmp_path, imports.TIES) == ["a.csv", "b.graphml"]
    with pytest.raises(ShitstormError):
        imports.ties_from(tmp_path / "a.csv")
