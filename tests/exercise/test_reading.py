"""The reader: what it points out, the times it hears, and the levers that follow."""

import pytest

from sim.errors import InputError
from sim.exercise.decisions import (
    LONGEST_WORDS,
    READING,
    Step,
    parse_decisions,
    readings,
    require_short,
    windows,
)
from sim.exercise.events import EVENT, Decided
from sim.exercise.words import labelled_sentences as labelled
from sim.exercise.words.evaluation import JUDGED, judged, report, weasels_read_as_none
from sim.exercise.words.labelled_sentences import (
    FOLDER,
    KINDS,
    LANGUAGES,
    TRAINED,
    Book,
    labelled_sentences,
)
from sim.exercise.words.named_times import NamedTime, named_times
from sim.exercise.words.reader_model import FILE, model_version
from sim.exercise.words.reading import Now, Reading, read, read_words, sentences
from sim.exercise.words.word_levers import correct, other_time, proposed, read_into, told_reading
from sim.language.speech import Speech
from sim.language.typesetting import Language
from tests.exercise.small_exercise import small_exercise

SUNDAY_16 = Now(started=6 * 24 + 16.0, hours=0.0)
"""The story starts on a Sunday at 16:00, and it is that time now."""
KNOWN: dict[str, float] = dict.fromkeys(KINDS, 0.0)


def reading_of(**likely: float) -> Reading:
    """A reading with these probabilities and nothing else."""
    return Reading("test", "en", {**KNOWN, **likely}, {}, ())  # type: ignore[arg-type, dict-item]


# -- how well it reads --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_that_judges_was_learnt_from(language: Language) -> None:
    learnt = {each.text for book in TRAINED for each in labelled_sentences(book, language)}
    others: tuple[Book, ...] = (*JUDGED, "weasel")
    judging = [each.text for book in others for each in labelled_sentences(book, language)]
    assert not learnt & set(judging)
    assert len(judging) == len(set(judging))


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_is_found_alarms_are_rare_and_probabilities_mean_what_they_say(
    language: Language,
) -> None:
    figures = judged(language, "latecomers").figures()
    assert figures.found >= LEAST_FOUND
    assert figures.false_alarms <= MOST_ALARMS
    assert figures.calibration_error <= 0.05


LEAST_FOUND, MOST_ALARMS, LEAST_NONE = 0.9, 0.02, 0.9
"""What no language falls below, in sentences that nobody saw before the reader was ready."""


def test_half_apologies_are_counted() -> None:
    assert sum(len(labelled_sentences("weasel", language)) for language in LANGUAGES) == 200
    assert all(weasels_read_as_none(language) >= LEAST_NONE for language in LANGUAGES)


def test_the_report_has_every_language_and_kind() -> None:
    lines = report().splitlines()
    for language in LANGUAGES:
        for kind in (*KINDS, "all"):
            assert any(f" {language}" in line and f" {kind} " in line for line in lines)


def test_the_weights_are_small_plain_data() -> None:
    assert FILE.stat().st_size < 1_000_000
    assert len(model_version()) == 12


def test_a_line_that_cannot_be_read_is_named(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = FOLDER.__class__(str(tmp_path))
    (folder / "train.en.txt").write_text("# none\nx | Hello.\n", encoding="utf-8")
    monkeypatch.setattr(labelled, "FOLDER", folder)
    with pytest.raises(InputError, match=r"train.en.txt, line 2: no mark 'x'"):
        labelled_sentences("train", "en")


# -- advice -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We are looking into it. The data will be back by 6 pm. It is only a small delay."),
        ("de", "Wir sehen nach. Bis 18 Uhr ist alles wieder da. Das ist nur ein kleines Problem."),
        ("fr", "Nous cherchons. Tout sera de retour à 18 h. Ce n'est qu'un petit retard."),
    ],
)
def test_advice_quotes_the_sentence_it_is_about(language: Language, said: str) -> None:
    remarks = read_words(said, language, "acknowledgement")
    kinds = [remark.kind for remark in remarks]
    assert kinds == ["time", "playing_down", "no_admission", "no_next_word"]
    assert remarks[0].quote == sentences(said)[1]
    assert all(remark.advice for remark in remarks)


def test_what_is_meant_as_a_promise_is_no_slip() -> None:
    assert not read_words("The data will be back by 6 pm.", "en", "promise")
    assert not read_words("", "en", "apology")
    assert not read_words("Comments with insults were removed.", "en", "deletion")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We are sorry if anyone felt offended."),
        ("de", "Es tut uns leid, falls sich jemand beleidigt fühlt."),
        ("fr", "Nous sommes désolés si quelqu'un s'est senti offensé."),
    ],
)
def test_a_half_apology_is_told_to_be_none(language: Language, said: str) -> None:
    assert "no_apology" in [remark.kind for remark in read_words(said, language, "apology")]


