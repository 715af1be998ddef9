"""The commands that are killed, with small inputs, and how a killed one is looked at."""

import csv
import json
import os
import re
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xarray as xr

from tests.exercise.small_exercise import DOCUMENT, PROMISE, UPDATE

STORM = """
title = "A test"
summary = "Something failed."
[clock]
start = "Sun 12:00"
days = 2
tick = "30min"
[community]
people = 200
[incident]
at = "Sun 14:00"
affected = 0.4
severity = 0.8
outrage_share = 0.3
first_posts = 2
repair = { median = "6h", spread = 0.2, at_least = "2h" }
[plans.silence]
summary = "No word."
[plans.talk]
summary = "Words."
steps = [{ do = "promise", at = "Sun 15:00", deadline = "estimate", words = "Soon." }]
"""
STUDY = """
title = "Few or many"
question = "Does it matter how many are affected?"
kind = "sweep"
scenario = "storm.toml"
baseline = "silence"
compare = ["talk", "silence"]
measures = ["critical_posts_total"]
seeds = 8
[factors.affected]
label = "share affected"
path = "incident.affected"
values = [0.2, 0.4, 0.6]
"""
DECISIONS = [[PROMISE], [], [{**UPDATE, "every": "6h"}]]
PLAYED = ("North", "South")
SINCE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
"""A moment at which something was written. All other times are of the simulation."""
COSTS = "## Time"
"""Heading of the part of a calibration's report that differs each time."""
NO_RESULTS = (".db", ".jsonl", ".png")
"""Endings of files that keep finished work, in any order, and of pictures of the SVG."""


@dataclass(frozen=True)
class Killed:
    """A command that is killed and given again."""

    words: tuple[str, ...]
    """Its words. ``DIR`` stands for the folder."""
    results: str = "out"
    """Folder of its results within the folder."""
    before: Callable[[], None] = lambda: None
    """Done in its process before it begins."""
    may_stay: tuple[str, ...] = ()
    """Hidden files that belong there."""
    ends: int = 0
    """Its exit code when all went well."""


def _play_in_the_room() -> None:
    """Let a thread of the server play the room to its debrief, and stop the server then."""
    from sim.workshop.web import running

    serve = running.serve

    def serve_and_play(session: Any, *rest: Any) -> None:
        threading.Thread(target=_play, args=(session,), daemon=True).start()
        serve(session, *rest)

    running.serve = serve_and_play


def _play(session: Any) -> None:
    """Play on from where the room stands."""
    import signal

    from sim.exercise.room import Phase
    from sim.workshop.web.debrief_cache import debrief_of

    exercise = session.exercise
    names = {member.pseudonym for member in exercise.room.members.values()}
    for team, name in zip(list(exercise.room.teams), PLAYED, strict=True):
        if name not in names:
            exercise.join(name, team, "lead")
    people = {member.team: member.person for member in exercise.room.members.values()}
    while exercise.room.phase is not Phase.closed:
        if exercise.room.phase is Phase.waiting:
            if exercise.room.round == len(exercise.windows):
                exercise.close()
                break
            exercise.begin_round()
        for number, team in enumerate(exercise.room.teams):
            exercise.submit(people[team], [] if number else DECISIONS[exercise.room.round])
        exercise.close_round()
    debrief_of(exercise, session.folder, session.seeds, "full", lambda done, all_: None)
    os.kill(os.getpid(), signal.SIGINT)


COMMANDS = {
    "run": Killed(("run", "DIR/storm.toml", "--plan", "talk", "--seed", "1", "--out", "DIR/out")),
    "compare": Killed(
        ("compare", "DIR/storm.toml", "--seeds", "40", "--workers", "2", "--out", "DIR/out")
    ),
    "study": Killed(("study", "DIR/study.toml", "--workers", "2", "--out", "DIR/out")),
    "fit": Killed(
        ("fit", "DIR/counts.csv", "excluded-profession", "--settings", "400", "--workers", "1",
         "--parameters", "threshold", "--set", "community.outsiders=9000",
         "--set", "community.people=6000", "--out", "DIR/out")
    ),
    "validate": Killed(
        ("validate", "--rows", "S1,S5", "--pairs", "2", "--draws", "2", "--workers", "1",
         "--out", "DIR/out")
    ),
    "calibrate": Killed(
        ("calibrate", "--rows", "S1", "--sets", "4", "--waves", "2", "--pairs", "2",
         "--workers", "1", "--out", "DIR/out")
    ),
    "play": Killed(
        ("play", "DIR/game.toml", "--script", "DIR/answers.toml", "--log", "DIR/out/game.db",
         "--seeds", "2", "--out", "DIR/out")
    ),
    "workshop": Killed(
        ("workshop", "DIR/game.toml", "--folder", "DIR/out", "--teams", "2", "--seeds", "2",
         "--host", "127.0.0.1", "--port", "PORT"),
        before=_play_in_the_room,
        may_stay=(".in-use",),
        ends=130,
    ),
}  # fmt: skip


