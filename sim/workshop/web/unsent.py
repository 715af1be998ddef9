"""Words that a phone has kept because they had not arrived: their keys and return.

``deciding.js`` keeps what is typed in a field under the field's key, until the server says that
it is on the disk.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from sim.exercise.decisions import LONGEST_WORDS, MOST_IN_A_ROUND, Step
from sim.storm.responses import CATALOGUE, Response


def key_of_person(room: str, person: str) -> str:
    """Return the beginning of the keys of a person's words, which tells nobody who it is."""
    return f"{room}:{hashlib.sha256(f'words of {person}'.encode()).hexdigest()[:16]}:"


def key_of_reply(room: str, person: str, message: str) -> str:
    """Return the key of a reply that is being written. The phone keeps it until it is sent."""
    about = hashlib.sha256(message.encode()).hexdigest()[:16]
    return f"reply:{key_of_person(room, person)}{about}"


def key_of_field(person_key: str, branches: int, number: int, place: int, do: str) -> str:
    """Return the key of one field: the round of a branch, the place in the form, the response."""
    return f"{person_key}{branches}.{number}:{place}:{do}"


def found_steps(told: Any) -> list[Step]:
    """Return the steps that a phone brings back. Whatever a form does not hold is left out."""
    steps: list[Step] = []
    for each in told if isinstance(told, list) else []:
        if not isinstance(each, dict) or len(steps) == MOST_IN_A_ROUND:
            continue
        do, words = each.get("do"), each.get("words")
        if isinstance(do, str) and do in CATALOGUE and do != "silence" and isinstance(words, str):
            steps.append({"do": do, "words": words[:LONGEST_WORDS]})
    return [step for step in steps if step["words"].strip()]


def not_gone_out(steps: Iterable[Step], decided: Iterable[Response]) -> list[Step]:
    """Return the steps whose words the team has not submitted.

    A phone keeps words until it hears that they have arrived. A round that closes in that moment
    takes the field away with them.
    """
    out = {(each.do, _plain(each.words)) for each in decided}
    return [step for step in steps if (step["do"], _plain(step["words"])) not in out]


def _plain(words: str | None) -> str:
    return " ".join((words or "").split())
