"""Slides of a debrief: the board, all storms, each team, luck and skill, and what to talk about."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.brand import Brand
from sim.charts.palette import (
    COLOURS,
    DASHED,
    DOTTED,
    INK,
    LINES,
    LONG_DASH,
    MUTED,
    SOLID,
    Look,
)
from sim.charts.style import MARGIN
from sim.charts.week import Week
from sim.charts.wording import speaking
from sim.exercise.debrief.cards import capitalised
from sim.exercise.debrief.headlines import (
    COUNTED,
    alternatives_said,
    coming_said,
    ended_said,
    loudness,
    luck_said,
    no_best_said,
    no_decisions_said,
    played_said,
    what_changed_most,
)
from sim.exercise.debrief.results import Debrief, Decision, Difference, Luck, TeamDebrief
from sim.exercise.line_chart import shortened
from sim.exercise.texts import ExerciseSpeech
from sim.language.speech import Speech
from sim.reports.parts import ReportTable
from sim.reports.slides.deck import BOTTOM, ROOM, STRONG, TOP, Deck, Origin, fill
from sim.reports.slides.native import NativeBar, NativeLine, bar_chart, line_chart, table
from sim.results.provenance import PROJECT, version

FIRST, OTHERS = "customers_lost", ("peak", COUNTED, "promises_kept", "promises_broken")
"""The measure that the board names in its heading, and the others that it shows."""
ROWS = 8
"""Teams of a table on one slide."""
BARS = 8
"""Decisions on the slide of a team, the strongest ones."""
CHART, BESIDE = 7.6, 0.25
"""Inches that a team's chart is wide, and between it and the words."""
LONGEST_NAME, LONGEST_BAR = 26, 34
"""Letters of a name in the key of a chart, and of a bar."""
PLAN_LINES = (DASHED, DOTTED, LONG_DASH)
WHOLE = 2.0
"""Posts from which a share and its interval are written as whole numbers."""
POINTERS = 3
"""Better options that the last slide names."""


def debrief_slides(
    debrief: Debrief, started: float, file: Path, command: str, brand: Brand | None = None
) -> None:
    """Write the slides of a debrief, in its language. The story starts so long after Monday 00:00.

    ``command`` stands in the notes to make them again. Raises ``OutputError`` if the file cannot
    be written. It is never half written.
    """
    speech = ExerciseSpeech(debrief.language, started, ("slides", "exercise"), debrief.serves)
    with speaking(debrief.language):
        deck = Deck(
            speech.say("debrief", title=debrief.title), _origin(debrief, command, speech), brand
        )
        _add_title(deck, debrief, speech)
        _add_board(deck, debrief, speech)
        _add_curves(deck, debrief, speech)
        for place in range(len(debrief.teams)):
            _add_team(deck, debrief, place, speech)
        _add_luck(deck, debrief, speech)
        _add_talk(deck, debrief, speech)
    deck.save(file)


def _origin(debrief: Debrief, command: str, speech: Speech) -> Origin:
    """Return where the slides come from."""
    say, pairs = speech.say, speech.exact(debrief.seeds)
    runs = say("runs_as_played") if debrief.seeds == 1 else say("pairs", pairs=pairs)
    model = say("charts.caveat")
    return Origin(f"{runs} · {model} · {debrief.title}", f"{PROJECT} {version(PROJECT)}", command)


