"""Mutated folders of results: refused where they are damaged, or read as they are.

Sound results are made once: a run, a comparison, a study and an unfinished comparison, study
and game. Each mutant is a copy with one file damaged, by somebody who knows its form.
"""

import atexit
import functools
import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from tests.kills.commands import STORM, STUDY
from tests.mutations.mutant import Mutant, command

SCENARIO = "storm.toml"
FEW_SEEDS = STUDY.replace("seeds = 8", "seeds = 2")
READERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "run": (("report", "DIR"), ("rerun", "DIR/provenance.json")),
    "compare": (("report", "DIR"), ("rerun", "DIR/provenance.json")),
    "study": (("report", "DIR"),),
    "compare-unfinished": (
        ("compare", "DIR/storm.toml", "--seeds", "3", "--workers", "1", "--out", "DIR"),
        ("report", "DIR"),
    ),
    "study-unfinished": (("study", "DIR/study.toml", "--workers", "1", "--out", "DIR/out"),),
}
"""What reads each kind of folder."""
A_DEBRIEF = 20.0
"""Computing that a game which is accepted takes at most: its debrief replays it many times."""
PLAY = ("play", "excluded-profession", "--log", "DIR/game.db", "--seeds", "2")
ODD = (None, True, -1, 0, 10**30, 1e308, "", "x", "99", "\u202e", [], {}, [[]], {"a": 1}, "9999-99")


def mutant(chance: Random, folder: Path) -> Mutant:
    """A copy of sound results with a file damaged, and a command that reads it."""
    kind = chance.choice(list(READERS))
    return _damaged(chance, folder, kind, chance.choice(READERS[kind]))


def game(chance: Random, folder: Path) -> Mutant:
    """A game with its log damaged, which is played on."""
    return replace(_damaged(chance, folder, "game", PLAY), seconds=A_DEBRIEF)


def _damaged(chance: Random, folder: Path, kind: str, reader: tuple[str, ...]) -> Mutant:
    """Return a copy of sound results of a kind with a file damaged."""
    place = folder / kind
    shutil.copytree(sound() / kind, place)
    files = sorted(file for file in place.rglob("*") if file.is_file() and _kept(file))
    damaged = chance.choice(files)
    damage(chance, damaged)
    words = tuple(word.replace("DIR", str(place)) for word in reader)
    return Mutant(words=words, done=command(*words), names=(str(place), damaged.name))


def _kept(file: Path) -> bool:
    """Return False for files that no command reads."""
    return file.suffix not in (".png", ".toml", ".md", ".txt")


# -- sound results ----------------------------------------------------------------------------


@functools.cache
def sound() -> Path:
    """Make sound results of every kind, and return their folder."""
    import sim
    from sim.charts import compare_charts, run_charts, save
    from sim.exercise.log import EventLog
    from sim.exercise.running import RunningExercise
    from sim.runs.runner import Execution
    from sim.studies.execute import run_study
    from sim.studies.loading import load_study
    from sim.terminal.studies import save_study

    folder = Path(tempfile.mkdtemp(prefix="sound-results-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / SCENARIO
    file.write_text(STORM, "utf-8")
    story = sim.load_scenario(file)
    record = sim.simulate(story, plan="talk", seed=1)
    record.save(folder / "run")
    for name, figure in run_charts(record).items():
        save(figure, folder / "run", name)
    half = folder / "compare-unfinished"
    half.mkdir()
    shutil.copy(file, half)
    kept = Execution(workers=1, folder=half / ".unfinished")
    ensemble = sim.compare(story, seeds=3, execution=kept)
    ensemble.save(folder / "compare")
    for name, figure in compare_charts(ensemble).items():
        save(figure, folder / "compare", name)
    half = folder / "study-unfinished"
    half.mkdir()
    shutil.copy(file, half)
    (half / "study.toml").write_text(FEW_SEEDS, "utf-8")
    study = load_study(half / "study.toml")
    result = run_study(study, Execution(workers=1, folder=half / "out" / ".unfinished"))
    save_study(result, result.study.spec.conclude(result.runs), folder / "study")
    (folder / "game").mkdir()
    log = EventLog(folder / "game" / "game.db")
    exercise = RunningExercise.open(log, sim.load_scenario("excluded-profession"))
    exercise.add_team("One")
    exercise.begin_round()
    log.close()
    return folder


# -- damage -----------------------------------------------------------------------------------


def damage(chance: Random, file: Path) -> None:
    """Damage a file: by its form, or byte by byte."""
    ways = [cut, flipped, emptied, exchanged]
    if way := BY_ENDING.get(file.suffix):
        ways += [way] * 6
    chance.choice(ways)(chance, file)


def cut(chance: Random, file: Path) -> None:
    """Leave out the end."""
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(len(content) + 1)])


