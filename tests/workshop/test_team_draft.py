"""One draft for a team, without a browser: merging, what is set aside, floods, the disk."""

import asyncio
import random
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.workshop.web.deciding.desk import Desks
from sim.workshop.web.deciding.editing import LineEditor, Typist
from sim.workshop.web.deciding.merging import with_change
from sim.workshop.web.deciding.team_draft import SentWords, TeamDraft
from sim.workshop.web.visitors import Visitors
from tests.exercise.small_exercise import small_exercise

WORDS = "We are sorry. Come in again."


def opened(log: EventLog | None = None) -> RunningExercise:
    """An exercise with a team of two in its first round."""
    exercise = RunningExercise.open(log or EventLog(), small_exercise(), seed=3, teams=["North"])
    for name in ("Ann", "Bob"):
        exercise.join(name, "North", "lead")
    exercise.begin_round()
    return exercise


def hand_of(desks: Desks, visitors: Visitors, name: str) -> Typist:
    """The hand of a member of North."""
    (member,) = (m for m in desks.exercise.room.members.values() if m.pseudonym == name)
    return Typist(desks, visitors, "North", member.person, name, desks.of("North").draft)


def sent(number: int, before: str, text: str, acked: int = 0, sign: str = "a") -> SentWords:
    """Words as a browser sends them."""
    return SentWords(sign=sign, number=number, acked=acked, before=before, text=text)


def test_what_two_people_write_in_one_field_is_both_kept() -> None:
    rng = random.Random(5)
    for _ in range(200):
        at, other = sorted(rng.sample(range(len(WORDS) + 1), 2))
        first = WORDS[:at] + "<ann>" + WORDS[at:]
        second = WORDS[:other] + "<bob>" + WORDS[other:]
        merged = with_change(WORDS, second, first)
        assert merged is not None
        assert sorted(merged) == sorted(f"{WORDS}<ann><bob>"), "no letter is lost"
        if other - at > 6:
            assert merged.replace("<ann>", "").replace("<bob>", "") == WORDS, merged
    assert with_change("", "Both begin.", "At once.") == "At once. Both begin."


def test_words_that_are_sent_again_count_once() -> None:
    draft = TeamDraft()
    (line,) = draft.add({"do": "apology"})
    draft.take_words(line.key, sent(1, "", "We"), "Ann")
    draft.take_words(line.key, sent(1, "", "We"), "Ann")  # the answer had not come through
    draft.take_words(line.key, sent(2, "", "We are sorry."), "Ann")
    draft.take_words(line.key, sent(1, "We are sorry.", "We are sorry. Soon.", sign="b"), "Bob")
    draft.take_words(line.key, sent(3, "", "Dear all, we are sorry."), "Ann")
    assert line.step["words"] == "Dear all, we are sorry. Soon."
    again = TeamDraft.model_validate_json(draft.model_dump_json())  # the plug was pulled
    again.take_words(line.key, sent(3, "", "Dear all, we are sorry."), "Ann")
    assert again.lines == draft.lines


def test_words_that_no_longer_fit_replace_others_and_set_them_aside() -> None:
    draft = TeamDraft()
    (line,) = draft.add({"do": "apology", "words": "x" * 900})
    draft.take_words(line.key, sent(1, "x" * 900, "x" * 900 + "a" * 90), "Ann")
    draft.take_words(line.key, sent(1, "x" * 900, "b" * 90 + "x" * 900, sign="b"), "Bob")
    assert line.step["words"].startswith("b")
    assert [each.words[-1] for each in draft.aside] == ["a"]
    draft.remove(line.key, "Ann")
    assert draft.lines == []
    draft.use_again(draft.aside[-1].number)
    assert draft.lines[0].step["words"].startswith("b")
    for _ in range(30):
        draft.set_aside("Ann", {"do": "apology"}, "More words.")
    assert len(draft.aside) == 5


