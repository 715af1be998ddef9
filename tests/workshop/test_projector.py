"""What the projector draws and says: no ranking, seven words, and curves that are all seen."""

import re
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from sim.exercise.debrief.replays import debrief
from sim.exercise.decisions import parse_response
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import Curves, TeamView, view
from sim.exercise.words.posts import Spread
from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES, Language
from sim.results.severity import LEVELS
from sim.workshop.web.charts import SHARED_DASH, teams_chart
from sim.workshop.web.panels import feed_panel, render, spread_said, storm_panel
from sim.workshop.web.projector_news import counted
from sim.workshop.web.projector_page import ProjectorPage
from sim.workshop.web.snapshot import SnapshotMaker
from tests.exercise.small_exercise import PROMISE, UPDATE, small_exercise

DASHED = "stroke-dasharray"


@pytest.fixture(scope="module")
def views() -> list[TeamView]:
    """Two teams that did nothing, and one that promised."""
    exercise = RunningExercise.open(EventLog(), small_exercise(), seed=5, language="de")
    for name in ("North", "South", "West"):
        exercise.add_team(name)
    for _ in range(2):
        exercise.begin_round()
        if exercise.room.round == 0:
            exercise.decide("West", [PROMISE])
        exercise.close_round()
    return [view(exercise, name) for name in ("North", "South", "West")]


def speech(language: Language) -> Speech:
    return Speech(language, 64.0, ("web",))


def curve(one: TeamView, team: str, rates: list[float]) -> TeamView:
    hours = [float(n) for n in range(len(rates))]
    return replace(one, team=team, curves=Curves(hours, rates, rates, rates, []))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_level_of_severity_has_a_word_of_its_own(language: Language) -> None:
    words = [Speech(language).say(f"web.severity_{level}") for level in range(len(LEVELS))]
    assert len({word.casefold() for word in words}) == len(LEVELS) == 7


@pytest.mark.parametrize("level", range(7))
def test_the_bar_of_severity_is_alike_on_all_pages(views: list[TeamView], level: int) -> None:
    one, de = replace(views[0], severity=level), speech("de")
    tile = SimpleNamespace(severity=level, name="North", state="", felt="", decided=[])
    team = SimpleNamespace(storm=SimpleNamespace(view=one), name="North", submitted=0)
    pages = (
        storm_panel(one, de),
        render("team_card.html", de, team=team, deciding=False),
        render("projector_storms.html", de, tiles=[tile], chart="", posts=[], whose=""),
    )
    for page in pages:
        assert page.count('class="step') - page.count('class="steps') == 6
        assert page.count('class="step on"') == level
        assert f"{level}" in page


def test_the_board_keeps_the_order_of_joining_and_ranks_nobody() -> None:
    teams = {
        "Nord": {0: [parse_response(PROMISE)]},
        "Süd": {},
        "Ost": {0: [parse_response(UPDATE)]},
    }
    told = debrief(small_exercise(), teams, 5, "de", seeds=4, method="drawn")
    lost = {"Nord": 9.0, "Süd": 2.0, "Ost": 5.0}
    measured = [
        replace(team, measures={**team.measures, "customers_lost": lost[team.team]})
        for team in told.teams
    ]
    session: Any = SimpleNamespace(
        speech=speech("de"), address="http://workshop.example.org", refining=False
    )
    board = ProjectorPage(session)._page(replace(told, teams=measured), 0)
    assert board.index("Nord") < board.index("Süd") < board.index("Ost")
    for language in LANGUAGES:
        for serves in ("customers", "members", "citizens"):
            note = Speech(language, serves=serves).say("web.board_order").casefold()
            for order in ("oben", "first", "premier", "wenigst", "fewest", "moins"):
                assert order not in note


def test_teams_take_turns_on_the_projector_whoever_is_loudest() -> None:
    def team(name: str, rate: float) -> Any:
        posts = [SimpleNamespace(text=f"{name}-{n}", picture="", topic="") for n in range(6)]
        seen = SimpleNamespace(posts=posts, curves=SimpleNamespace(rate=rate))
        return SimpleNamespace(name=name, members=[1], storm=SimpleNamespace(view=seen))

    session: Any = SimpleNamespace(speech=speech("de"), address="http://workshop.example.org")
    page = ProjectorPage(session)
    teams = {name: team(name, rate) for name, rate in (("A", 3.0), ("B", 40.0), ("C", 0.0))}
    snapshot: Any = SimpleNamespace(teams=teams)
    shown = []
    for turn in range(6):
        page.turn = turn
        shown.append(page._posts(snapshot))
    assert [whose for whose, _ in shown] == ["A", "B", "C"] * 2
    assert [post.text for post in shown[0][1]] != [post.text for post in shown[3][1]]
    for language in LANGUAGES:
        title = Speech(language).say("web.live_title", team="A").casefold()
        assert not any(word in title for word in ("laut", "loud", "agit", "bruyant"))


