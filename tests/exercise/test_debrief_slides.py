"""Slides of a debrief: real charts with its numbers, in its language, and nothing overflows."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu
from typer.testing import CliRunner

from sim.brand import Brand
from sim.charts.labels import height_of, wrap
from sim.cli import app
from sim.errors import InputError
from sim.exercise.debrief.files import save
from sim.exercise.debrief.headlines import played_said
from sim.exercise.debrief.kept import read_debrief
from sim.exercise.debrief.replays import debrief
from sim.exercise.debrief.results import AS_PLAYED, Debrief, Luck
from sim.exercise.debrief.slides import BARS, ROWS, debrief_slides
from sim.exercise.debrief.ways import with_ends
from sim.exercise.decisions import Decided, parse_decisions, windows
from sim.exercise.texts import ExerciseSpeech
from sim.language.typesetting import Language
from tests.exercise.small_exercise import PROMISE, UPDATE, small_exercise

SCENARIO = small_exercise()
WINDOWS = windows(SCENARIO)
LONG = "Landesverwaltungsdirektion Süd-Westen {}"
ENGLISH = r"\b(the|of|posts?|runs?|teams?|decisions?|lost|broken|lucky|where|begin)\b"


def decided(*steps: tuple[int, dict[str, Any]]) -> Decided:
    """What a team has decided, by round."""
    found: Decided = {}
    for number, step in steps:
        found.setdefault(number, []).extend(parse_decisions([step], WINDOWS[number], SCENARIO))
    return found


TEAMS = {
    LONG.format(1): decided((0, PROMISE), (2, UPDATE)),
    "South": decided(*((n, {"do": "apology"}) for n in (0, 0, 0, 1, 1, 1, 2, 2, 2, 2))),
    "Silent": {},
}


def made(language: Language, teams: dict[str, Decided] = TEAMS) -> Debrief:
    """A debrief of few runs."""
    return debrief(SCENARIO, teams, 5, language, seeds=6, method="drawn")


@pytest.fixture(scope="module", params=["en", "de", "fr"])
def told(request: pytest.FixtureRequest) -> Debrief:
    return made(request.param)


def slides_of(file: Path) -> list[Any]:
    return list(Presentation(str(file)).slides)


def texts_on(slide: Any) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join(texts + [cell.text for table in tables for cell in table.iter_cells()])


def charts_on(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def inches(length: int) -> float:
    return float(Emu(length).inches)


def overflowing(slide: Any) -> list[str]:
    """Texts that are higher than their boxes, and tables that reach beyond the slide's content."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            rows = 0.0
            for paragraph in shape.text_frame.paragraphs:
                points = paragraph.runs[0].font.size.pt
                weight = "bold" if paragraph.runs[0].font.bold else "normal"
                lines = wrap(paragraph.text, points, inches(shape.width) - 0.2, 99, weight)
                rows += height_of(len(lines), points)
            if rows > inches(shape.height) + 0.15:
                found.append(shape.text_frame.text)
        if shape.has_table:
            bottom = inches(shape.top)
            for row in shape.table.rows:
                cells = zip(row.cells, shape.table.columns, strict=True)
                lines = max(len(wrap(c.text, 12.0, inches(w.width) - 0.2, 99)) for c, w in cells)
                bottom += max(inches(row.height), height_of(lines, 12.0) + 0.06)
            if bottom > 6.95:
                found.append(f"a table of {len(shape.table.rows)} rows down to {bottom:.2f}")
    return found


