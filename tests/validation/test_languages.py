"""The rows in German and French: every text is there, says the same, and fits."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.charts.validation import validation_slides
from sim.cli import app
from sim.errors import InputError
from sim.language.spoken import speaking
from sim.language.typesetting import Language
from sim.terminal.evidence import present_validation
from sim.validation.table import all_rows
from sim.validation.wording import found, texts_of_rows
from tests.language.english_left import english_left
from tests.validation.measured import measured_lines, measured_validation

OTHERS: tuple[Language, ...] = ("de", "fr")
ROWS = sorted((Path(__file__).parents[2] / "sim" / "validation").glob("*_rows.py"))
FIGURES = ("ordering", "effect", "count_of", "window", "ratio", "frequency", "reported",
           "reported_ratio")  # fmt: skip
UNIT_AT = {"window": 3, "reported": 2, "ordering": 3, "effect": 3, "ratio": 4,
           "reported_ratio": 3}  # fmt: skip
"""The place of the unit among what a figure is made of."""
SHOWN = (
    ("labels", "figure"), ("units", "unit"), ("targets", "target"), ("sources", "source"),
    ("verdicts", "verdict"), ("verdicts", "part"), ("verdicts", "missing"), ("notes", "remark"),
    ("notes", "power"),
)  # fmt: skip
"""Tables of texts, and the columns of the measured table whose values they have."""
CITED = ("et al", "Research in Interactive Marketing", "EPJ Data Sci")


def calls() -> Iterator[ast.Call]:
    """Yield where the code of the rows makes a figure."""
    for path in ROWS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id in FIGURES and node.args:
                yield node


def plain(place: int, *functions: str) -> set[str]:
    """Return the texts that stand at this place of calls, those put together left out."""
    nodes = (call.args[place] for call in calls()
             if call.func.id in functions and len(call.args) > place)  # type: ignore[attr-defined]  # fmt: skip
    return {node.value for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_every_row_has_its_texts_and_no_other_has(language: Language) -> None:
    facts = texts_of_rows(language)["facts"]
    assert set(facts) == set(all_rows())
    assert not [number for number, own in facts.items()
                if set(own) != {"fact", "short", "protocol"} or not all(own.values())]  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_every_source_label_and_unit_of_the_code_has_its_text(language: Language) -> None:
    wanted = {
        "sources": {row.source for row in all_rows().values()},
        "labels": plain(0, *FIGURES),
        "units": {unit for name, place in UNIT_AT.items() for unit in plain(place, name)} - {"1"},
    }
    assert len(wanted["labels"]) > 80
    lacking = [(table, text) for table, texts in wanted.items() for text in sorted(texts)
               if found(table, text, language) is None]  # fmt: skip
    assert not lacking


@pytest.mark.parametrize("language", OTHERS)
def test_everything_in_the_measured_table_has_its_text(language: Language) -> None:
    shown = {(table, line[column]) for line in measured_lines() for table, column in SHOWN}
    shown -= {("units", "1")}
    assert not [(table, text) for table, text in sorted(shown)
                if text and found(table, text, language) is None]  # fmt: skip


def test_languages_have_the_same_texts() -> None:
    german, french = map(texts_of_rows, OTHERS)
    assert {table: list(texts) for table, texts in german.items()} == {
        table: list(texts) for table, texts in french.items()
    }


@pytest.mark.parametrize("language", OTHERS)
def test_texts_have_the_numbers_of_the_english_ones(language: Language) -> None:
    texts = texts_of_rows(language)
    pairs = [(en, other) for table in ("sources", "labels", "targets", "notes")
             for en, other in texts[table].items()]  # fmt: skip
    for number, row in all_rows().items():
        own = texts["facts"][number]
        pairs += [(row.fact, own["fact"]), (row.protocol, own["protocol"])]
    assert not [en for en, other in pairs if numbers(en, "en") != numbers(other, language)]


def numbers(text: str, language: Language) -> Counter[str]:
    """Count the numbers of a text, as English writes them without commas."""
    between = {"en": ",", "de": r"\.", "fr": "\u202f"}[language]
    text = re.sub(rf"(\d){between}(\d{{3}})\b", r"\1\2", text)
    if language != "en":
        text = re.sub(r"(\d),(\d)", r"\1.\2", text)
    text = re.sub(r"(\d):00\b", r"\1", text)
    return Counter(each.lstrip("0") or "0" for each in re.findall(r"\d+(?:[.:]\d+)?", text))


def test_a_label_that_is_put_together_is_said_in_the_language() -> None:
    label = "interim-updates against silence, 0.5% concerned, failure goes on"
    assert found("labels", label, "de") == (
        "„Zwischenstände“ gegenüber Schweigen, 0,5\u00a0% betroffen, Fehler dauert an"
    )
    assert found("labels", "peaks within 6 h after Tue 10:00", "fr") == (
        "pics dans les 6\u00a0h après mar.\u00a010:00"
    )
    assert found("labels", "a label of somebody's own", "fr") is None


def shown(language: Language, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    with speaking(language):
        present_validation(measured_validation(), out, as_json=False)
    page = (out / "validation.md").read_text(encoding="utf-8")
    return capsys.readouterr().out.replace(str(out), "") + page


@pytest.mark.parametrize("language", OTHERS)
def test_table_and_page_are_in_the_language(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    english, other = (shown(each, tmp_path / each, capsys) for each in ("en", language))
    assert not english_left(english, other, CITED), other
    for number, row in all_rows().items():
        assert f"## {number} · {row.fact}" in english
        assert row.protocol in english
    files = [(tmp_path / each / "validation.csv").read_bytes() for each in ("en", language)]
    assert files[0] == files[1]
    assert not re.findall(r"\d\.\d(?!\d\d)", re.sub(r"J\.D\.|20\(3\)", "", other))


@pytest.mark.parametrize("language", OTHERS)
def test_json_stays_in_english(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    table, said = measured_validation("S5", "L20"), []
    for each in ("en", language):
        with speaking(each):
            present_validation(table, None, as_json=True)
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


@pytest.mark.parametrize("language", OTHERS)
def test_no_fact_is_cut_on_the_slides_of_a_language(language: Language) -> None:
    with speaking(language):
        slides = validation_slides(measured_validation()).values()
    facts = [text.get_text() for slide in slides for ax in slide.axes for text in ax.texts]
    assert not [fact for fact in facts if fact.endswith("…")]
    assert len(facts) > len(all_rows())


@pytest.mark.parametrize(
    ("options", "german", "french"),
    [
        ("--rows S99", "es gibt keine Zeile „S99“", "il n’y a pas de ligne « S99 »"),
        ("--parameters none.toml", "Diese Datei gibt es nicht", "ce fichier n’existe pas"),
        ("--parameters far.toml", "darf höchstens 7 sein", "doit être d’au plus 7"),
        ("--parameters word.toml", "muss eine Zahl sein", "doit être un nombre"),
        ("--parameters no_table.toml", "hat keine Tabelle [parameters]", "n’a pas de table"),
        ("--parameters unknown.toml", "keinen Parameter „vant“", "pas de paramètre « vant »"),
        ("--out taken", "taken enthält, was run geschrieben", "taken contient ce que run"),
    ],
)
def test_validate_refuses_in_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str, german: str, french: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no_table.toml").write_text("vent = 0.3\n")
    (tmp_path / "unknown.toml").write_text("[parameters]\nvant = 0.3\n")
    (tmp_path / "far.toml").write_text("[parameters]\nvent = 7.5\n")
    (tmp_path / "word.toml").write_text("[parameters]\nvent = 'much'\n")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "series.nc").touch()
    for language, wanted in (("de", german), ("fr", french)):
        done = CliRunner().invoke(app, ["validate", *options.split(), "--language", language])
        assert isinstance(done.exception, InputError), done.output
        assert wanted in str(done.exception).replace("\u00a0", " ")
