"""An open scenario answers, keeps what is done, and rests when nobody looks."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.lab import edits
from sim.lab.runs_kept import MOST_CHECKPOINTS, MOST_PLANS
from sim.lab.web.book import Book
from sim.lab.web.desk import LabDesk
from sim.lab.web.exports import shown_by
from sim.lab.web.figures_view import figures_html
from sim.loops import tell_loop

TEXT = """
title = "t"
clock = { start = "Sun 12:00", days = 3 }
community = { people = 200 }
incident = { at = "Sun 14:00", affected = 0.5, severity = 0.9, repair = { median = "20h" } }
[plans.talk]
summary = "s"
# the first word
[[plans.talk.steps]]
do = "promise"
at = "Sun 15:00"
deadline = "Sun 18:00"
[plans.silence]
summary = "none"
"""


def book_in(folder: Path) -> Book:
    book = Book("small", TEXT, folder / "small.toml", folder / "small.jsonl")
    book.most = 4
    return book


async def changed(book: Book, *acts: Any) -> list[str]:
    """What a page is told of while these are done, until the pairs are there."""
    told: list[str] = []
    done = asyncio.Event()

    def watch(what: str) -> None:
        told.append(what)
        if what == "pairs":
            done.set()

    book.watch(watch)
    for act in acts:
        done.clear()
        await act
    await asyncio.wait_for(done.wait(), 60)
    book.unwatch(watch)
    return told


def test_the_curve_comes_before_the_text_and_the_pairs_come_last(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    told = asyncio.run(changed(book, book.edit(edits.moved("talk", 0, 9.0, 156.0))))
    assert told[:2] == ["one", "state"]
    assert told[-1] == "pairs"
    assert book.pairs is not None
    assert book.pairs.done
    assert 'at = "Sun 21:00"' in book.draft.text
    assert "# the first word" in book.draft.text


def test_the_same_change_previewed_and_made_gives_the_same_curve(tmp_path: Path) -> None:
    async def both() -> tuple[Any, Any]:
        book = book_in(tmp_path)
        edit = edits.stretched("talk", 0, 40.0, 156.0)
        await book.preview(edit)
        seen = book.one
        assert book.draft.text == TEXT
        await book.edit(edit)
        book.desk.stop()
        return seen, book.one

    seen, made = asyncio.run(both())
    assert (seen.rate == made.rate).all()


def test_a_file_that_somebody_else_changed_is_not_overwritten_unasked(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    asyncio.run(book.save())
    assert book.file.read_text() == TEXT
    book.file.write_text("title = 'mine'")
    with pytest.raises(InputError):
        asyncio.run(book.save())
    assert book.file.read_text() == "title = 'mine'"
    asyncio.run(book.save(over=True))
    assert book.file.read_text() == TEXT


def test_saving_waits_for_a_change_that_is_under_way(tmp_path: Path) -> None:
    async def both() -> Book:
        book = book_in(tmp_path)
        await asyncio.gather(book.edit(edits.moved("talk", 0, 9.0, 156.0)), book.save())
        book.desk.stop()
        return book

    book = asyncio.run(both())
    assert 'at = "Sun 21:00"' in book.file.read_text()
    assert not book.unsaved


def test_a_file_changed_elsewhere_is_what_the_lab_opens_next(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(TEXT)
    LabDesk(tmp_path, "en").open("mine")
    (tmp_path / "mine.toml").write_text(TEXT.replace("0.5", "0.25"))
    again = LabDesk(tmp_path, "en").open("mine")
    assert "0.25" in again.draft.text
    assert again.history.can_undo


def test_a_change_that_gives_mistakes_is_kept_and_keeps_the_last_answer(tmp_path: Path) -> None:
    async def wrong() -> Book:
        book = book_in(tmp_path)
        await book.edit(edits.moved("talk", 0, 9.0, 156.0))
        before = book.one
        await book.edit(edits.changed("talk", 0, "empathy", 7.0))
        assert book.one is before
        await book.set_text("title = ")
        return book

    book = asyncio.run(wrong())
    assert book.reading.problems
    assert book.draft.text == "title = "


@pytest.mark.parametrize("name", ["../etc", "", "a b", "x" * 61])
def test_a_name_that_is_no_name_opens_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        LabDesk(tmp_path, "en").open(name)
    with pytest.raises(InputError):
        LabDesk(tmp_path, "en").new(name)


def test_only_the_right_word_lets_somebody_in(tmp_path: Path) -> None:
    alone, in_network = LabDesk(tmp_path, "en"), LabDesk(tmp_path, "en", "long enough")
    assert alone.enter("wrong") is None
    assert alone.admits(alone.enter(alone.token))
    assert in_network.enter(in_network.token) is None
    assert in_network.admits(in_network.enter("long enough"))
    assert not alone.admits("no cookie of ours")
    assert not alone.admits(None)


def test_many_changes_keep_no_more_plans_and_checkpoints_than_are_meant_to_be(
    tmp_path: Path,
) -> None:
    tiny = TEXT.replace("people = 200", "people = 60").replace("days = 3", "days = 1")

    async def changed_often() -> Book:
        book = Book("tiny", tiny, tmp_path / "tiny.toml", None)
        book.most = 1
        for number in range(2 * MOST_PLANS):
            await book.edit(edits.moved("talk", 0, 3.0 + number / 4, 156.0))
        book.desk.stop()
        return book

    book = asyncio.run(changed_often())
    keeper = book.desk.keeper
    assert len(book.history) > MOST_PLANS
    assert len(keeper._finished) <= MOST_PLANS
    assert all(len(kept.checkpoints) <= MOST_CHECKPOINTS for kept in keeper._seeds.values())


def test_work_that_ends_after_the_lab_has_nobody_to_tell() -> None:
    loop, told = asyncio.new_event_loop(), list[int]()
    tell_loop(loop, told.append, 1)
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    tell_loop(loop, told.append, 2)
    assert told == [1]


def test_a_lab_may_end_while_pairs_are_run(tmp_path: Path) -> None:
    async def asked() -> None:
        await book_in(tmp_path).choose(plan="talk", rival="silence")

    asyncio.run(asked())
    for thread in threading.enumerate():
        if thread.name == "pairs of runs":
            thread.join(60)  # an error in it fails this test


def test_pairs_of_a_state_before_are_known_for_it_and_not_taken_along(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    asyncio.run(changed(book, book.choose(seed=1)))
    assert not book.behind
    assert shown_by(book) is not None
    book._ask = lambda question: None  # type: ignore[method-assign]
    asyncio.run(book.edit(edits.moved("talk", 0, 5.0, 156.0)))
    assert book.behind
    assert book.needs_answers()
    assert shown_by(book) is None
    names = ("talk", "silence")
    said = figures_html(book.pairs, names, book.speech, (3, 10), behind=True)
    assert "Pairs done: 3 of the first 10" in said
    assert "before the change" in said
