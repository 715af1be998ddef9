"""Files taken along are whole, named after the scenario, and hold what is shown."""

import asyncio
import csv
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import ImageFile
from pptx import Presentation

from sim.errors import InputError
from sim.lab.taken import KINDS, TakenFile
from sim.lab.web.book import Book
from sim.lab.web.desk import LabDesk
from sim.lab.web.exports import disposition, file_of
from sim.reports import pictures, printing
from tests.lab.test_book import TEXT


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A scenario whose plans are answered."""
    folder = tmp_path_factory.mktemp("taken")
    shown = Book("small", TEXT, folder / "small.toml", folder / "small.jsonl")
    shown.most = 6
    asyncio.run(answered(shown))
    return shown


async def answered(book: Book) -> None:
    done = asyncio.Event()
    book.watch(lambda what: done.set() if what == "pairs" else None)
    await book.choose(plan="talk", rival="silence")
    await asyncio.wait_for(done.wait(), 60)


def taken(book: Book, kind: str, language: Any = "en") -> TakenFile:
    desk = LabDesk(book.file.parent, language)
    file = file_of(book, kind, desk.speech_for(book))
    assert isinstance(file, TakenFile), file
    return file


def rows_of(file: TakenFile) -> list[list[str]]:
    return list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))


def test_the_figures_taken_along_are_those_of_the_table(book: Book) -> None:
    file = taken(book, "csv")
    assert file.name == "small-talk-against-silence-figures.csv"
    rows = {row[0]: row[1:] for row in rows_of(file)[1:]}
    assert set(rows) == set(book.pairs.figures)
    for name, figure in book.pairs.figures.items():
        assert float(rows[name][0]) == pytest.approx(figure.plan, rel=1e-4)
        assert rows[name][-1] == str(figure.pairs) == "6"


def test_the_runs_behind_slides_and_report_are_those_that_are_shown(book: Book) -> None:
    taken(book, "svg")
    ensemble = book.taken.ensemble
    assert ensemble.seeds == list(range(book.pairs.number))
    measured = ensemble.differences("silence").set_index("measure")
    for name in ("critical_posts_total", "trust_left"):
        found = measured.loc[name, "mean_difference"]
        assert found == pytest.approx(book.pairs.figures[name].mean)


def test_the_curves_taken_along_are_the_lines_of_the_chart(book: Book) -> None:
    head, *rows = rows_of(taken(book, "curves"))
    assert head[-1] == "talk: run 0"
    assert len(rows) == len(book.one.rate)
    peak = max(float(row[head.index("talk: median")]) for row in rows)
    assert peak == pytest.approx(float(book.pairs.curves["plan"]["median"].max()), rel=1e-4)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_charts_on_slides_are_charts_in_every_language(book: Book, language: str) -> None:
    slides = Presentation(BytesIO(taken(book, "pptx", language).content)).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2
    notes = slides[0].notes_slide.notes_text_frame.text
    assert "shitstorm compare small.toml --plans talk,silence --seeds 6" in notes


def test_all_files_come_in_one_archive_and_are_whole(book: Book) -> None:
    with zipfile.ZipFile(BytesIO(taken(book, "zip").content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert len(files) == len(KINDS) - 1
    by_suffix = {name.rpartition(".")[2]: content for name, content in files.items()}
    assert by_suffix["pdf"].startswith(b"%PDF")
    assert by_suffix["pdf"].rstrip().endswith(b"%%EOF")
    assert by_suffix["png"].startswith(b"\x89PNG")
    assert by_suffix["toml"].decode() == TEXT
    ElementTree.fromstring(by_suffix["svg"])
    assert by_suffix["html"].rstrip().endswith(b"</html>")
    with zipfile.ZipFile(BytesIO(by_suffix["pptx"])) as slides:
        for part in slides.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(slides.read(part))


def test_where_there_is_nothing_to_take_along_it_is_said_why(book: Book, tmp_path: Path) -> None:
    speech = LabDesk(tmp_path, "en").speech
    fresh = Book("fresh", TEXT, tmp_path / "fresh.toml", None)
    assert file_of(fresh, "png", speech) == speech.say("lab.chart_waiting")
    wrong = Book("wrong", "title = 3", tmp_path / "wrong.toml", None)
    assert file_of(wrong, "png", speech) == speech.say("lab.mend_first")
    assert file_of(book, "exe", speech) is None


def test_a_missing_library_for_pdf_names_the_way_around(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise OSError("cannot load library 'libpango'\nmore")

    monkeypatch.setattr(printing, "import_module", missing)
    with pytest.raises(InputError, match=r"libpango'.*open the report as HTML in a browser"):
        printing.printed("<p>")


def test_printing_changes_nothing_for_others() -> None:
    """WeasyPrint lets Pillow take cut-off pictures, and takes the prefix of SVG for itself."""
    assert printing.printed("<p>word</p>").startswith(b"%PDF")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    svg = f'<svg xmlns="{pictures.SVG}" width="9" height="9"><circle r="1"/></svg>'
    assert "<circle" in pictures.inline(svg, "chart", "A chart")


@pytest.mark.parametrize("name", ["bäckerei.toml", "łódź.toml", 'a".toml', "plain.toml"])
def test_any_name_of_a_file_can_be_sent(name: str) -> None:
    disposition(name)["content-disposition"].encode("latin-1")
