"""What people write about the matter of an exercise, and the characters who come back."""

from string import Formatter
from typing import Literal, get_args

from pydantic import Field, field_validator

from sim.scenario.section import Section
from sim.scenario.translated import Translated

Phase = Literal["noticing", "first_hours", "night", "days", "repaired", "later"]
"""Phases of a storm. At each moment there is one."""
Occasion = Literal[
    "silence", "missed", "waiting", "kept", "deleted", "played_down", "blamed", "threatened",
    "bought", "apologised", "roadmap", "updated", "explained", "acknowledged", "netiquette",
    "helped", "private", "paid", "fixed", "not_fixed", "reported", "press",
]  # fmt: skip
"""What people may talk about besides, for as long as it is recent."""
PHASES: tuple[Phase, ...] = get_args(Phase)
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)

Conduct = Literal[
    "agency", "waiting", "regular", "practical", "leaving", "troll", "reporter", "expert",
    "archivist", "principled", "loyal", "fair", "colleague",
]  # fmt: skip
"""Lines of conduct of lasting characters."""
CONDUCTS: tuple[Conduct, ...] = get_args(Conduct)

FILLED = ("time", "made", "hours", "count", "said", "said_at", "mine_at")
"""What a sentence may leave to be filled in: a promised time and when it was named, hours of
silence, times missed, the company's words and their moment, the moment of one's own post."""

CharacterClass = Literal["affected", "bandwagon", "defender"]


class Voice(Translated):
    """A sentence that people write about the matter."""

    moments: list[Phase | Occasion] = Field(
        [],
        description="Phases and occasions in which it fits: night, missed, repaired ... "
        "If none is given, it fits until the matter is over.",
    )
    mood: Literal["calm", "angry"] | None = Field(
        None, description="Mood of a critic's sentence: calm or angry. Then an opening may precede."
    )

    @field_validator("en", "de", "fr")
    @classmethod
    def fillable(cls, text: str | None) -> str | None:
        """Refuse braces around anything that the feed cannot fill in."""
        try:
            fields = [field for field in Formatter().parse(text or "") if field[1] is not None]
        except ValueError:
            raise ValueError(
                f"a brace stands alone in {text!r}; write {{{{ or }}}} for one"
            ) from None
        for _, name, form, conversion in fields:
            if name not in FILLED or form or conversion:
                known = ", ".join(f"{{{each}}}" for each in FILLED)
                raise ValueError(f"{{{name}}} in {text!r} is not filled in; there are {known}")
        return text


class Voices(Section):
    """Sentences that people write about this matter, by the class of the people."""

    affected: list[Voice] = Field(min_length=1, description="Those who are hit by it.")
    clients: list[Voice] = Field([], description="Those of them whose own clients wait.")
    bandwagon: list[Voice] = Field(min_length=1, description="Those who are not, but join in.")
    defenders: list[Voice] = Field(min_length=1, description="Those who take the company's side.")
    fans: list[Voice] = Field([], description="Those who write about something else.")
    hashtags: list[Translated] = Field([], description="Hashtags of the matter, without the #.")


class Character(Section):
    """Somebody who comes back, stays the same, and remembers."""

    name: Translated = Field(description="The name shown: a nickname, never a real person's.")
    about: Translated = Field(description="Their history, in a line below their posts.")
    conduct: Conduct = Field(
        description="Line of conduct: agency, waiting, regular, practical, leaving, troll, "
        "reporter, expert, archivist, principled, loyal, fair, colleague."
    )
    kind: CharacterClass | None = Field(
        None, description="Class of their posts, unless that of the conduct."
    )
    lines: list[Voice] = Field([], description="Sentences of their own on this matter.")