def prepare(folder: Path) -> None:
    """Write the inputs of all commands."""
    import tomli_w

    folder.mkdir(parents=True)
    (folder / "storm.toml").write_text(STORM, "utf-8")
    (folder / "study.toml").write_text(STUDY, "utf-8")
    (folder / "game.toml").write_text(tomli_w.dumps(_without_none(DOCUMENT)), "utf-8")
    rounds = [{"decisions": decided} for decided in DECISIONS]
    (folder / "answers.toml").write_text(tomli_w.dumps({"rounds": rounds}), "utf-8")
    counts = [2, 3, 40, 120, 80, 50, 30, 20, 14, 10, 8, 6, 5, 4, 4, 3]
    days = [f"2024-03-{day:02d},{count}" for day, count in enumerate(counts, 1)]
    (folder / "counts.csv").write_text("\n".join(["time,count", *days]), "utf-8")


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return [_without_none(inner) for inner in value] if isinstance(value, list) else value


def carry_out(killed: Killed, folder: Path, port: int) -> None:
    """Carry out the command in this process, which ends."""
    from sim.cli import main

    killed.before()
    places = {"DIR": str(folder), "PORT": str(port)}
    words = killed.words
    for name, value in places.items():
        words = tuple(word.replace(name, value) for word in words)
    sys.argv = ["shitstorm", *words]
    main()


# -- what is there ----------------------------------------------------------------------------


def results(folder: Path) -> dict[str, str]:
    """Return the results in a folder by the names of their files, without when they were made."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix not in NO_RESULTS and not file.name.startswith("."):
            name = str(file.relative_to(folder)) if file.parent == folder else file.name
            found[name] = _content(file)
    return found


def _content(file: Path) -> str:
    """Return what a file says. What a kill left half written says nothing that can be read."""
    if file.suffix == ".nc":
        try:
            with xr.open_dataset(file, engine="h5netcdf") as data:
                return _text(json.dumps(data.load().to_dict(), default=str))
        except (OSError, ValueError, KeyError, RuntimeError) as wrong:
            return f"cannot be read: {wrong}"
    text = file.read_text("utf-8", "backslashreplace")
    if file.name == "validation.csv":
        rows = list(csv.DictReader(text.splitlines()))
        text = json.dumps([{key: row[key] for key in row if key != "seconds"} for row in rows])
    if file.name == "report.md":
        text, _, _ = text.partition(COSTS)
    return _text(text)


def _text(text: str) -> str:
    return SINCE.sub("some time", text)


def kept(folder: Path) -> set[bytes]:
    """Return all that is kept of finished work: whole lines of journals, and events of games."""
    found = {
        line
        for file in folder.rglob("*.jsonl")
        for line in file.read_bytes().splitlines(keepends=True)
        if line.endswith(b"\n")
    }
    for file in folder.rglob("*.db"):
        with closing(sqlite3.connect(file)) as base:
            if base.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                rows = base.execute("SELECT number, body FROM events").fetchall()
                found |= {f"{number} {body}".encode() for number, body in rows}
    return found


def lost(before: set[bytes], folder: Path, whole: bool) -> int:
    """Return how much of what was kept is gone.

    Journals are dropped once all is done, so that nothing is lost where they are gone if the
    results are ``whole``.
    """
    if whole and not any(folder.rglob("*.jsonl")) and not any(folder.rglob("*.db")):
        return 0
    return len(before - kept(folder))


def leftovers(folder: Path, may_stay: tuple[str, ...] = ()) -> list[str]:
    """Return the names of all that a finished command should have removed."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if (path.name.startswith(".") or path.name.endswith(("-wal", "-shm", ".tmp")))
        and path.name not in may_stay
    ]


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return the names of results that are not the same."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