def test_what_was_not_submitted_is_offered_in_the_next_round() -> None:
    draft = TeamDraft()
    draft.add({"do": "apology", "words": "Half a sen", "at": "+60min"})
    following = draft.following(1, 0)
    assert following.kept == [{"do": "apology", "words": "Half a sen"}]
    assert following.following(2, 0).kept == following.kept  # not answered yet
    draft.submitted = draft.mark
    assert draft.following(1, 0).kept == []


def test_drafts_survive_a_fall_and_are_deleted_with_their_room(tmp_path: Path) -> None:
    path = tmp_path / "log.db"

    async def write() -> str:
        log = EventLog(path)
        exercise = opened(log)
        desks = Desks(exercise)
        await desks.start()
        hand = hand_of(desks, Visitors(), "Ann")
        hand.add({"do": "apology", "words": "Half a sen"})
        while desks.of("North").saved < desks.of("North").changes:
            await asyncio.sleep(0.05)
        log.close()  # and nothing else is put in order
        return exercise.room.code

    async def read(code: str) -> list[Any]:
        log = EventLog(path)
        desks = Desks(RunningExercise.resume(log, code))
        await desks.start()
        steps = desks.of("North").draft.steps()
        await desks.stop()
        assert log.drafts(code)
        log.forget(code)
        assert not log.drafts(code)
        log.close()
        return steps

    code = asyncio.run(write())
    assert asyncio.run(read(code)) == [{"do": "apology", "words": "Half a sen"}]
    assert b"Half a sen" not in path.read_bytes()


def test_a_flood_of_changes_grows_neither_draft_nor_log_nor_waiting_times(tmp_path: Path) -> None:
    """One browser sends thousands of changes, each as large and as strange as it can be."""
    path = tmp_path / "log.db"

    async def flood() -> tuple[list[float], int, int]:
        log = EventLog(path)
        desks = Desks(opened(log))
        await desks.start()
        visitors = Visitors()
        attacker, honest = (hand_of(desks, visitors, name) for name in ("Bob", "Ann"))
        (line,) = honest.add({"do": "apology"})
        ours, theirs = LineEditor(honest, line), LineEditor(attacker, line)
        rng, waits = random.Random(1), []
        taken = 0
        for number in range(1, 4001):
            text = "".join(rng.choices("abc \U0001f642", k=1000))
            flooded = {"sign": f"s{number}", "number": 1, "before": text[::-1], "text": text}
            taken += theirs.take_words(flooded)
            attacker.add({"do": "apology", "words": text})
            attacker.remove(number)
            if number % 100 == 0:
                begun = time.monotonic()
                await asyncio.sleep(0)
                assert ours.take_words({"sign": "h", "number": number, "text": "Ours."})
                waits.append(time.monotonic() - begun)
        while desks.of("North").saved < desks.of("North").changes:
            await asyncio.sleep(0.05)
        size = len(desks.of("North").draft.model_dump_json())
        await desks.stop()
        events = len(log.events(desks.exercise.room.code))
        log.close()
        assert taken < 400, "what is too much is not taken"
        return waits, size, events

    waits, size, events = asyncio.run(flood())
    assert sorted(waits)[len(waits) // 2] < 0.3
    assert size < 250_000
    assert events < 10, "drafts are no events"
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) < 8_000_000


@pytest.mark.parametrize(
    "told",
    [None, 7, "words", [], {}, {"sign": "a", "number": 0}, {"sign": "", "number": 1},
     {"sign": "a", "number": 1, "text": "x" * 1001}, {"sign": "a", "number": 1, "text": 5},
     {"sign": "a" * 50, "number": 1}, {"sign": "a", "number": 1e300}],
)  # fmt: skip
def test_what_no_form_sends_is_not_taken(told: Any) -> None:
    draft = TeamDraft()
    (line,) = draft.add({"do": "apology", "words": "Ours."})
    desks: Any = SimpleNamespace(of=lambda _: None, touch=lambda *_: None)
    hand = Typist(desks, Visitors(), "North", "key", "Ann", draft)
    assert not LineEditor(hand, line).take_words(told)
    assert line.step["words"] == "Ours."
