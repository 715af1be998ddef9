"""The timeline as HTML: lanes with acts that can be dragged, or moved with the keyboard."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sim.exercise.line_chart import NIGHT_HOURS
from sim.lab.answers import OneRun
from sim.lab.draft import DraftReading, plan_title
from sim.lab.moments import hours_of
from sim.lab.timeline import TimelineAct, acts_of, clock_of
from sim.language.numbers import weekday
from sim.language.speech import Speech

ROW = 38
"""Pixels of a row of acts."""
FEWEST_ROWS = 3


def timeline_html(
    reading: DraftReading, plan: str, one: OneRun | None, speech: Speech, chosen: Any
) -> Markup:
    """Return the lanes of a plan. ``chosen`` is the plan and place of the act in the form."""
    start, length = clock_of(reading.document)
    acts = acts_of(reading, plan, one, speech)
    rows = max([FEWEST_ROWS, *(act.row + 1 for act in acts)])
    company = Markup("").join(
        _act(act, plan_title(reading.document, act.plan, speech.language), length, speech,
             (act.plan, act.place) == chosen)
        for act in acts
    )  # fmt: skip
    lanes = [
        _lane("lane_days", _days(start, length, speech), 20, speech),
        _lane("lane_acts", company, rows * ROW, speech, "acts-lane"),
        _lane("lane_incident", _incident(reading, one, length, start, speech), 22, speech),
        _lane("lane_press", _press(one, length, speech), 22, speech),
    ]
    nights = Markup("").join(_night(a, b, length) for a, b in _nights(start, length))
    return Markup('<div class="nights" aria-hidden="true">{}</div>{}').format(
        nights, Markup("").join(lanes)
    )


def share(hours: float, length: float) -> str:
    """Return a place on the timeline as a share of its width."""
    return f"{100.0 * min(max(hours, 0.0), length) / length:.3f}%"


def _lane(name: str, content: Markup, height: int, speech: Speech, classes: str = "") -> Markup:
    return Markup(
        '<div class="lane {}"><div class="lane-name">{}</div>'
        '<div class="lane-area" style="height:{}px">{}</div></div>'
    ).format(classes, speech.say(f"lab.{name}"), height, content)


def _act(act: TimelineAct, plan: str, length: float, speech: Speech, chosen: bool) -> Markup:
    """Return one act of the plan of this title: bar, teeth, button, and a handle at its end."""
    begin = act.begin if act.begin is not None else min(act.teeth, default=0.0)
    top = act.row * ROW + 2
    parts = []
    if act.end is not None and act.end > begin:
        width = share(min(act.end, length) - begin, length)
        bar = Markup('<span class="bar-line {}{}" style="left:{};width:{};top:{}px"></span>')
        off = " off" if act.off else ""
        parts.append(bar.format(act.outcome, off, share(begin, length), width, top + 26))
    tooth = Markup('<span class="tooth" style="left:{};top:{}px"></span>')
    if len(act.teeth) > 1 or act.begin is None:
        parts += [tooth.format(share(at, length), top + 24) for at in act.teeth]
    name = speech.name("responses", act.do, "short")
    wait = Markup('<span class="chip">{}</span>').format(act.waits) if act.waits else ""
    flags = (act.off, act.inherited, act.begin is None, chosen)
    words = ("off", "inherited", "waits", "chosen")
    classes = ["act", act.outcome, *(w for w, true in zip(words, flags, strict=True) if true)]
    parts.append(
        _part(act, "act", " ".join(filter(None, classes)), (begin, top), length,
              _said(act, name, plan, speech), Markup("{}{}").format(name, wait))
    )  # fmt: skip
    if act.can_stretch and act.end is not None:
        said = speech.say("lab.handle_said", what=name, time=speech.moment(act.end))
        parts.append(_part(act, "end", "handle", (act.end, top + 22), length, said, ""))
    return Markup("").join(parts)


def _part(
    act: TimelineAct,
    kind: str,
    classes: str,
    place: tuple[float, int],
    length: float,
    said: str,
    content: str,
) -> Markup:
    """Return a button that can be dragged: an act, or the handle at its end."""
    hours, top = place
    moves = act.can_move if kind == "act" else act.can_stretch
    return Markup(
        '<button type="button" class="{classes}" style="left:{left};top:{top}px" '
        'data-testid="{key}" data-key="{key}" data-plan="{plan}" data-place="{number}" '
        'data-hours="{hours}" data-part="{part}" data-moves="{moves}" aria-label="{said}" '
        'title="{said}">{content}</button>'
    ).format(
        classes=classes, left=share(hours, length), top=top,
        key=f"{kind}-{act.plan}-{act.place}", plan=act.plan, number=act.place,
        hours=f"{hours:g}", part="end" if kind == "end" else "body", moves=int(moves), said=said,
        content=content,
    )  # fmt: skip


def _said(act: TimelineAct, name: str, plan: str, speech: Speech) -> str:
    """Return what an act is, in words."""
    if act.begin is None:
        said = speech.say("lab.act_waits", what=name, condition=act.waits)
    elif act.end is not None:
        said = speech.say(
            "lab.act_until", what=name, time=speech.moment(act.begin), end=speech.moment(act.end)
        )
    else:
        said = speech.say("lab.act_at", what=name, time=speech.moment(act.begin))
    more = [speech.say("lab.is_off")] if act.off else []
    more += [speech.say("lab.is_inherited", plan=plan)] if act.inherited else []
    more += [speech.name("outcomes", act.outcome)] if act.outcome else []
    return ", ".join([said, *more])


def _incident(
    reading: DraftReading, one: OneRun | None, length: float, start: float, speech: Speech
) -> Markup:
    """Return the incident, and the repair of the run that is shown."""
    incident = reading.document.get("incident")
    at = hours_of(incident.get("at"), start) if isinstance(incident, Mapping) else None
    if at is None:
        return Markup("")
    end = one.repaired_at if one is not None else None
    bar = Markup("")
    if isinstance(incident, Mapping) and incident.get("repair"):
        until = end if end is not None else length
        text = "" if one is None else speech.say("lab.not_repaired")
        if end is not None:
            text = speech.say("lab.repaired", time=speech.moment(end))
        bar = Markup('<span class="repair" style="left:{};width:{}">{}</span>').format(
            share(at, length), share(until - at, length), text
        )
    mark = Markup('<span class="mark" style="left:{}" title="{}"></span>')
    return bar + mark.format(share(at, length), speech.moment(at))


def _press(one: OneRun | None, length: float, speech: Speech) -> Markup:
    """Return the articles of the run that is shown."""
    if one is None:
        return Markup("")
    articles: Sequence[float] = one.articles
    if not articles:
        return Markup('<span class="quiet">{}</span>').format(speech.say("lab.no_articles"))
    mark = Markup('<span class="article" style="left:{}" title="{}"></span>')
    return Markup("").join(mark.format(share(at, length), speech.moment(at)) for at in articles)


def _days(start: float, length: float, speech: Speech) -> Markup:
    """Name the days."""
    first, last = int(start // 24), int((start + length) // 24)
    cell = Markup('<span class="day" style="left:{};width:{}">{}</span>')
    cells = []
    for day in range(first, last + 1):
        begin, end = max(0.0, 24.0 * day - start), min(length, 24.0 * (day + 1) - start)
        if end - begin > length * 0.02:
            name = weekday(24.0 * day, speech.language)
            cells.append(cell.format(share(begin, length), share(end - begin, length), name))
    return Markup("").join(cells)


def _nights(start: float, length: float) -> list[tuple[float, float]]:
    evening, morning = NIGHT_HOURS
    days = range(int(start // 24) - 1, int((start + length) // 24) + 1)
    spans = [(24.0 * d + evening - start, 24.0 * (d + 1) + morning - start) for d in days]
    return [(max(0.0, a), min(length, b)) for a, b in spans if min(length, b) > max(0.0, a)]


def _night(begin: float, end: float, length: float) -> Markup:
    return Markup('<span style="left:{};width:{}"></span>').format(
        share(begin, length), share(end - begin, length)
    )
