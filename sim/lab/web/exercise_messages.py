"""Messages that come in during an exercise, each folded below its time, sender and text."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, get_args

from sim.lab import exercise_edits as edits
from sim.lab.moments import hours_of
from sim.lab.timeline import clock_of
from sim.lab.web.exercise_fields import EVERYBODY, ExerciseFields
from sim.lab.web.exercise_people import ROOT, role_title
from sim.scenario.exercise import Sender
from sim.workshop.web.widgets import Container, button, section

LONGEST = 70
"""Letters of a message's text in its title."""


def build_messages(page: ExerciseFields, exercise: Mapping[str, Any]) -> None:
    """Build all messages, and the button that adds one."""
    there = edits.tables_in(exercise, "roles")
    roles = [(EVERYBODY, page.say("lab.message_all"))]
    roles += [(name, role_title(page, name, each)) for name, each in there.items()]
    senders = [(each, page.say(f"senders.{each}")) for each in get_args(Sender)]
    known = edits.items_in(exercise, "injects")
    with section("messages", page.say("lab.messages")):
        for number, each in enumerate(known):
            path = (ROOT, "injects", number)
            with page.folded(f"message-{number}", partial(_title, page, path)):
                page.build_moment((*path, "at"), each, "message_at")
                page.build_select((*path, "sender"), each, "message_sender", senders)
                page.build_text((*path, "text"), each, "message_text", rows=3)
                with Container("div", "pair"):
                    page.build_select((*path, "to"), each, "message_to", roles)
                    page.build_number((*path, "minutes"), each, "message_minutes", None)
                page.build_condition((*path, "when"), each, "message_when")
                page.build_value((*path, "expected"), each, "message_expected")
                page.build_removal(path, True)

        async def add() -> None:
            names = {each.get("name") for each in known}
            name = next(f"message-{n}" for n in range(1, 1000) if f"message-{n}" not in names)
            at = str(exercise.get("begins", "Mon 09:00"))
            page.open(f"message-{len(known)}")
            words = {"name": name, "at": at, "sender": "colleague",
                     "text": page.in_languages("message_new")}  # fmt: skip
            await page.edit(edits.added_inside((ROOT, "injects"), words))

        button(page.say("lab.message_add"), add, "quiet", "message-add")


def _title(page: ExerciseFields, path: edits.Place) -> str:
    """Return when a message comes, from whom, and how it begins."""
    document = page.book.reading.document
    found = edits.value_inside(document, path)
    if not isinstance(found, Mapping):
        return "–"
    start, _ = clock_of(document)
    hours = hours_of(found.get("at"), start)
    speech = replace(page.speech, started=start)
    when = speech.moment(hours) if hours is not None else str(found.get("at"))
    sender = str(found.get("sender"))
    who = page.say(f"senders.{sender}") if sender in get_args(Sender) else sender
    text = page.said_in_language(found.get("text"))
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    return f"{when} · {speech.labelled(who)} {short}"
