"""A draft: the text of a scenario, the plan in hand, its rival and the seed that is shown."""

import tomllib
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.errors import FormerNameWarning, Problem, ScenarioError
from sim.lab.file_text import SWITCH, steps_of, with_switches
from sim.language.typesetting import Language
from sim.scenario.document import plain
from sim.scenario.loading import (
    Source,
    explained,
    first_of_each_place,
    scenario_from_document,
)
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class LabDraft:
    """One state of the lab. Everything shown follows from it."""

    text: str
    """The scenario as it stands in a file: what is switched off is a comment."""
    plan: str = ""
    rival: str = ""
    seed: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return plain values, to keep it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DraftReading:
    """What a draft says: its values, and either a scenario or what is wrong."""

    document: Mapping[str, Any]
    """Plain values, with steps that are switched off. Empty if the text is no TOML."""
    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()
    file_places: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """For each plan and place of a step that is on, its place in the scenario's plan."""


def opened(text: str, **chosen: Any) -> LabDraft:
    """Return a draft of this text, with its first two plans in hand unless told otherwise."""
    return settled(LabDraft(text.replace("\r\n", "\n"), **chosen))


def settled(draft: LabDraft) -> LabDraft:
    """Return the draft with a plan and a rival that there are."""
    plans = plan_names(read(draft.text).document)
    if not plans:
        return draft
    plan = draft.plan if draft.plan in plans else plans[min(1, len(plans) - 1)]
    other = "silence" if "silence" in plans and plan != "silence" else None
    rival = draft.rival if draft.rival in plans else other
    rival = rival or next((name for name in plans if name != plan), plan)
    return LabDraft(draft.text, plan, rival, draft.seed)


def plan_names(document: Mapping[str, Any]) -> list[str]:
    """Return the names of a document's plans that are tables."""
    plans = document.get("plans")
    plans = plans if isinstance(plans, Mapping) else {}
    return [name for name, plan in plans.items() if isinstance(plan, Mapping)]


def plan_title(document: Mapping[str, Any], name: str, language: Language) -> str:
    """Return what a plan of a document is called in a language: its title, or its name."""
    title = document["plans"].get(name, {}).get("title") if "plans" in document else None
    return _in_language(title, language) or name


def document_title(document: Mapping[str, Any], name: str, language: Language) -> str:
    """Return what a scenario is called in a language, or its name where nothing says it.

    The document may have mistakes. The title of its exercise goes before its own.
    """
    exercise = document.get("exercise")
    own = exercise.get("title") if isinstance(exercise, Mapping) else None
    titles = [title for title in (own, document.get("title")) if title]
    there = (text for text in titles if isinstance(text, Mapping) and text.get(language))
    first = next(there, titles[0] if titles else None)
    return " ".join(_in_language(first, language).split()) or name


def _in_language(text: Any, language: Language) -> str:
    """Return a text of a document that may be there per language, empty if there is none."""
    if isinstance(text, Mapping):
        text = text.get(language) or text.get("en")
    return str(text or "")


READ_DRAFTS = 24
"""Drafts kept as read: undo is answered at once, and a scenario takes some 400 kB."""


@lru_cache(maxsize=READ_DRAFTS)
def read(text: str, name: str = "scenario", folder: FilePath | None = None) -> DraftReading:
    """Read a draft's text. Mistakes are returned with their lines in that text."""
    try:
        document = plain(tomllib.loads(with_switches(text)))
    except (tomllib.TOMLDecodeError, RecursionError):
        document = {}
    try:
        scenario = _scenario(text, name, folder)
    except ScenarioError as wrong:
        return DraftReading(document, None, wrong.problems)
    return DraftReading(document, scenario, (), _file_places(document))


def _scenario(text: str, name: str, folder: FilePath | None) -> Scenario:
    """Return the scenario of a text. Raises ScenarioError with the place of every problem."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormerNameWarning)  # the file itself is left as it is
        source = Source(f"{name}.toml", text)
        document = _with_ties(source.document, folder)
        try:
            return Scenario.from_document(document, name)
        except ValidationError as wrong:
            found = first_of_each_place(explained(wrong, document))
            raise ScenarioError(source.located(found, [])) from None


def scenario_of_document(
    document: Mapping[str, Any], name: str = "scenario", folder: FilePath | None = None
) -> Scenario | None:
    """Return the scenario of a document with switches, None if something is wrong with it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FormerNameWarning)
            return scenario_from_document(_with_ties(without_switched_off(document), folder), name)
    except ScenarioError:
        return None


def without_switched_off(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document without steps that are switched off. Only what changes is copied."""
    if not any(SWITCH in step for _, step in steps_of(document)):
        return dict(document)
    kept = {**document, "plans": dict(document["plans"])}
    for name, plan in kept["plans"].items():
        if isinstance(plan, Mapping) and isinstance(plan.get("steps"), list):
            on = [step for step in plan["steps"] if step.get(SWITCH) is not True]
            kept["plans"][name] = {**plan, "steps": on}
    return kept


def _with_ties(document: dict[str, Any], folder: FilePath | None) -> dict[str, Any]:
    """Return the document with files of ties made absolute, as they are named from its folder."""
    community: Any = document.get("community")
    ties = community.get("ties") if isinstance(community, dict) else None
    if folder is None or not isinstance(ties, dict):
        return document
    found = {
        key: str((folder / ties[key]).resolve())
        for key in ("path", "degrees")
        if isinstance(ties.get(key), str)
    }
    return (
        {**document, "community": {**community, "ties": {**ties, **found}}} if found else document
    )


def _file_places(document: Mapping[str, Any]) -> dict[tuple[str, int], int]:
    places: dict[tuple[str, int], int] = {}
    counted: dict[str, int] = {}
    for path, step in steps_of(document):
        plan, place = str(path[1]), int(path[3])
        if step.get(SWITCH) is not True:
            places[plan, place] = counted.get(plan, 0)
            counted[plan] = places[plan, place] + 1
    return places
