"""Replies, staged posts and notes: kept in the log, bounded, and without any effect on a storm."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sim.exercise.debrief.stage_record import (
    STAGE_TABLES,
    save_stage_tables,
    stage_html,
    stage_record,
)
from sim.exercise.log import EventLog
from sim.exercise.pictures import LARGEST_PICTURE, LONGEST_SIDE, plain_picture
from sim.exercise.refusals import RefusedError
from sim.exercise.replies import standings
from sim.exercise.running import RunningExercise
from sim.exercise.stage_control import MOST_REPLIES_TO_ONE
from sim.exercise.team_view import view
from tests.exercise.small_exercise import PROMISE, script, small_exercise

SCRIPT = "<script>alert(1)</script>"


def opened(log: EventLog, *teams: str) -> RunningExercise:
    """A room with an observer's role beside the lead's."""
    story = script()
    story["roles"]["observer"] = {"title": {"en": "Observer"}, "card": {"en": "You watch."}}
    return RunningExercise.open(log, small_exercise(exercise=story), seed=5, teams=teams)


def uploaded(size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """A picture as somebody uploads it."""
    written = io.BytesIO()
    Image.effect_noise(size, 90.0).save(written, kind)
    return written.getvalue()


def states(exercise: RunningExercise, team: str, played: float) -> list[str]:
    """How the team's messages stand so many seconds into the round."""
    messages = standings(exercise.inbox(team), exercise.room, team, played)
    return [each.state for each in messages]