def test_the_slides_show_the_numbers_of_the_debrief(told: Debrief, tmp_path: Path) -> None:
    debrief_slides(told, 0.0, tmp_path / "d.pptx", "shitstorm debrief room")
    slides = slides_of(tmp_path / "d.pptx")
    assert len(slides) == 3 + len(told.teams) + 2
    title, board, curves, *teams, luck, talk = slides
    for team in told.teams:
        assert team.team in texts_on(title)
        assert team.team in texts_on(luck)
    (grid,) = [shape.table for shape in board.shapes if shape.has_table]
    joined = [team.team for team in told.teams]
    assert [row.cells[0].text for row in list(grid.rows)[1:]] == joined, "nobody is ranked"
    heading = texts_on(board).partition("\n")[0]
    assert not any(name in heading for name in joined)
    (chart,) = charts_on(curves)
    drawn = [list(series.values) for series in chart.plots[0].series]
    assert drawn == [curve.rate for curve in (*(t.curve for t in told.teams), *told.what_if_curves)]
    for team, slide in zip(told.teams, teams, strict=True):
        assert texts_on(slide).startswith(team.team)
        shares = [
            effect.mean for each in team.decisions for effect in each.effects
            if effect.measure == "critical_posts_total"
        ]  # fmt: skip
        shown = charts_on(slide)
        assert len(shown) == bool(shares)
        for chart in shown:
            strongest = sorted(shares, key=abs, reverse=True)[:BARS]
            values = chart.plots[0].series[0].values
            assert sorted(values) == pytest.approx(sorted(strongest), abs=1e-3)
        for card in team.cards:
            assert card.verdict in texts_on(slide)
    for question in told.questions:
        assert question in texts_on(talk)
    assert all(told.title in texts_on(slide) for slide in slides)


