"""Undo and redo without end, addresses, and files that were cut off."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sim.lab.draft import LabDraft
from sim.lab.history import History, address_of


def draft(number: int) -> LabDraft:
    return LabDraft(f"title = '{number}'")


@given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from(["undo", "redo"])), max_size=30))
def test_undo_and_redo_walk_one_line(acts: list) -> None:
    history, line, at = History(draft(100)), [draft(100)], 0
    for act in acts:
        if act == "undo":
            history.undo()
            at = max(0, at - 1)
        elif act == "redo":
            history.redo()
            at = min(len(line) - 1, at + 1)
        elif draft(act) != line[at]:
            history.add(draft(act))
            line, at = [*line[: at + 1], draft(act)], at + 1
        assert history.present == line[at]
        assert (history.can_undo, history.can_redo) == (at > 0, at < len(line) - 1)


def test_a_lab_that_was_killed_goes_on_where_it_stood(tmp_path: Path) -> None:
    file = tmp_path / "states.jsonl"
    history = History(draft(0), file)
    for number in range(1, 5):
        history.add(draft(number))
    history.undo()
    with file.open("a") as cut:
        cut.write('{"add": "half a li')
    again = History(draft(99), file)
    assert again.present == draft(3)
    assert again.can_redo
    again.add(draft(7))
    assert History(draft(99), file).present == draft(7)


def test_every_state_keeps_its_address(tmp_path: Path) -> None:
    history = History(draft(0), tmp_path / "states.jsonl")
    history.add(draft(1))
    history.undo()
    history.add(draft(2))
    assert history.show(address_of(draft(1)))
    assert history.present == draft(1)
    history.undo()
    assert history.present == draft(2)
    assert not history.show("nowhere")


def test_many_states_of_a_long_text_take_little_room() -> None:
    text = "\n".join(f"# „{n * n}“" for n in range(5000))
    history = History(draft(0))
    for number in range(50):
        history.add(LabDraft(f"{text}\n# {number}"))
    assert sum(map(len, history._packed.values())) < 50 * len(text) / 2
    assert history.has_text(f"{text}\n# 7")
    for _ in range(3):
        history.undo()
    assert history.present.text == f"{text}\n# 46"
    assert len(history) == 51