def test_equal_curves_are_all_seen_and_said_to_be_equal(views: list[TeamView]) -> None:
    north, south, west = views
    assert north.curves.critical == south.curves.critical != west.curves.critical
    for language, word, said in (
        ("de", "(gleich)", "Gleiche Kurve: North, South"),
        ("fr", "(identiques)", "Courbes identiques\u00a0: North, South"),
        ("en", "(the same)", "The same curve: North, South"),
    ):
        chart = str(teams_chart(views, speech(language), whole=True))
        assert word in chart
        assert said in chart
        apart = str(teams_chart([north, west], speech(language), whole=True))
        assert word not in apart
        assert said.partition(":")[0] not in apart


def test_dashes_of_teams_on_one_curve_take_turns(views: list[TeamView]) -> None:
    two = [curve(views[0], "A", [1.0, 2.0, 3.0, 3.0]), curve(views[0], "B", [1.0, 2.0, 2.0, 1.0])]
    chart = str(teams_chart(two, speech("en"), whole=True))
    lines = chart.split("<polyline")[1:]
    shared = [line for line in lines if f'{DASHED}="{SHARED_DASH:g} {SHARED_DASH:g}"' in line]
    assert len(shared) == 2
    assert len(lines) == 4, "each has a stretch of its own as well"
    assert {'dashoffset="-0"' in line for line in shared} == {True, False}
    assert all(DASHED not in line for line in lines if line not in shared)
    assert "(the same)" not in chart


@pytest.mark.parametrize("teams", [1, 4, 5, 8])
def test_no_figure_is_smaller_than_the_others(views: list[TeamView], teams: int) -> None:
    many = [replace(views[0], team=f"A team of a long name {n}") for n in range(teams)]
    chart = str(teams_chart(many, speech("de"), whole=True))
    assert 'font-size="20"' in chart
    assert chart.count("font-size") == 1
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', chart)
    assert found is not None
    width, height = map(float, found.groups())
    assert width <= 800, "drawn to the size of a picture of 1280 by 720"
    for text in chart.split("<text")[1:]:
        x, y = map(float, re.findall(r' [xy]="([\d.]+)"', text))
        assert 0 <= x < width
        assert 0 <= y < height


def test_the_companys_words_stand_without_the_title_of_their_card(views: list[TeamView]) -> None:
    west = views[2]
    assert any(post.text == PROMISE["words"] for post in west.posts)
    for language in LANGUAGES:
        page = str(feed_panel(west, speech(language)))
        title = Speech(language).say("responses.promise.name")
        assert Speech(language).labelled(title) not in page
        assert str(PROMISE["words"]) in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "1.124 Menschen wissen davon: 1.120 aus eigener Erfahrung, 4 von Freunden."),
        ("en", "1,124 people know of it: 1,120 found out for themselves, 4 from a friend."),
        (
            "fr",
            "1\u202f124 personnes sont au courant\u00a0: 1\u202f120 par expérience directe, "
            "4 par des amis.",
        ),
    ],
)
def test_who_knows_is_told_with_all_ways_in(language: Language, said: str) -> None:
    assert spread_said(Spread(1124, 1120, 4, 0, 0, 0), speech(language)) == said
    assert spread_said(Spread(0, 0, 0, 0, 0, 0), speech(language)) == ""


def test_the_ways_in_add_up(views: list[TeamView]) -> None:
    for one in views:
        ways = one.spread
        parts = (ways.found, ways.from_friends, ways.from_page, ways.from_company, ways.from_press)
        assert sum(parts) == ways.aware > 0
        assert ways.found > 0


def test_thousands_are_set_apart_on_the_phone(views: list[TeamView]) -> None:
    loud = replace(views[0], critical_affected=1124, critical_bandwagon=20500)
    page = str(storm_panel(loud, speech("de")))
    assert "1.124" in page
    assert "20.500" in page


def test_what_comes_between_two_looks_is_news_at_the_second() -> None:
    """A projector that looks while storms are simulated knows the room as it was before."""
    exercise = RunningExercise.open(EventLog(), small_exercise(), seed=5, language="en")
    exercise.add_team("North")
    maker = SnapshotMaker(exercise, speech("en"))
    asks = partial(exercise.inject, "journalist", "We report tonight.", None)
    for happens in (exercise.begin_round, asks):
        snapshot = maker.take()
        known = counted(snapshot)
        happens()
        assert counted(snapshot) == known
        assert counted(maker.take()) != known