# -- times --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said", "hours"),
    [
        ("en", "Everything is back by 9 am tomorrow.", 17.0),
        ("en", "It works again on Monday at nine.", 17.0),
        ("en", "In two hours it works.", 2.0),
        ("en", "By 6:30 pm you can log in.", 2.5),
        ("en", "Tonight at eight you have your data.", 4.0),
        ("de", "Montag um 9 Uhr ist alles wieder da.", 17.0),
        ("de", "Heute Abend um acht läuft es wieder.", 4.0),
        ("de", "In zwei Stunden geht es wieder.", 2.0),
        ("de", "Bis 18.30 Uhr können Sie sich anmelden.", 2.5),
        ("fr", "Tout sera de retour lundi à 9 h.", 17.0),
        ("fr", "Ce soir à huit heures, tout remarchera.", 4.0),
        ("fr", "Dans deux heures, tout remarchera.", 2.0),
        ("fr", "Vous pourrez vous connecter à 18 h 30.", 2.5),
    ],
)
def test_a_time_in_words_is_a_moment_of_the_story(
    language: Language, said: str, hours: float
) -> None:
    assert named_times(said, language, SUNDAY_16.started, 0.0) == [NamedTime(hours, True)]


def test_a_mere_day_means_any_hour_of_it() -> None:
    (day,) = named_times("It is repaired on Tuesday.", "en", SUNDAY_16.started, 0.0)
    assert not day.exact
    assert day.agrees_with(33.0)
    assert not day.agrees_with(17.0)


@pytest.mark.parametrize(
    ("deadline", "told"), [("Mon 18:00", 1), ("Mon 09:00", 0), ("estimate", 0)]
)
def test_words_against_the_promised_time_are_pointed_out(deadline: str, told: int) -> None:
    step: Step = {"do": "promise", "deadline": deadline, "words": "It works by 9 am on Monday."}
    reading = read_into(step, "en", SUNDAY_16)
    assert reading is not None
    remarks = other_time(step, reading, SUNDAY_16, Speech("en", SUNDAY_16.started, ("exercise",)))
    assert [remark.kind for remark in remarks] == ["other_time"] * told
    if told:
        assert "Monday" in remarks[0].advice
        assert "6" in remarks[0].advice or "18" in remarks[0].advice


# -- levers -------------------------------------------------------------------------------


def test_levers_follow_from_a_sure_reading_and_not_from_an_unsure_one() -> None:
    assert proposed(reading_of(admission=0.84)) == {"admits": 0.8, "empathy": 0.0}
    assert proposed(reading_of(admission=0.55))["admits"] is None
    assert proposed(reading_of(empathy=0.55))["empathy"] is None
    assert proposed(reading_of(admission=0.9, blaming=0.9))["admits"] == pytest.approx(
        0.5, abs=0.06
    )
    assert proposed(reading_of(empathy=0.9, insult=0.9))["empathy"] == 0.0


def test_what_the_team_corrects_stays_corrected_while_it_writes_on() -> None:
    step: Step = {"do": "apology", "words": "We made a mistake and we apologise."}
    read_into(step, "en", SUNDAY_16)
    assert step["admits"] == step[READING]["proposed"]["admits"] > 0.6
    correct(step, "admits", 0.3)
    step["words"] += " Next update at 10 pm."
    read_into(step, "en", SUNDAY_16)
    assert step["admits"] == 0.3
    assert step[READING]["corrected"] == ["admits"]
    assert step[READING]["proposed"]["admits"] > 0.6


def test_without_words_the_fields_are_those_of_the_response() -> None:
    step: Step = {"do": "apology", "words": "We made a mistake and we apologise."}
    read_into(step, "en", SUNDAY_16)
    step["words"] = ""
    assert read_into(step, "en", SUNDAY_16) is None
    assert step == {"do": "apology", "words": ""}


def test_values_that_were_submitted_are_not_read_anew() -> None:
    step: Step = {"do": "apology", "admits": 0.2, "words": "We made a mistake and we apologise."}
    read_into(step, "en", SUNDAY_16)
    assert step["admits"] == 0.2
    assert step[READING]["corrected"] == ["admits"]


def test_a_reading_is_told_in_short_phrases() -> None:
    step: Step = {"do": "apology", "words": "We made a mistake and we apologise."}
    reading = read_into(step, "en", SUNDAY_16)
    assert reading is not None
    told = told_reading(reading, step, Speech("en", SUNDAY_16.started, ("exercise",)))
    assert told[0].startswith("admits ")
    assert read("  ", "en") is None


# -- the log ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_with_its_reading_can_be_kept_and_submitted(language: Language) -> None:
    scenario = small_exercise()
    words = "9:15 10:15 18:45. " * 55
    step: Step = {"do": "apology", "words": words[:LONGEST_WORDS]}
    read_into(step, language, SUNDAY_16)
    assert READING in step
    require_short([step])
    (decided,) = parse_decisions([step], windows(scenario)[0], scenario)
    assert not hasattr(decided, READING)


def test_the_log_keeps_reading_correction_and_version_and_reads_older_logs() -> None:
    step: Step = {"do": "apology", "words": "We made a mistake and we apologise."}
    read_into(step, "en", SUNDAY_16)
    correct(step, "empathy", 0.1)
    plain = {key: value for key, value in step.items() if key != READING}
    kept = Decided(team="a", round=0, steps=[plain], readings=readings([step]))  # type: ignore[list-item]
    again = EVENT.validate_json(kept.model_dump_json())
    assert isinstance(again, Decided)
    (reading,) = again.readings
    assert reading is not None
    assert reading["model"] == model_version()
    assert reading["corrected"] == ["empathy"]
    old = EVENT.validate_python({"kind": "decided", "team": "a", "round": 0, "steps": [plain]})
    assert isinstance(old, Decided)
    assert old.readings == []
    assert readings([{"do": "silence"}, {"do": "apology"}]) == []
