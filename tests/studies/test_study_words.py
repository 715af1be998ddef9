"""A study's file tells its words in each language, and its data do not depend on them."""

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from sim.cli import app
from sim.describe.measured import _what_counts
from sim.errors import InputError, StudyError
from sim.language.speech import LANGUAGES, Language, texts
from sim.language.spoken import speaking
from sim.reports.study import in_language
from sim.scenario.translated import Translated
from sim.studies.loading import load_study, shipped
from sim.studies.settings import Grid
from sim.terminal.studies import Consent, span_of
from tests.studies.small_study import written

OTHERS: tuple[Language, ...] = ("de", "fr")
WORDS = """
[factors.lasts]
label = { en = "the failure lasts", de = "der Ausfall dauert", fr = "la panne dure" }
[factors.lasts.choices]
"not long" = { "incident.repair.median" = "5h" }
long = { "incident.repair.median" = "20h" }
[factors.lasts.labels]
"not long" = { en = "not long", de = "nicht lange", fr = "peu de temps" }
long = { en = "for long", de = "lange", fr = "longtemps" }
[labels]
words = { en = "a word", de = "ein Wort", fr = "un mot" }
"""
FACTOR = '[factors.lasts]\npath = "incident.repair.median"\nvalues = ["5h", "20h"]\n'
TITLE = 'title = { en = "Bread", de = "Brot", fr = "Du pain" }'
QUESTION = (
    'question = { en = "Does a word help?", de = "Hilft ein Wort?", fr = "Un mot aide-t-il ?" }'
)


def translated(folder: Path) -> Path:
    """The small study with its words in three languages."""
    file = written(folder, instead={FACTOR: WORDS, 'question = "Does a word help?"': QUESTION})
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('title = "Bread"', TITLE, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", shipped())
def test_every_word_of_a_shipped_study_is_there_in_all_languages(name: str) -> None:
    spec = load_study(name).spec
    told: dict[str, Any] = {"title": spec.title, "question": spec.question, **spec.labels}
    told |= {f"{plan}.summary": own.summary for plan, own in spec.plans.items()}
    told |= {
        f"{plan}.title": own.title for plan, own in spec.plans.items() if plan not in spec.labels
    }
    if getattr(spec, "happens", None):
        told["event"] = spec.event  # type: ignore[attr-defined]
    for factor_name, factor in spec.factors.items():
        if factor.distribution is None:
            told[factor_name] = factor.label
        told |= {f"{factor_name}.{choice}": factor.labels.get(choice) for choice in
                 factor.choices or {}}  # fmt: skip
    compared = {plan: told.pop(f"{plan}.title") for plan in spec.plans
                if f"{plan}.title" in told and plan not in spec.plan_names}  # fmt: skip
    missing = [
        key for key, text in told.items()
        if not (isinstance(text, Translated) and all(text.has(each) for each in LANGUAGES))
    ]  # fmt: skip
    assert missing == []
    assert all(title is None or isinstance(title, Translated) for title in compared.values())


def test_a_study_speaks_in_the_language_and_keeps_the_names_of_its_data(tmp_path: Path) -> None:
    study = load_study(translated(tmp_path))
    spec = study.spec
    names = Grid(spec.factors).dims["lasts"]
    with speaking("de"):
        assert [spec.heading, spec.asked] == ["Brot", "Hilft ein Wort?"]
        assert spec.label_of("words") == "ein Wort"
        assert [level.label for level in spec.factors["lasts"].levels()] == ["nicht lange", "lange"]
        assert Grid(spec.factors).dims["lasts"] == names == ["not long", "long"]
        assert spec.title_of("lasts") == "der Ausfall dauert"  # type: ignore[attr-defined]
    assert spec.heading == "Bread"
    assert [level.label for level in spec.factors["lasts"].levels()] == ["not long", "for long"]


def test_the_ends_of_a_factor_keep_their_words(tmp_path: Path) -> None:
    spec = load_study(translated(tmp_path), quick=True).spec
    with speaking("fr"):
        assert [each.label for each in spec.factors["lasts"].levels()] == [
            "peu de temps", "longtemps",
        ]  # fmt: skip


def test_words_for_a_choice_that_there_is_not_are_a_mistake(tmp_path: Path) -> None:
    file = translated(tmp_path)
    text = file.read_text(encoding="utf-8").replace("long = { en", "lang = { en")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=r'there is no choice "lang"; did you mean'):
        load_study(file)
    levels = written(tmp_path, instead={FACTOR: f'{FACTOR}labels = {{ "5h" = "short" }}\n'})
    with pytest.raises(StudyError, match="labels are for choices alone"):
        load_study(levels)


@pytest.mark.parametrize("language", OTHERS)
def test_results_and_report_of_a_translated_study_are_in_the_language(
    language: Language, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["study", str(translated(tmp_path)), "--out", str(out), "--language", language]
    ended = CliRunner().invoke(app, [*words, "--workers", "1"], catch_exceptions=False)
    title = {"de": "Brot", "fr": "Du pain"}[language]
    assert title in ended.output
    assert f"# {title}\n" in (out / "finding.md").read_text(encoding="utf-8")
    lasts = {"de": "nicht lange", "fr": "peu de temps"}[language]
    assert lasts in (out / "finding.md").read_text(encoding="utf-8")
    assert "not long" in (out / "data.csv").read_text(encoding="utf-8")
    told = CliRunner().invoke(app, ["report", str(out), "--language", language])
    assert told.output.startswith({"de": "Der Bericht liegt in", "fr": "Rapport"}[language])
    page = (out / "report.html").read_text(encoding="utf-8")
    assert {"de": "Hilft ein Wort?", "fr": "Un mot aide-t-il"}[language] in page
    assert "Does a word help?" not in page.partition('id="provenance')[0].partition("{")[0]


def test_texts_per_language_are_told_wherever_they_stand() -> None:
    asked = {"a": {"en": "one", "de": "eins"}, "b": [{"en": "two"}], "c": {"low": 1, "en": 2}}
    assert in_language(asked, "de") == {"a": "eins", "b": ["two"], "c": {"low": 1, "en": 2}}


def test_a_page_stays_fresh_when_a_study_is_told_in_more_languages(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    before = _what_counts(translated(one))
    file = translated(other)
    file.write_text(file.read_text("utf-8").replace("Hilft ein Wort?", "Hilft es?"), "utf-8")
    assert _what_counts(file) == before
    file.write_text(file.read_text("utf-8").replace("for long", "a long time"), "utf-8")
    assert _what_counts(file) != before, "the page shows English"


@pytest.mark.parametrize(("language", "said"), [("de", "5.000 Läufe"), ("fr", "simulations")])
def test_consent_is_asked_for_in_the_language(
    language: Language, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=said):
        Consent(False, False, language)(3 * 86400.0, 5000)
    answers = iter(["", "n", "j", "oui"])
    monkeypatch.setattr("typer.prompt", lambda text, **_: next(answers))
    for _ in range(2):
        with pytest.raises(typer.Abort):
            Consent(False, True, language)(3 * 86400.0, 5000)
    for _ in range(2):
        Consent(False, True, language)(3 * 86400.0, 5000)
    assert span_of(3 * 86400.0, language) == {"de": "3 Tage", "fr": "3\u00a0jours"}[language]


def test_the_lines_of_the_terminal_are_there_in_every_language() -> None:
    english = {name for name in texts("en") if name.startswith("terminal.")}
    assert len(english) >= 10
    for language in OTHERS:
        own = texts(language)
        alike = {name for name in english if own[name] == texts("en")[name]}
        assert alike <= {"terminal.room_participants"}