def test_the_stage_is_the_same_after_a_crash_and_touches_no_storm(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    exercise = opened(EventLog(path), "North", "South")
    rosa = exercise.join("Rosa", "North", "lead").person
    exercise.begin_round()
    before = view(exercise, "North")
    exercise.inject("journalist", "Any comment?", minutes=2)
    key = exercise.inbox("North")[-1].key
    exercise.reply(rosa, key, f"Sorry, that was our mistake. {SCRIPT}")
    picture = plain_picture(uploaded())
    exercise.publish("press", "The Evening", "They sleep.", "North", SCRIPT, picture)
    exercise.publish("affected", "tired_oven", "Still nothing.")
    exercise.take_note("Good tone.", "North", "post", "Still nothing.")
    after = view(exercise, "North")
    again = RunningExercise.resume(EventLog(path), exercise.room.code)
    assert again.room.replies == exercise.room.replies
    assert again.room.staged == exercise.room.staged
    assert again.room.pictures == exercise.room.pictures == {after.posts[-2].picture: picture}
    assert again.room.timed_notes == exercise.room.timed_notes
    assert view(again, "North").posts == after.posts
    number = str(after.posts[-1].number)
    exercise.take_note("Nobody answers.", "North", "post", "Still nothing.", target=number)
    exercise.take_note("It stood elsewhere.", "North", "post", "Other words.", target="-7")
    record = stage_record(exercise).of("North")
    ((post, notes),) = record.noted_posts
    assert (post.text, [each.text for each in notes]) == ("Still nothing.", ["Nobody answers."])
    exercise.take_note("Nobody reads it.", "North", "message", "Any comment?", target=key)
    record = stage_record(exercise).of("North")
    (asked,) = [each for each in record.standings if each.message.key == key]
    assert [each.text for each in record.notes_on(asked)] == ["Nobody reads it."]
    page = stage_html(stage_record(exercise), exercise.speech)
    assert "Posts with notes" in page
    noted = page.partition('data-testid="noted-message"')[2].partition("</li>")[0]
    assert "Any comment?" in noted
    assert "Nobody reads it." in noted, "a note on a message stands at the message as well"
    (*_, tied, _, _) = exercise.room.timed_notes.values()
    assert RunningExercise.resume(EventLog(path), again.room.code).room.timed_notes[1] == tied
    assert [post.text for post in after.posts[-2:]] == ["They sleep.", "Still nothing."]
    assert [post.text for post in view(exercise, "South").posts][-1] == "Still nothing."
    assert after.articles == before.articles
    assert (after.critical_affected, after.curves) == (before.critical_affected, before.curves)
    (reply,) = again.room.replies
    assert reply.by == "Rosa"
    assert any("admits" in phrase for phrase in (reply.reading or {})["phrases"])


def test_a_deadline_is_met_missed_or_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    exercise = opened(EventLog(), "North", "South")
    rosa, tom = (
        exercise.join(n, t, "lead").person for n, t in (("Rosa", "North"), ("Tom", "South"))
    )
    exercise.begin_round()
    exercise.inject("journalist", "Any comment?", minutes=2)
    exercise.inject("board", "Call me.")
    press = exercise.inbox("North")[-2]
    assert states(exercise, "North", 1.0) == ["told", "waiting", "told"]
    exercise.reply(rosa, press.key, "We are on it.")
    assert states(exercise, "North", 900.0) == ["told", "in_time", "told"]
    assert states(exercise, "South", 900.0) == ["told", "unanswered", "told"]
    now[0] += 900.0
    exercise.close_round()
    assert states(exercise, "South", 0.0) == ["told", "unanswered", "told"]
    exercise.reply(tom, press.key, "Late, but here we are.")
    assert states(exercise, "South", 0.0) == ["told", "late", "told"]


def test_a_deadline_that_the_end_of_the_round_cut_short_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, now = tmp_path / "log.db", [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    exercise = opened(EventLog(path), "North")
    rosa = exercise.join("Rosa", "North", "lead").person
    exercise.begin_round()
    exercise.inject("journalist", "Any comment?", minutes=2)
    now[0] += 10.0
    answer = exercise._storms.answer

    def slowly(counted: Any) -> None:
        now[0] += 600.0  # the storms take their time, which is no time of the round
        answer(counted)

    monkeypatch.setattr(exercise._storms, "answer", slowly)
    exercise.close_round()
    assert states(exercise, "North", 0.0) == ["told", "cut_short"]
    exercise.begin_round()
    now[0] += 600.0
    assert states(exercise, "North", 600.0)[:2] == ["told", "cut_short"]
    exercise.reply(rosa, exercise.inbox("North")[1].key, "Here we are.")
    assert states(exercise, "North", 600.0)[:2] == ["told", "cut_short"]
    exercise.inject("journalist", "And now?", minutes=2)
    exercise.close()
    again = RunningExercise.resume(EventLog(path), exercise.room.code)
    found = states(again, "North", 0.0)
    assert (found[1], found[-1]) == ("cut_short", "cut_short")
    record = stage_record(again)
    assert record.of("North").with_deadline == 0
    page = stage_html(record, again.speech)
    assert "the round closed before the time was over" in page
    assert "answered in time" not in page


def test_going_back_takes_replies_and_staged_posts_of_later_rounds_and_no_note() -> None:
    exercise = opened(EventLog(), "North")
    rosa = exercise.join("Rosa", "North", "lead").person
    exercise.publish("affected", "early", "Before the first round.")
    exercise.begin_round()
    exercise.decide("North", [PROMISE])
    exercise.close_round()
    exercise.begin_round()
    exercise.reply(rosa, exercise.inbox("North")[0].key, "Thank you.")
    exercise.publish("affected", "late", "In the second round.")
    exercise.take_note("They hesitate.", "North")
    for key in ("0-estimate", "1-calm", "no key"):
        exercise.put_away(rosa, key)
    exercise.rewind(1)
    assert exercise.room.seen == {rosa: {"0-estimate", "no key"}}
    assert exercise.room.replies == []
    assert [each.author for each in exercise.room.staged.values()] == ["early"]
    (note,) = exercise.room.timed_notes.values()
    assert (note.round, note.branch) == (1, 0)
    exercise.withdraw(0)
    exercise.remove_note(note.number)
    assert exercise.room.staged == exercise.room.timed_notes == {}


def test_what_does_not_fit_is_refused_and_leaves_nothing() -> None:
    exercise = opened(EventLog(), "North")
    rosa, owl = (
        exercise.join(n, "North", r).person for n, r in (("Rosa", "lead"), ("Owl", "observer"))
    )
    exercise.begin_round()
    key, kept = exercise.inbox("North")[0].key, len(exercise.log.events(exercise.room.code))
    for refused in (
        lambda: exercise.reply(rosa, "no-such-message", "Hello."),
        lambda: exercise.reply(owl, key, "Hello."),
        lambda: exercise.reply(rosa, key, "x" * 1001),
        lambda: exercise.reply(rosa, key, " \u200b "),
        lambda: exercise.publish("press", "", "No sender."),
        lambda: exercise.publish("press", "The Evening", ""),
        lambda: exercise.publish("press", "The Evening", "Text.", "West"),
        lambda: exercise.publish("press", "E", "Text.", picture=b"x" * (LARGEST_PICTURE + 1)),
        lambda: exercise.withdraw(0),
        lambda: exercise.take_note("", "North"),
        lambda: exercise.remove_note(0),
    ):
        with pytest.raises(RefusedError):
            refused()
    assert len(exercise.log.events(exercise.room.code)) == kept
    for _ in range(MOST_REPLIES_TO_ONE):
        exercise.reply(rosa, key, "Hello.")
    with pytest.raises(RefusedError, match="replies to this message already"):
        exercise.reply(rosa, key, "Hello.")


def test_the_record_of_the_stage_tells_everything_in_page_and_tables(tmp_path: Path) -> None:
    exercise = opened(EventLog(), "North", "Empty")
    rosa, owl = (
        exercise.join(name, "North", role).person
        for name, role in (("Rosa", "lead"), ("Owl", "observer"))
    )
    exercise.begin_round()
    exercise.inject("journalist", "Any comment?", minutes=2)
    exercise.inject("board", "Call me.", minutes=1)
    exercise.reply(rosa, exercise.inbox("North")[-2].key, f"=1+1 {SCRIPT}")
    exercise.publish("press", "The Evening", "They sleep.", headline="Silence")
    exercise.take_note("Quiet.", None)
    exercise.take_note("They wait.", None, "message", "Any comment?", person=owl)
    exercise.close()
    exercise.take_note("Well done.", "North")
    record, speech = stage_record(exercise), exercise.speech
    assert record.of("Empty").standings == []
    assert (record.of("North").in_time, record.of("North").with_deadline) == (1, 1)
    page = stage_html(record, speech)
    for told in ("deadline: 1 of 1", "the time was over", "They sleep.", "Quiet.", "Owl", "Well"):
        assert told in page, told
    assert SCRIPT not in page
    save_stage_tables(record, speech, tmp_path)
    tables = {
        name: list(csv.DictReader(io.StringIO((tmp_path / f"{name}.csv").read_text("utf-8-sig"))))
        for name in STAGE_TABLES
    }
    states = [row["state"] for row in tables["messages"]]
    assert states == ["told", "in_time", "cut_short"]
    assert tables["messages"][1]["reply"] == f"'=1+1 {SCRIPT}"
    assert [row["note"] for row in tables["notes"]] == ["Quiet.", "They wait.", "Well done."]
    assert [row["team"] for row in tables["notes"]] == ["", "North", "North"]
    begun, ended = (exercise.windows[0].begin, exercise.windows[1].begin)
    moments = [speech.full_moment(hours) for hours in (begun, begun, ended)]
    assert [row["moment"] for row in tables["notes"]] == moments
    assert all(moment in page for moment in moments), "notes stand with their moment of the story"
    (staged,) = tables["staged"]
    assert (staged["sender"], staged["headline"], staged["picture"]) == (
        "The Evening",
        "Silence",
        "no",
    )


def test_a_log_from_before_the_stage_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    exercise = opened(EventLog(path), "North")
    exercise.begin_round()
    exercise.inject("board", "Call me.")
    kinds = {
        json.loads(body)["kind"]
        for (body,) in sqlite3.connect(path).execute("SELECT body FROM events")
    }
    assert kinds == {"opened", "team-added", "round-begun", "injected"}
    room = RunningExercise.resume(EventLog(path), exercise.room.code).room
    assert (room.replies, room.staged, room.timed_notes, room.pictures) == ([], {}, {}, {})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_jpeg_without_what_it_carried(kind: str) -> None:
    made = plain_picture(uploaded((2400, 1800), kind) + b"<script>hidden</script>")
    picture = Image.open(io.BytesIO(made))
    assert picture.format == "JPEG"
    assert max(picture.size) <= LONGEST_SIDE
    assert len(made) <= LARGEST_PICTURE
    assert b"script" not in made
    assert not picture.getexif()


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg onload='alert(1)'/>",
        uploaded()[:60],
        uploaded(kind="BMP"),
        b"\xff\xd8" + bytes(99),
    ],
    ids=["empty", "svg", "cut off", "bmp", "no jpeg"],
)
def test_what_is_no_picture_is_refused(upload: bytes) -> None:
    with pytest.raises(RefusedError):
        plain_picture(upload)


def test_a_large_photo_is_read_small_and_turned_as_it_was_held() -> None:
    photo = Image.new("RGB", (8000, 6000), "white")
    photo.paste("red", (0, 0, 8000, 3000))
    exif, written = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6  # held upright: the top is on the right
    photo.save(written, "JPEG", exif=exif, quality=30)
    picture = Image.open(io.BytesIO(plain_picture(written.getvalue())))
    width, height = picture.size
    assert width < height <= LONGEST_SIDE
    red, white = picture.getpixel((width - 9, 9)), picture.getpixel((9, 9))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[1] < 40
    assert white[1] > 215


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    assert len(written.getvalue()) < 200_000
    with pytest.raises(RefusedError):
        plain_picture(written.getvalue())
