"""The log keeps what it said it kept, whatever happens to the process."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sim.errors import InputError, OutputError
from sim.exercise.events import EVENT, Closed, Decided, Frozen, RoundBegun, TeamAdded
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from tests.exercise.small_exercise import DOCUMENT

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from sim.exercise.events import TeamAdded
from sim.exercise.log import EventLog
log = EventLog(Path(sys.argv[1]))
for number in range(100_000):
    log.append("ROOM", TeamAdded(team=str(number)))
    print(number, flush=True)
"""


def test_events_come_back_as_they_were(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "deep" / "log.db")
    events = [
        TeamAdded(team="Nörd <b>"),
        RoundBegun(round=0),
        Decided(team="Nörd <b>", round=0, steps=[{"do": "roadmap", "words": "';--"}], played=3.5),
        Closed(),
    ]
    for event in events:
        log.append("A", event)
        log.append("B", Frozen(frozen=True))
    assert log.events("A") == events
    assert log.rooms() == ["A", "B"]
    log.close()
    again = EventLog(tmp_path / "deep" / "log.db")
    assert again.events("A") == events
    assert again.events("C") == []
    again.close()


def test_every_kind_of_event_is_read_back() -> None:
    assert EVENT.validate_json(Frozen(frozen=True).model_dump_json()) == Frozen(frozen=True)
    with pytest.raises(ValueError, match="kind"):
        EVENT.validate_json('{"kind": "magic"}')


def test_events_are_never_changed(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    log.append("A", Closed())
    with (
        sqlite3.connect(tmp_path / "log.db") as other,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        other.execute("UPDATE events SET room = 'B'")
    other.close()
    log.close()


def test_a_room_is_forgotten_for_good(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    log.append("A", TeamAdded(team="Secretive"))
    log.append("B", TeamAdded(team="Remaining"))
    assert log.forget("A")
    assert not log.forget("A")
    assert log.rooms() == ["B"]
    log.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Secretive" not in left
    assert b"Remaining" in left


def test_nothing_said_to_be_kept_is_lost_when_killed(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "log.db")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(50)]
    child.send_signal(signal.SIGKILL)
    said += child.stdout.readlines()
    child.stdout.close()
    child.wait()
    log = EventLog(tmp_path / "log.db")
    kept = log.events("ROOM")
    assert len(said) >= 50
    assert len(said) <= len(kept) <= len(said) + 1
    assert [event.team for event in kept if isinstance(event, TeamAdded)] == [
        str(number) for number in range(len(kept))
    ]
    log.close()


def test_many_threads_write_at_once(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")

    def write(team: int) -> None:
        for _ in range(20):
            log.append("A", TeamAdded(team=str(team)))

    threads = [threading.Thread(target=write, args=(team,)) for team in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log.events("A")) == 160
    log.close()


def test_a_file_that_is_no_log_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_text("This is not a data base. " * 100)
    with pytest.raises(OutputError, match="choose another file"):
        EventLog(tmp_path / "log.db")


def keep_as_text(path: Path, *events: dict[str, object]) -> None:
    """Keep events as another version has written them."""
    EventLog(path).close()
    with sqlite3.connect(path) as base:
        for event in events:
            base.execute("INSERT INTO events (room, body) VALUES ('OLD', ?)", (json.dumps(event),))
    base.close()


def opening_of_version_0_1_0() -> dict[str, object]:
    """The opening of a room, with a scenario in the names of version 0.1.0."""
    steps = [{"do": "deleting", "at": "Sun 18:00"}, {"do": "playing-down", "at": "Sun 19:00"}]
    plans = {**DOCUMENT["plans"], "former": {"summary": "Former names.", "steps": steps}}
    return {
        "kind": "opened", "played": 0.0, "scenario": "small", "seed": 5, "language": "en",
        "secret": "secret", "document": {**DOCUMENT, "plans": plans},
    }  # fmt: skip


def test_a_room_of_version_0_1_0_is_played_on(tmp_path: Path) -> None:
    decided = [
        {"do": "deleting", "share": 0.4, "at": "+240min"},
        {"do": "playing-down", "at": "+250min", "words": "Few are concerned."},
        {"do": "fixed", "at": "+260min"},
    ]
    keep_as_text(
        tmp_path / "log.db",
        opening_of_version_0_1_0(),
        {"kind": "team-added", "played": 0.0, "team": "North"},
        {"kind": "joined", "played": 0.0, "person": "key", "pseudonym": "Ann", "team": "North",
         "role": "lead"},
        {"kind": "round-begun", "played": 0.0, "round": 0},
        {"kind": "drafted", "played": 2.0, "person": "key", "round": 0,
         "steps": [{"do": "deleting"}]},
        {"kind": "decided", "played": 9.5, "team": "North", "round": 0, "person": "key",
         "steps": decided},
        {"kind": "paced", "played": 10.0, "speed": 2.0, "automatic": False},
        {"kind": "passed", "played": 11.0},
        {"kind": "changed", "played": 11.0, "inject": "calm", "text": None},
    )  # fmt: skip
    log = EventLog(tmp_path / "log.db")
    exercise = RunningExercise.resume(log, "OLD")
    room = exercise.room
    assert [step.do for step in room.scenario.plans["former"].steps] == ["deletion", "downplaying"]
    assert [response.do for response in room.teams["North"][0]] == [
        "deletion", "downplaying", "fixed-notice",
    ]  # fmt: skip
    assert room.drafts["key"].steps == [{"do": "deletion"}]
    assert (room.played, room.speed, room.changed) == (11.0, 2.0, {"calm": None})
    exercise.close_round()
    acts = exercise.storm("North").run.acts
    assert [act.do for act in acts] == ["deletion", "downplaying", "fixed-notice"]
    log.close()


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ({"kind": "voted", "team": "North"}, "voted"),
        ({"kind": "decided", "team": "North", "round": 0, "steps": [{"do": "sulk"}]}, "sulk"),
        ({"kind": "frozen", "frozen": True, "mood": "good"}, "Extra inputs"),
    ],
)
def test_an_event_of_an_unknown_form_is_refused_in_one_sentence(
    tmp_path: Path, event: dict[str, object], problem: str
) -> None:
    keep_as_text(tmp_path / "log.db", opening_of_version_0_1_0(), event)
    log = EventLog(tmp_path / "log.db")
    with pytest.raises(InputError, match="kept by another version and cannot be read") as refused:
        RunningExercise.resume(log, "OLD")
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)
    log.close()


