"""The page calls those whom a company serves what its scenario calls them."""

import pytest

from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.exercise.words.clientele import CUSTOMERS, foreign_words
from sim.exercise.words.sentences import Chooser, Sentence
from sim.language.typesetting import LANGUAGES, Language
from tests.exercise.small_exercise import DOCUMENT, script, small_exercise

SAID = {
    "en": ("I am a customer.", "Our clients ask us."),
    "de": ("Ich bin hier Kundin.", "Das ist bekundet."),
    "fr": ("Je suis client.", "Je suis patient."),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_general_sentence_on_customers_is_left_out_where_there_are_none(
    language: Language,
) -> None:
    wrong, right = map(Sentence, SAID[language])
    assert foreign_words("customers", language) is None
    chooser = Chooser(foreign_words("members", language))
    assert [chooser.fresh([wrong, right], {}, n) for n in (0.0, 0.99)] == [right, right]
    assert chooser.fresh([wrong], {}, 0.5) is chooser.oldest([wrong], {}) is None
    own = Chooser(foreign_words("members", language), frozenset({wrong.text}))
    assert own.fresh([wrong], {}, 0.5) == wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_members_has_no_post_on_customers(language: Language) -> None:
    texts = {}
    for serves in ("customers", "members"):
        company = {**DOCUMENT["company"], "serves": serves}
        scenario = small_exercise(company=company, exercise=script())
        exercise = RunningExercise.open(EventLog(), scenario, 7, language, ["North"])
        for _ in scenario.exercise.rounds if scenario.exercise else ():
            exercise.begin_round()
            exercise.close_round()
        posts = exercise.posts("North")
        texts[serves] = [each.text for each in posts if CUSTOMERS[language].search(each.text)]
    assert texts["customers"]
    assert not texts["members"]
