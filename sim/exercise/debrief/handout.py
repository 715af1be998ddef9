"""What is printed: briefing, role cards and observer's sheet before, the debrief after.

Each is one HTML file that loads nothing. Whatever people have typed is escaped.
"""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from sim.exercise.debrief.chart import chart
from sim.exercise.debrief.headlines import loudness, what_changed_most
from sim.exercise.debrief.results import SHOWN, Debrief, Decision, Difference, TeamDebrief
from sim.exercise.refusals import RefusedError
from sim.exercise.texts import say
from sim.language.numbers import full_moment, number
from sim.language.typesetting import Language, labelled, quoted
from sim.results.writing import written_folder
from sim.scenario import Scenario
from sim.scenario.exercise import Exercise, called

STYLE = """
body { font: 16px/1.5 sans-serif; color: #222; max-width: 62rem; margin: 2rem auto }
body { padding: 0 1rem; overflow-wrap: break-word }
h1, h2, h3 { line-height: 1.2 } h1, h2, h3, h3 + p { break-after: avoid }
h2 { margin-top: 2.2rem; border-bottom: 2px solid #222 }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { border-bottom: 1px solid #C9CDD3; padding: .35rem .6rem }
th, td { text-align: left; vertical-align: top }
td.when { white-space: nowrap }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.figures { max-width: 28rem } .wide { overflow-x: auto }
td small { color: #595959; display: block } .caveat { font-style: italic; color: #595959 }
.write td { height: 3.2rem; border: 1px solid #767676 }
.card { border: 2px solid #222; border-radius: .6rem; padding: 1.2rem 1.6rem; margin: 1.2rem 0 }
.card h3 { font-size: 1.5rem; margin: 0 } .card p { font-size: 1.25rem }
svg { width: 100%; height: auto }
@media (max-width: 40rem) { th, td { padding: .3rem .25rem } table { font-size: .85rem }
  td.when { white-space: normal } }
@page { size: A4; margin: 1.5cm }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt }
  main { padding: 0 2px } .write td { height: 2.3rem } h2 { margin-top: 1.6rem }
  .page { break-before: page } .card, tr, svg, section, .figures { break-inside: avoid }
  .wide { overflow: visible } }
"""
SHEETS = "sheets.html"
DEBRIEF = "debrief.html"
LINES_TO_WRITE = 3
LINES_TO_OBSERVE = 2
"""So that the observer's sheet is one sheet."""
LINES_TO_IMPROVE = 5


def save_sheets(scenario: Scenario, language: Language, folder: Path) -> Path:
    """Write what is printed before the exercise; where it is."""
    with written_folder(folder) as aside:
        (aside / SHEETS).write_text(sheets(scenario, language), encoding="utf-8")
    return folder / SHEETS


def sheets(scenario: Scenario, language: Language) -> str:
    """Briefing, role cards, the rounds for the trainer, and the observer's sheet."""
    if scenario.exercise is None:
        raise RefusedError(f"{scenario.name} has no [exercise]")
    script, title = scenario.exercise, called(scenario.title, scenario.exercise, language)
    parts = [
        _tag("h1", title),
        _tag("h2", say(language, "briefing")),
        _tag("p", script.briefing.in_language(language)),
        _tag("h2", say(language, "goals")),
        _list(goal.in_language(language) for goal in script.goals),
        _rounds(scenario, script, language),
        _roles(script, language),
        f'<h2 class="page">{escape(say(language, "observe"))}</h2>',
        *(_to_write(one.in_language(language), LINES_TO_OBSERVE) for one in script.observe),
        *(_to_write(say(language, f"question_{n}"), LINES_TO_OBSERVE) for n in (1, 2, 3)),
        _caveat(say(language, "caveat")),
    ]
    return page(title, language, "".join(parts))


def debrief_page(debrief: Debrief, started: float, notes: Mapping[str, str] | None = None) -> str:
    """The debrief on one page; ``started`` in hours since Monday 00:00.

    ``notes`` are what the room has written down: ``question-1`` and ``improvement-2-3`` (row
    and column, from 1); what lacks is left to be written by hand.
    """
    notes = notes or {}
    language = debrief.language
    title = say(language, "debrief", title=debrief.title)
    parts = [
        _tag("h1", title),
        _caveat(debrief.caveat),
        _tag("h2", say(language, "curve_heading")),
        _tag("p", loudness(debrief)),
        chart(debrief, started),
        *(_team(team, debrief) for team in debrief.teams),
        _tag("h2", say(language, "questions_heading")),
        *(
            _to_write(question, answer=notes.get(f"question-{number}", ""))
            for number, question in enumerate(debrief.questions, 1)
        ),
        _improvements(debrief, notes),
        _caveat(debrief.caveat),
    ]
    return page(title, language, "".join(parts))