def flipped(chance: Random, file: Path) -> None:
    """Change a few bytes."""
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 3, 30))):
        if content:
            content[chance.randrange(len(content))] = chance.randrange(256)
    file.write_bytes(bytes(content))


def emptied(chance: Random, file: Path) -> None:
    """Leave nothing, or nothing but zeros."""
    file.write_bytes(bytes(chance.choice((0, file.stat().st_size))))


def exchanged(chance: Random, file: Path) -> None:
    """Put another file of the folder in its place, or take it away."""
    others = sorted(other for other in file.parent.iterdir() if other.is_file())
    other = chance.choice(others)
    if other == file:
        file.unlink()
    else:
        shutil.copy(other, file)


def in_json(chance: Random, file: Path) -> None:
    """Change values of a JSON file, or leave some out."""
    file.write_text(json.dumps(changed(chance, json.loads(file.read_text("utf-8")))), "utf-8")


def changed(chance: Random, content: Any) -> Any:
    """Return plain values with a place changed, left out or doubled."""
    if isinstance(content, dict) and content and chance.random() < 0.85:
        key = chance.choice(list(content))
        if chance.random() < 0.15:
            return {name: value for name, value in content.items() if name != key}
        return {**content, key: changed(chance, content[key])}
    if isinstance(content, list) and content and chance.random() < 0.7:
        place = chance.randrange(len(content))
        if chance.random() < 0.3:
            return [*content, content[place]] if chance.random() < 0.5 else content[:place]
        return [*content[:place], changed(chance, content[place]), *content[place + 1 :]]
    return chance.choice(ODD)


def in_table(chance: Random, file: Path) -> None:
    """Change cells, columns or lines of a table."""
    lines = [line.split(",") for line in file.read_text("utf-8").splitlines()]
    row = chance.choice(lines)
    done = chance.randrange(5)
    if done == 0:
        row[chance.randrange(len(row))] = str(chance.choice(ODD))
    elif done == 1:
        del row[chance.randrange(len(row))]
    elif done == 2:
        lines.remove(row)
    elif done == 3:
        lines.append(row)
    else:
        chance.shuffle(lines)
    file.write_text("\n".join(",".join(line) for line in lines), "utf-8")


def in_lines(chance: Random, file: Path) -> None:
    """Change a line of a journal, with or without its checksum, or the order of the lines."""
    lines = file.read_bytes().splitlines(keepends=True)
    place, done = chance.randrange(len(lines)), chance.randrange(5)
    if done == 0:
        _, _, text = lines[place].partition(b" ")
        content = json.dumps(changed(chance, json.loads(text))).encode()
        lines[place] = b"%08x %b\n" % (zlib.crc32(content), content)
    elif done == 1:
        lines[place] = lines[place].replace(b"1", b"2", 1)
    elif done == 2:
        del lines[place]
    elif done == 3:
        lines.append(lines[place])
    else:
        chance.shuffle(lines)
    file.write_bytes(b"".join(lines))


def in_netcdf(chance: Random, file: Path) -> None:
    """Change, rename or drop a variable or a text of a netCDF file."""
    import h5py

    with h5py.File(file, "r+") as content:
        name = chance.choice(list(content))
        done = chance.randrange(4)
        if done == 0:
            del content[name]
        elif done == 1:
            content.move(name, "other")
        elif content[name].shape == () and content[name].dtype.kind == "O":
            text = content[name][()].decode()
            content[name][()] = json.dumps(changed(chance, json.loads(text)))
        elif content[name].dtype.kind in "if" and content[name].size:
            content[name][...] = chance.choice((0, -1, 10**9 if done == 2 else 7))
        else:
            content[name].attrs["units"] = chance.choice(("days since 1-1-1", "x", ""))


def in_database(chance: Random, file: Path) -> None:
    """Change, drop or reorder the events of a game."""
    base = sqlite3.connect(file)
    base.execute("DROP TRIGGER IF EXISTS never_changed")
    rows = base.execute("SELECT number, body FROM events").fetchall()
    number, body = chance.choice(rows)
    if chance.random() < 0.3:
        base.execute("DELETE FROM events WHERE number = ?", (number,))
    else:
        text = json.dumps(changed(chance, json.loads(body)))
        base.execute("UPDATE events SET body = ? WHERE number = ?", (text, number))
    if chance.random() < 0.7:  # as if kept before there were checksums
        base.execute("UPDATE events SET checksum = NULL")
    base.commit()
    base.close()


BY_ENDING: dict[str, Callable[[Random, Path], None]] = {
    ".json": in_json,
    ".csv": in_table,
    ".jsonl": in_lines,
    ".nc": in_netcdf,
    ".db": in_database,
}
