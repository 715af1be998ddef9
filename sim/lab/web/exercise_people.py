"""Roles of the teams with their tasks, and people who come back, on the page of the exercise."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sim.lab import exercise_edits as edits
from sim.lab.web.exercise_fields import ExerciseFields
from sim.lab.web.exercise_words import build_duties
from sim.scenario.voices import CONDUCTS
from sim.workshop.web.widgets import Container, Text, button, section

ROOT = "exercise"


def build_roles(page: ExerciseFields, exercise: Mapping[str, Any]) -> None:
    """Build the roles: title, card, duties, and a task for each round."""
    with section("roles", page.say("lab.roles")):
        roles = edits.tables_in(exercise, "roles")
        for name, each in roles.items():
            path = (ROOT, "roles", name)
            with Container("fieldset", "item"):
                Text("legend", role_title(page, name, each))
                page.build_text((*path, "title"), each, "role_title")
                page.build_text((*path, "card"), each, "role_card", rows=3)
                build_duties(page, name, each)
                page.build_lines((*path, "tasks"), each.get("tasks"), "role_tasks", 3)
                page.build_removal(path, len(roles) > 1)

        async def add() -> None:
            name = next(f"role-{n}" for n in range(1, 1000) if f"role-{n}" not in roles)
            keys = {"title": "role_new", "card": "role_card_new"}
            words = {part: page.in_languages(key) for part, key in keys.items()}
            await page.edit(edits.set_inside((ROOT, "roles", name), words))

        button(page.say("lab.role_add"), add, "quiet", "role-add")


def role_title(page: ExerciseFields, name: str, role: Any) -> str:
    """Return what a role is called in the language of the lab, or its name in the file."""
    titles = role.get("title") if isinstance(role, Mapping) else None
    titles = titles if isinstance(titles, Mapping) else {}
    return str(titles.get(page.speech.language) or titles.get("en") or name)


def build_characters(page: ExerciseFields, exercise: Mapping[str, Any]) -> None:
    """Build the people who come back, or offer to take in those whom every exercise has."""
    known = edits.items_in(exercise, "characters")
    place = (ROOT, "characters")
    with section("characters", page.say("lab.characters")):
        hint = "lab.characters_hint" if known else "lab.characters_none"
        Text("p", page.say(hint), "muted small")
        conducts = [(each, page.say(f"lab.conduct_{each}")) for each in CONDUCTS]
        for number, each in enumerate(known):
            path = (*place, number)
            with page.folded(f"character-{number}", partial(_title, page, path)):
                page.build_text((*path, "name"), each, "character_name")
                page.build_text((*path, "about"), each, "character_about")
                page.build_select((*path, "conduct"), each, "character_conduct", conducts)
                page.build_lines((*path, "lines"), each.get("lines"), "character_lines", 3)
                page.build_removal(path, True)

        async def add() -> None:
            page.open(f"character-{len(known)}")
            words = {"conduct": "practical", "name": page.in_languages("character_new"),
                     "about": page.in_languages("character_about_new")}  # fmt: skip
            await page.edit(edits.added_inside(place, words))

        if known:
            button(page.say("lab.character_add"), add, "quiet", "character-add")
        else:
            button(page.say("lab.characters_take"), lambda: page.edit(edits.with_usual_characters),
                   "quiet", "characters-take")  # fmt: skip


def _title(page: ExerciseFields, path: edits.Place) -> str:
    """Return the name of somebody, and their line of conduct."""
    found = edits.value_inside(page.book.reading.document, path)
    if not isinstance(found, Mapping):
        return "–"
    conduct = str(found.get("conduct"))
    said = page.say(f"lab.conduct_{conduct}") if conduct in CONDUCTS else conduct
    return f"{page.said_in_language(found.get('name')) or '–'} · {said}"