def page(title: str, language: Language, body: str) -> str:
    """A page that loads nothing from anywhere."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


# -- before ---------------------------------------------------------------------------------


def _rounds(scenario: Scenario, script: Exercise, language: Language) -> str:
    """When which round is played."""
    start = scenario.clock.start_hours
    rows = []
    for place, one in enumerate(script.rounds, 1):
        until = full_moment(start + scenario.moment_hours(one.until), language)
        title = one.title.in_language(language)
        head = say(language, "round", number=place, of=len(script.rounds), title=title)
        rows.append(
            f"<tr><td>{escape(head)}</td>"
            f"<td>{escape(say(language, 'until', until=until, minutes=one.minutes))}</td></tr>"
        )
    return f"<table>{''.join(rows)}</table>"


def _roles(script: Exercise, language: Language) -> str:
    """A card for each role, to be cut out."""
    cards = (
        f'<div class="card">{_tag("h3", role.title.in_language(language))}'
        f"{_tag('p', role.card.in_language(language))}</div>"
        for role in script.roles.values()
    )
    return f'<div class="page">{"".join(cards)}</div>'


def _to_write(question: str, lines_to_write: int = LINES_TO_WRITE, answer: str = "") -> str:
    """A question with its answer, or with room for one."""
    lines = f"<tr>{_tag('td', answer)}</tr>" if answer else "<tr><td></td></tr>" * lines_to_write
    return f'<section>{_tag("h3", question)}<table class="write">{lines}</table></section>'


# -- after ----------------------------------------------------------------------------------


def _team(team: TeamDebrief, debrief: Debrief) -> str:
    """One team's storm, decisions and what-ifs."""
    language = debrief.language
    measures = "".join(
        f"<tr><td>{escape(say(language, f'measures.{name}.short'))}</td>"
        f'<td class="number">{number(value, language)}</td></tr>'
        for name, value in team.measures.items()
    )
    return "".join(
        (
            _tag("h2", team.team),
            f'<table class="figures">{measures}</table>',
            _list(team.promises),
            _decisions(team, debrief),
            _tag("h3", say(language, "what_ifs_heading", seeds=debrief.seeds)),
            _table(
                [say(language, "heading_plan")],
                [([one.label], one.differences) for one in team.what_ifs],
                language,
            ),
            _caveat(say(language, "clear_note")),
        )
    )


def _decisions(team: TeamDebrief, debrief: Debrief) -> str:
    """What each decision changed, with its words."""
    language = debrief.language
    if not team.decisions:
        return _tag("p", say(language, "no_decisions"))
    rows = [
        (
            [f"{number}. {one.moment}", _with_words(one, language)],
            one.effects,
        )
        for number, one in enumerate(team.decisions, 1)
    ]
    headings = [say(language, "heading_when"), say(language, "heading_what")]
    head = _tag("h3", say(language, "decisions_heading", seeds=debrief.seeds))
    finding = _tag("p", what_changed_most(team, debrief))
    return head + finding + _table(headings, rows, language)


def _with_words(one: Decision, language: Language) -> str:
    """A decision with what was written."""
    if not one.words:
        return one.label
    return f"{labelled(one.label, language)} {quoted(one.words, language)}"


def _table(
    first: list[str], rows: Iterable[tuple[list[str], list[Difference]]], language: Language
) -> str:
    """Paired differences with their intervals."""
    names = first + [say(language, f"measures.{name}.short") for name in SHOWN]
    head = "".join(_tag("th", name) for name in names)
    body = "".join(
        f"<tr>{_cells(texts)}{''.join(_difference(one, language) for one in differences)}</tr>"
        for texts, differences in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _cells(texts: list[str]) -> str:
    """What a row is about; where there is more than one cell, the first says when."""
    first = ' class="when"' if len(texts) > 1 else ""
    return f"<td{first}>{escape(texts[0])}</td>" + "".join(_tag("td", text) for text in texts[1:])


def _difference(one: Difference, language: Language) -> str:
    """A mean, bold and starred where it is more than chance, and its interval."""
    if one.mean != one.mean:
        return '<td class="number">–</td>'
    mean, low, high = (
        number(value, language, sign=True) for value in (one.mean, one.low, one.high)
    )
    told = f"<b>{mean}*</b>" if one.clear else mean
    return f'<td class="number">{told}<small>{low} … {high}</small></td>'


def _improvements(debrief: Debrief, notes: Mapping[str, str]) -> str:
    """The table that the teams fill in, by hand or before it is printed."""
    head = "".join(_tag("th", name) for name in debrief.improvements)
    rows = ""
    for row in range(1, LINES_TO_IMPROVE + 1):
        columns = range(1, len(debrief.improvements) + 1)
        told = (_tag("td", notes.get(f"improvement-{row}-{column}", "")) for column in columns)
        rows += f"<tr>{''.join(told)}</tr>"
    return f'<section class="wide"><table class="write"><tr>{head}</tr>{rows}</table></section>'


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _caveat(text: str) -> str:
    return f'<p class="caveat">{escape(text)}</p>'


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(_tag('li', text) for text in texts)}</ul>"