def test_no_word_is_in_another_language(tmp_path: Path) -> None:
    for language in ("de", "fr"):
        results = made(language)  # type: ignore[arg-type]
        debrief_slides(replace(results, title="X"), 0.0, tmp_path / "d.pptx", "shitstorm")
        for slide in slides_of(tmp_path / "d.pptx"):
            assert not re.findall(ENGLISH, texts_on(slide)), texts_on(slide)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_nothing_overflows_with_many_teams_of_long_names(
    language: Language, tmp_path: Path
) -> None:
    one = made(language)
    luck = [Luck(name, 99999.0, 1000.0, 2e3, 88888.0, 1, 29)
            for name in ("critical_posts_total", "customers_lost")]  # fmt: skip
    first, second, silent = one.teams
    many = [
        replace(each, team=LONG.format(n), luck=luck)
        for n, each in enumerate(8 * [second], 1)
    ]  # fmt: skip
    wide = replace(one, teams=many)
    debrief_slides(wide, 0.0, tmp_path / "d.pptx", "shitstorm debrief room")
    slides = slides_of(tmp_path / "d.pptx")
    assert not [each for slide in slides for each in overflowing(slide)]
    left = [replace(each, team=f"{each.team} (…)") for each in many]
    debrief_slides(replace(one, teams=[*many, *left, silent, first]), 0.0, tmp_path / "d.pptx", "")
    slides = slides_of(tmp_path / "d.pptx")
    assert not [each for slide in slides for each in overflowing(slide)]
    boards = [s for s in slides if any(shape.has_table for shape in s.shapes)]
    assert len(boards) == 2 * -(-18 // ROWS), "tables of many teams take several slides"


def test_a_debrief_without_shares_yet_says_so(tmp_path: Path) -> None:
    whole = made("en")
    bare = [
        replace(
            team, cards=[], luck=[], what_ifs=[],
            decisions=[replace(each, effects=[]) for each in team.decisions],
        )
        for team in whole.teams
    ]  # fmt: skip
    early = replace(whole, teams=bare, method=AS_PLAYED, seeds=1, coming=["shares", "luck"])
    debrief_slides(early, 0.0, tmp_path / "d.pptx", "shitstorm")
    slides = slides_of(tmp_path / "d.pptx")
    assert len(slides) == 3 + len(bare) + 1, "no luck yet"
    for slide in (slides[0], slides[-1]):
        assert "Still being worked out: what each decision changed" in texts_on(slide)
    assert "1. Sunday at 16:00 Promise of a time" in texts_on(slides[3]).replace("\xa0", " ")
    assert "silence from beginning to end" in texts_on(slides[5])


def test_the_command_makes_the_slides_of_a_folder(tmp_path: Path) -> None:
    save(made("de"), SCENARIO.clock.start_hours, tmp_path / "room")
    shell = CliRunner()
    done = shell.invoke(app, ["debrief", str(tmp_path / "room")])
    assert done.exit_code == 0, done.output
    assert "Die Folien liegen in" in done.output
    slides = slides_of(tmp_path / "room" / "debrief.pptx")
    assert "Worüber zu reden ist" in texts_on(slides[-1])
    notes = slides[0].notes_slide.notes_text_frame.text
    assert f"shitstorm debrief {tmp_path / 'room'}" in notes
    brand = tmp_path / "brand.toml"
    brand.write_text('name = "Example Ltd"\n', encoding="utf-8")
    words = ["debrief", str(tmp_path / "room" / "debrief.json"), "--brand", str(brand)]
    assert shell.invoke(app, [*words, "--pptx", str(tmp_path / "s.pptx")]).exit_code == 0
    assert all("Example Ltd" in texts_on(slide) for slide in slides_of(tmp_path / "s.pptx"))


def test_the_brand_colours_the_headings_of_tables(tmp_path: Path) -> None:
    brand = Brand("Example Ltd", b"", "#123456", "#FFFFFF", "#8B1A1A")
    debrief_slides(made("en"), 0.0, tmp_path / "d.pptx", "shitstorm", brand)
    board = slides_of(tmp_path / "d.pptx")[1]
    (grid,) = [shape.table for shape in board.shapes if shape.has_table]
    assert str(grid.cell(0, 0).fill.fore_color.rgb) == "123456"


def test_what_is_no_debrief_is_named(tmp_path: Path) -> None:
    save(made("en", {"North": {}}), 32.0, tmp_path)
    assert read_debrief(tmp_path)[1] == 32.0
    values = json.loads((tmp_path / "debrief.json").read_text("utf-8"))
    file = tmp_path / "other.json"
    for changed, said in (
        ({**values, "teams": []}, "no team's storm"),
        ({key: value for key, value in values.items() if key != "started"}, "earlier version"),
        ({**values, "started": "Monday"}, "when its story starts"),
        ({**values, "teams": [{"team": "North"}]}, "damaged"),
        ({**values, "seed": float("inf")}, "damaged"),
        ([], "damaged"),
    ):
        file.write_text(json.dumps(changed), encoding="utf-8")
        with pytest.raises(InputError, match=said):
            read_debrief(file)
    file.write_text("{", encoding="utf-8")
    for path, said in ((file, "damaged"), (tmp_path / "none", "cannot be read")):
        with pytest.raises(InputError, match=said):
            read_debrief(path)
    odd = json.loads(json.dumps(values))
    odd["teams"][0]["measures"] = {}
    file.write_text(json.dumps(odd), encoding="utf-8")
    done = CliRunner().invoke(app, ["debrief", str(file)])
    assert isinstance(done.exception, InputError)
    assert "damaged" in str(done.exception)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_slides_say_and_mark_where_play_ended(language: Language, tmp_path: Path) -> None:
    rounds = dict.fromkeys(TEAMS, 1)
    told = with_ends(debrief(SCENARIO, TEAMS, 5, language, 2, method="made"), SCENARIO, rounds)
    speech = ExerciseSpeech(language, SCENARIO.clock.start_hours)
    debrief_slides(told, speech.started, tmp_path / "early.pptx", "again")
    _, board, curves, *teams = slides_of(tmp_path / "early.pptx")
    said = played_said(told, speech)
    assert said
    for slide in (board, curves):
        assert said in texts_on(slide)
        assert overflowing(slide) == []
    (chart,) = charts_on(curves)
    drawn = {series.name: list(series.values) for series in chart.plots[0].series}
    assert next(each for each in drawn[speech.say("end_of_play")] if each is not None) == 0.0
    silent = texts_on(next(s for s in teams if texts_on(s).startswith("Silent")))
    assert speech.say("no_decisions_played").removesuffix(".") in silent
    assert said in silent