def _three_teams(file: Path) -> None:
    log = EventLog(file)
    log.append("A", TeamAdded(team="One"), TeamAdded(team="Two"))
    log.append("B", Closed())
    log.append("A", TeamAdded(team="Three"))
    log.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE events SET body = replace(body, 'Two', 'Twa')",
        "DELETE FROM events WHERE body LIKE '%Two%'",
        "DELETE FROM events WHERE body LIKE '%One%'",
        "UPDATE events SET number = 9 WHERE body LIKE '%Two%'",
        "UPDATE events SET checksum = NULL WHERE body LIKE '%Two%'",
    ],
)
def test_an_event_that_was_changed_lost_or_moved_is_found(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "log.db"
    _three_teams(file)
    base = sqlite3.connect(file)
    base.execute("DROP TRIGGER never_changed")
    base.execute(damage)
    base.commit()
    base.close()
    log = EventLog(file)
    with pytest.raises(InputError, match=r"room A in .*log\.db, event \d, does not match.*; put"):
        log.events("A")
    assert log.events("B") == [Closed()]
    log.close()


@pytest.mark.parametrize("lost", ["body LIKE '%Three%'", "room = 'A'"])
def test_events_lost_at_the_end_are_found(tmp_path: Path, lost: str) -> None:
    file = tmp_path / "log.db"
    _three_teams(file)
    with sqlite3.connect(file) as base:
        base.execute(f"DELETE FROM events WHERE {lost}")
    base.close()
    log = EventLog(file)
    with pytest.raises(
        InputError, match=r"room A in .*ends after event \d, but 3 were kept.*; put"
    ):
        log.events("A")
    assert log.events("B") == [Closed()]
    log.forget("A")
    assert log.events("A") == []
    log.close()


def test_no_event_is_lost_with_the_file_beside_the_log(tmp_path: Path) -> None:
    file, copy = tmp_path / "log.db", tmp_path / "copy.db"
    log = EventLog(file)
    log.append("A", TeamAdded(team="One"))
    log.append("A", TeamAdded(team="Two"))
    shutil.copy(file, copy)  # as after a power cut in which the rest got lost
    log.close()
    log = EventLog(copy)
    assert log.events("A") == [TeamAdded(team="One"), TeamAdded(team="Two")]
    log.close()


def test_a_log_cut_off_anywhere_is_read_whole_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    _three_teams(file)
    whole = file.read_bytes()
    for kept in range(0, len(whole), 512):
        cut = tmp_path / f"{kept}.db"
        cut.write_bytes(whole[:kept])
        if kept == 0:
            continue  # an empty file is a new log
        with pytest.raises((InputError, OutputError), match=cut.name):
            EventLog(cut).events("A")


def test_a_log_from_before_checksums_is_read_and_continued(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    _three_teams(file)
    base = sqlite3.connect(file)
    base.execute("ALTER TABLE events DROP COLUMN checksum")
    base.execute("DROP TABLE lengths")
    base.close()
    log = EventLog(file)
    log.append("A", TeamAdded(team="Four"))
    teams = [event.team for event in log.events("A") if isinstance(event, TeamAdded)]
    assert teams == ["One", "Two", "Three", "Four"]
    log.close()


def test_a_log_whose_damage_cannot_even_be_worded_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    EventLog(file).close()
    with sqlite3.connect(file) as base:
        base.execute("PRAGMA writable_schema = ON")
        text = b"CREATE TABLE \xf2\xc4 (".decode("latin-1")
        base.execute("UPDATE sqlite_master SET sql = CAST(? AS TEXT)", (text.encode("latin-1"),))
    base.close()
    with pytest.raises((InputError, OutputError), match=r"log\.db"):
        EventLog(file)