def _add_title(deck: Deck, debrief: Debrief, speech: Speech) -> None:
    """Add who has played, and what is still to come."""
    say, number = speech.say, len(debrief.teams)
    key = "teams_one" if number == 1 else "teams_shown"
    shows = say(key, teams=number, seed=debrief.seed)
    slide = deck.add(say("debrief", title=debrief.title), shows)
    teams = [f"{STRONG}{team.team}" for team in debrief.teams]
    half = -(-len(teams) // 2) if number > ROWS // 2 else number
    wide = ROOM / 2 if number > half else ROOM
    fill(slide, (MARGIN, TOP, wide, 3.4), teams[:half], 20.0)
    if number > half:
        fill(slide, (MARGIN + wide, TOP, wide, 3.4), teams[half:], 20.0)
    below = [each for each in (coming_said(debrief, speech, whole=True), debrief.caveat) if each]
    fill(slide, (MARGIN, TOP + 3.5, ROOM, BOTTOM - TOP - 3.5), below)


# -- the board ------------------------------------------------------------------------------------


def _add_board(deck: Deck, debrief: Debrief, speech: Speech) -> None:
    """Add the teams in the order in which they joined, on as many slides as they take."""
    say = speech.say
    lost = [team.measures[FIRST] for team in debrief.teams]
    heads = [capitalised(_short(name, speech)) for name in (FIRST, *OTHERS)]
    content = ReportTable(
        "",
        [say("web.board_team"), *heads, say("card_turning")],
        (),
        words=frozenset({0, 6}),
    )
    rows = [
        [
            team.team,
            *(speech.number(team.measures[name]) for name in (FIRST, *OTHERS)),
            _turning(team),
        ]
        for team in debrief.teams
    ]
    least, most = (speech.number(end) for end in (min(lost), max(lost)))
    measure = speech.labelled(heads[0])
    finding = say("board_finding", measure=measure, least=least, most=most)
    if least == most:
        finding = say("board_same", measure=measure, n=least)
    if len(lost) == 1:
        finding = say("web.board_title")
    for page, some in _pages(rows):
        slide = deck.add(finding + page, played_said(debrief, speech) or say("web.board_order"))
        table(slide, content, some, deck.heading, (30, 10, 12, 11, 12, 12, 18))


def _short(measure: str, speech: Speech) -> str:
    """Return the short name of a measure."""
    return speech.say(f"measures.{measure}.short")


def _turning(team: TeamDebrief) -> str:
    """Return the title of a team's turning point, a dash without one."""
    return next((card.title for card in team.cards if card.kind == "turning"), "–")


def _pages(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Yield the rows of each slide, with its number where there are several."""
    pages = -(-len(rows) // ROWS)
    for page in range(pages):
        said = f" ({page + 1}/{pages})" if pages > 1 else ""
        yield said, rows[page * ROWS : (page + 1) * ROWS]


# -- the storms -----------------------------------------------------------------------------------


def _add_curves(deck: Deck, debrief: Debrief, speech: Speech) -> None:
    """Add the storms of all teams, and the same one under other plans, as a chart."""
    teams = [team.curve for team in debrief.teams]
    curves = [*teams, *debrief.what_if_curves]
    hours = max((curve.hours for curve in curves), key=len)
    week = Week(speech.started, hours[-1])
    drawn = [
        NativeLine(shortened(curve.name, LONGEST_NAME), look, np.array(curve.rate))
        for curve, look in zip(curves, _looks(len(teams), len(curves)), strict=True)
    ]
    drawn += _ends(debrief, hours, speech)
    shows = played_said(debrief, speech) or speech.say("curves_shows")
    slide = deck.add(loudness(debrief).removesuffix("."), shows)
    every = hours[1] - hours[0] if len(hours) > 1 else 1.0
    line_chart(slide, [week.name(hour) for hour in hours], every, drawn, ROOM)


def _ends(debrief: Debrief, hours: Sequence[float], speech: Speech) -> Iterator[NativeLine]:
    """Yield an upright line where play ended, if it did so before the last round."""
    highest = max(team.measures["peak"] for team in debrief.teams)
    for end in sorted({team.ended_early.hours for team in debrief.teams if team.ended_early}):
        place = int(np.searchsorted(hours, end))
        line = np.full(len(hours), np.nan)
        line[place : place + 2] = (0.0, highest)[: len(line[place : place + 2])]
        yield NativeLine(speech.say("end_of_play"), Look(INK, SOLID, "o"), line)


def _looks(teams: int, curves: int) -> Iterator[Look]:
    """Yield the looks of teams, in the colours of the page, and of other plans, in grey."""
    for place in range(teams):
        turn, colour = divmod(place, len(COLOURS))
        yield Look(COLOURS[colour], LINES[turn % len(LINES)] if turn else SOLID, "o")
    for place in range(curves - teams):
        yield Look(MUTED, PLAN_LINES[place % len(PLAN_LINES)], "o")


# -- a team ---------------------------------------------------------------------------------------


def _add_team(deck: Deck, debrief: Debrief, place: int, speech: Speech) -> None:
    """Add what a team decided, and what worked."""
    say, team = speech.say, debrief.teams[place]
    known = [(n, each) for n, each in enumerate(team.decisions, 1) if each.effects]
    said = no_decisions_said(team, speech) if not team.decisions else say("decisions_made")
    if not known:
        shows = ended_said(team.ended_early, speech) or say("team_played")
        title = " · ".join(filter(None, (team.team, said)))
        slide = deck.add(title.removesuffix("."), shows)
        _tell_decisions(slide, team, speech)
        return
    shown = sorted(sorted(known, key=lambda each: -abs(_share(each[1]).mean))[:BARS])
    said = what_changed_most(team, debrief).removesuffix(".")
    key = "team_first" if debrief.method == "made" else "team_shows"
    shows = say(key, pairs=speech.exact(debrief.seeds))
    if len(shown) < len(known):
        shows += say("team_some", shown=len(shown), all=len(known))
    slide = deck.add(f"{team.team} · {said}", shows)
    colour = COLOURS[place % len(COLOURS)]
    bars = [_bar(number, each, colour, speech) for number, each in shown]
    bar_chart(slide, _short(COUNTED, speech), bars, CHART)
    left = MARGIN + CHART + BESIDE
    fill(
        slide, (left, TOP, ROOM - CHART - BESIDE, BOTTOM - TOP), list(_cards(team, debrief, speech))
    )


def _bar(number: int, decision: Decision, colour: str, speech: Speech) -> NativeBar:
    """Return a decision's share as a bar, with its interval below its name."""
    share, label = _share(decision), speech.say(f"responses.{decision.do}.short")
    name = shortened(f"{number}. {speech.moment(decision.hours)} {label}", LONGEST_BAR)
    mean, low, high = (
        speech.number(float(round(n)) if abs(share.mean) >= WHOLE else n, sign=True)
        for n in (share.mean, share.low, share.high)
    )
    return NativeBar(f"{name}\n[{low} … {high}]", colour, share.mean, mean, share.clear)


def _share(decision: Decision) -> Difference:
    """Return the share of a decision in all critical posts."""
    return next(each for each in decision.effects if each.measure == COUNTED)


def _cards(team: TeamDebrief, debrief: Debrief, speech: Speech) -> Iterator[str]:
    """Yield a team's cards in words, each below its heading, and its promises."""
    if none := no_best_said(team, debrief, speech):
        yield none
    for card in team.cards:
        yield f"{STRONG}{speech.labelled(speech.say(f'card_{card.kind}'))} {card.title}"
        yield card.verdict
    if team.promises:
        yield f"{STRONG}{speech.say('promises')}"
        yield from team.promises


def _tell_decisions(slide: Any, team: TeamDebrief, speech: Speech) -> None:
    """Write what a team decided, and how its storm ended, where no shares are known."""
    decided = [f"{n}. {each.moment} {each.label}" for n, each in enumerate(team.decisions, 1)]
    figures = [
        f"{speech.labelled(capitalised(_short(name, speech)))} {speech.number(value)}"
        for name, value in team.measures.items()
    ]
    if not decided:
        fill(slide, (MARGIN, TOP, ROOM, BOTTOM - TOP), figures, 18.0)
        return
    fill(slide, (MARGIN, TOP, CHART, BOTTOM - TOP), decided)
    left = MARGIN + CHART + BESIDE
    fill(slide, (left, TOP, ROOM - CHART - BESIDE, BOTTOM - TOP), figures)


# -- luck, and what to talk about -----------------------------------------------------------------


def _add_luck(deck: Deck, debrief: Debrief, speech: Speech) -> None:
    """Add each result beside those that the same decisions give on other chance."""
    say = speech.say
    teams = [team for team in debrief.teams if team.luck]
    if not teams:
        return
    names = [capitalised(_short(each.measure, speech)) for each in teams[0].luck]
    heads = [say("web.board_team"), *(text for name in names for text in (name, say("usual")))]
    content = ReportTable("", [*heads, names[0]], (), words=frozenset({len(heads)}))
    rows = [
        [
            team.team,
            *(text for each in team.luck for text in _result(each, speech)),
            _verdict(team, speech),
        ]
        for team in teams
    ]
    beside = sum(bool(_beyond(team.luck[0])) for team in teams)
    finding = say("luck_finding", n=beside, teams=len(teams), what=names[0])
    if len(teams) == 1:
        finding = luck_said(teams[0].luck[0], speech).removesuffix(".")
    for page, some in _pages(rows):
        slide = deck.add(finding + page, say("luck_shows", runs=teams[0].luck[0].runs))
        table(slide, content, some, deck.heading, (28, *len(names) * (11, 14), 24))


def _result(luck: Luck, speech: Speech) -> tuple[str, str]:
    """Return a result, and what is usual with the same decisions."""
    played, low, high = (speech.number(float(round(n))) for n in (luck.played, luck.low, luck.high))
    return played, f"{low} … {high}"


def _verdict(team: TeamDebrief, speech: Speech) -> str:
    """Say whether a team had luck with its critical posts."""
    return speech.say(_beyond(team.luck[0]) or "as_expected")


def _beyond(luck: Luck) -> str:
    """Return lucky or unlucky for a result outside of what is usual, "" for others."""
    if luck.runs and luck.played < luck.low:
        return "lucky"
    return "unlucky" if luck.runs and luck.played > luck.high else ""


def _add_talk(deck: Deck, debrief: Debrief, speech: Speech) -> None:
    """Add the questions, and where to begin."""
    slide = deck.add(speech.say("talk"), speech.say("talk_shows"))
    fill(slide, (MARGIN, TOP, CHART - 1.6, BOTTOM - TOP), debrief.questions, 24.0)
    left = MARGIN + CHART - 1.6 + BESIDE
    fill(slide, (left, TOP, ROOM + MARGIN - left, BOTTOM - TOP), list(_pointers(debrief, speech)))


def _pointers(debrief: Debrief, speech: Speech) -> Iterator[str]:
    """Yield where a talk can begin: how loud it was, and the better options found."""
    yield f"{STRONG}{speech.say('begin_with')}"
    yield loudness(debrief)
    better = [
        (team.team, *found[0])
        for team in debrief.teams
        if (found := alternatives_said(team, speech))
    ]
    for team, head, said in better[:POINTERS]:
        yield f"{STRONG}{team} · {head}"
        yield said
    if debrief.coming:
        yield coming_said(debrief, speech, whole=True)
    yield debrief.caveat
