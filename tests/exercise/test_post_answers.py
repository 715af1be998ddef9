"""Answers to single posts: kept, shown under their post, and counted as a share of complaints."""

from pathlib import Path
from typing import Any

import pytest

from sim.exercise.debrief.pieces import decisions_of
from sim.exercise.debrief.replays import debrief
from sim.exercise.debrief.stage_record import stage_html, stage_record, stage_tables
from sim.exercise.debrief.ways import plans_played
from sim.exercise.decisions import Decided, Window, parse_response
from sim.exercise.log import EventLog
from sim.exercise.post_answers import ANSWER, counted_steps, is_complaint, is_counted, is_end
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from sim.exercise.stage_matter import PostAnswer
from sim.exercise.team_view import view
from sim.storm.responses import Response
from tests.exercise.small_exercise import script, small_exercise

OBSERVER = {"title": {"en": "Observer"}, "card": {"en": "You look on."}}
SCENARIO = small_exercise(
    exercise={**script(), "roles": {**script()["roles"], "observer": OBSERVER}}
)
WINDOW = Window(6.0, 12.0)


def answer(number: int = 1, complaint: bool = True, **levers: float) -> PostAnswer:
    return PostAnswer(
        number=0, team="A", by="Ida", post=7, author="Max", quote="Down!", text="We are on it.",
        round=number, played=5.0, complaint=complaint, complaints=4, levers=levers,
    )  # fmt: skip


def own_order(share: float, **values: Any) -> Response:
    step = {"do": "individual-answers", "at": "+6h", "share": share, "within": "2h", **values}
    return parse_response(step)


def share_of(steps: list[Response]) -> float:
    (step,) = steps
    return float(step.model_dump()["share"])


def test_k_of_n_answers_count_as_that_share_with_what_their_words_say() -> None:
    given = [answer(empathy=0.2), answer(empathy=0.8, admits=1.0), answer(complaint=False)]
    (step,) = counted_steps(given, {}, 1, WINDOW, "none")
    values = step.model_dump()
    assert (values["share"], values["empathy"], values["admits"]) == (0.5, 0.5, 1.0)
    assert is_counted(step)
    assert "We are on it." in str(step.words)
    assert counted_steps([answer(complaint=False)], {}, 1, WINDOW, "none") == []
    assert counted_steps([answer(0)], {}, 1, WINDOW, "none") == []


def test_answers_add_to_the_teams_own_order_and_end_with_the_round() -> None:
    decided: Decided = {1: [own_order(0.5)]}
    steps = counted_steps([answer()], decided, 1, WINDOW, "none")
    assert share_of(steps) == pytest.approx(0.5 + 0.5 * 0.25)
    assert steps[0].model_dump()["within"] == "2.0h"
    alone = counted_steps([answer()], {}, 1, WINDOW, "none")
    (ended,) = counted_steps([], {1: alone}, 2, WINDOW, "none")
    assert (share_of([ended]), ended.words, is_end(ended)) == (0.0, "none", True)
    assert counted_steps([], {1: alone, 2: [ended]}, 3, WINDOW, "none") == []
    assert share_of(counted_steps([], {1: [*decided[1], *steps]}, 2, WINDOW, "none")) == 0.5
    assert counted_steps([], {1: alone, 2: [own_order(0.3)]}, 2, WINDOW, "none") == []


def test_an_answer_is_kept_counted_and_left_with_its_round(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    room = RunningExercise.open(log, SCENARIO, teams=["A"])
    person = room.join("Ida", "A", "lead").person
    observer = room.join("Ole", "A", "observer").person
    room.begin_round()
    room.close_round()
    with pytest.raises(RefusedError):
        room.answer_post(person, 0, "Too early: no round is open.")
    room.begin_round()
    complaints = [post for post in room.posts("A") if is_complaint(post)]
    room.publish("affected", "Zoe", "A staged post.", "A")
    other = room.page("A")[-1]
    first, second = complaints[0], complaints[-1]
    wrong = [(observer, "No"), (person, " "), (person, "x" * 1001)]
    for who, number, text in [(person, 10**9, "No"), *((w, first.number, t) for w, t in wrong)]:
        with pytest.raises(RefusedError):
            room.answer_post(who, number, text)
    room.answer_post(person, first.number, "We look into it.")
    room.answer_post(person, first.number, "We are sorry, this was our <b>mistake</b>.")
    room.answer_post(person, second.number, "Write to us, please.")
    room.answer_post(person, other.number, "Thank you!")
    room.show_answer(room.room.answers[0].number)
    seen = view(room, "A")
    assert (seen.answers.answered, seen.answers.complaints) == (2, len(complaints))
    assert {post.answers for post in seen.posts if post.topic == ANSWER} == {
        first.number, second.number, other.number,
    }  # fmt: skip
    room.decide("A", [{"do": "apology"}])
    room.close_round()
    again = RunningExercise.resume(log, room.room.code)
    assert again.room.answers == room.room.answers
    decided = plans_played(again.room)["A"][1]
    assert [each.do for each in decided] == ["apology", "individual-answers"]
    assert share_of(decided[1:]) == pytest.approx(2 / len(complaints), abs=1e-4)
    assert again.storm("A").run.series["critical_posts"].tolist() == (
        room.storm("A").run.series["critical_posts"].tolist()
    )
    record = stage_record(again)
    page = stage_html(record, again.speech)
    assert "our &lt;b&gt;mistake&lt;/b&gt;" in page
    assert f"2 of {len(complaints)} complaints" in page
    assert len(stage_tables(record, again.speech)["answers"]) == 1 + 3
    again.rewind(1)
    assert (again.room.answers, again.room.answer_shown) == ([], None)
    assert list(again.room.teams["A"]) == [0] or again.room.teams["A"] == {}
    with pytest.raises(RefusedError):
        again.show_answer(0)


def test_the_end_of_answers_is_no_decision_and_counts_with_the_answers_that_it_ends() -> None:
    (counted,) = counted_steps([answer(0)], {}, 0, Window(4.0, 10.0), "none")
    (ended,) = counted_steps([], {0: [counted]}, 1, Window(10.0, 20.0), "none")
    apology = parse_response({"do": "apology", "at": "+12h", "words": "Sorry."})
    assert decisions_of([counted, apology, ended]) == [[0, 2], [1]]
    assert decisions_of([apology]) == [[0]]
    played = {"A": {0: [counted], 1: [ended, apology]}}
    (team,) = debrief(SCENARIO, played, 5, seeds=2).teams
    assert [each.do for each in team.decisions] == ["individual-answers", "apology"]
    assert [(each.round, each.place) for each in team.decisions] == [(0, 0), (1, 0)]
    for number, whole in enumerate(team.whole[:3]):
        shares = sum(each.effects[number].mean for each in team.decisions)
        assert shares == pytest.approx(whole.mean)
    assert "none" not in [each.words for each in team.decisions]
