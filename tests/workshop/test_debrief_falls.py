"""A room that is killed in the middle of its debrief: nothing is lost, and nobody is left over."""

import http.cookiejar
import io
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

import tomli_w
from pptx import Presentation

from sim.exercise.debrief.replays import debrief
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.scenario import load_scenario
from sim.workshop.web.startup import LOG
from tests.exercise.small_exercise import DOCUMENT, PROMISE, UPDATE, play_to_the_end
from tests.workshop.rooms import OpenRoom, open_room

PATIENCE = 180.0
"""Seconds to wait for anything here: a debrief begins processes, on a machine that may be busy."""
DECISIONS = {
    "North": [[PROMISE], [], [UPDATE]],
    "South": [[{"do": "apology"}], [UPDATE], []],
}


def without_none(value: Any) -> Any:
    """The same without what no file can say."""
    if isinstance(value, dict):
        return {key: without_none(inner) for key, inner in value.items() if inner is not None}
    return [without_none(inner) for inner in value] if isinstance(value, list) else value


def played_room(folder: Path) -> tuple[Path, str]:
    """A room that has been played to its end, without a debrief, and its scenario."""
    game = folder / "game.toml"
    game.write_text(tomli_w.dumps(without_none(DOCUMENT)), "utf-8")
    (folder / "rooms").mkdir()
    log = EventLog(folder / "rooms" / LOG, alone=True)
    exercise = RunningExercise.open(log, load_scenario(str(game)), 0, "en", list(DECISIONS))
    play_to_the_end(exercise, DECISIONS)
    code = exercise.room.code
    log.close()
    return game, code


def ask_for_the_debrief(room: OpenRoom) -> None:
    """Open its page as the facilitator does."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    for address in (room.lead, f"{room.base}/debrief"):
        with browser.open(address, timeout=PATIENCE) as answer:
            assert answer.status == 200


def asked_as_leader(room: OpenRoom, path: str) -> tuple[int, bytes]:
    """Status and content of what the facilitator fetches."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(room.lead, timeout=PATIENCE).close()
    try:
        with browser.open(f"{room.base}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, b""


def until(there: Callable[[], Any], what: str) -> Any:
    """Ask again until it is there."""
    end = time.monotonic() + PATIENCE
    while not (found := there()):
        assert time.monotonic() < end, f"there is no {what}"
        time.sleep(0.05)
    return found


def workers_of(process: int) -> list[psutil.Process]:
    """The processes that a room has begun to count with."""
    begun = psutil.Process(process).children(recursive=True)
    return [one for one in begun if "spawn_main" in " ".join(one.cmdline())]


def gone(process: psutil.Process) -> bool:
    """Whether a process has ended, also if nobody has asked how."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_room_killed_in_its_debrief_leaves_no_workers_and_finishes_it_when_it_is_back(
    tmp_path: Path,
) -> None:
    game, code = played_room(tmp_path)
    results = tmp_path / "rooms" / code / "debrief.json"
    with open_room(str(game), tmp_path) as room:
        assert room.code == code
        ask_for_the_debrief(room)
        until(results.exists, "first debrief")
        workers = until(lambda: workers_of(room.process.pid), "worker")
        room.kill()
        until(lambda: all(map(gone, workers)), "end of the workers")
        json.loads(results.read_text("utf-8"))  # whole, whatever was being written
        room.start()
        assert room.code == code
        assert "Continuing room" in room.said
        ask_for_the_debrief(room)
        told = until(
            lambda: (found := json.loads(results.read_text("utf-8")))["hindsight"] and found,
            "debrief with hindsight",
        )
        assert told["method"] != "made"
        assert [len(team["alternatives"]) for team in told["teams"]] == [3, 3]
    with closing(EventLog(tmp_path / "rooms" / LOG)) as log:
        exercise = RunningExercise.resume(log, code)
    whole = debrief(exercise.scenario, exercise.room.teams, 0, "en", seeds=2)
    kept = [[one["effects"] for one in team["decisions"]] for team in told["teams"]]
    anew = [[one["effects"] for one in team["decisions"]] for team in whole.values()["teams"]]
    assert json.dumps(kept) == json.dumps(anew)


def test_the_facilitator_alone_fetches_slides_as_soon_as_there_is_a_debrief(tmp_path: Path) -> None:
    game, _ = played_room(tmp_path)
    with open_room(str(game), tmp_path) as room:
        assert asked_as_leader(room, "/debrief/debrief.pptx")[0] == 404, "nobody has asked yet"
        ask_for_the_debrief(room)
        slides = until(
            lambda: (
                (found := asked_as_leader(room, "/debrief/debrief.pptx"))[0] == 200 and found[1]
            ),
            "slides",
        )
        shown = list(Presentation(io.BytesIO(slides)).slides)
        assert len(shown) >= 3 + len(DECISIONS) + 1
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{room.base}/debrief/debrief.pptx", timeout=PATIENCE)
