"""Words that a phone brings back: what has gone out is not offered again."""

import pytest
from pydantic import TypeAdapter

from sim.storm.responses import AnyResponse
from sim.workshop.web.unsent import found_steps, not_gone_out


@pytest.mark.parametrize(
    ("words", "offered"), [("We are\nsorry. ", False), ("We are sorry, truly.", True)]
)
def test_words_that_the_team_has_submitted_are_not_said_to_be_lost(
    words: str, offered: bool
) -> None:
    submitted = TypeAdapter(AnyResponse).validate_python(
        {"do": "apology", "at": "Mon 09:00", "words": "We are sorry."}
    )
    told = [{"do": "apology", "words": words}, {"do": "roadmap", "words": "We are sorry."}]
    left = not_gone_out(found_steps(told), [submitted])
    assert [step["do"] for step in left] == (["apology"] if offered else []) + ["roadmap"]
