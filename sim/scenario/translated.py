"""A text of a scenario in up to three languages."""

from sim.language.typesetting import Language, typeset
from sim.scenario.section import Section, Text, Title


class Translated(Section):
    """A text in up to three languages."""

    en: Text
    de: Text | None = None
    fr: Text | None = None

    def in_language(self, language: Language) -> str:
        """Return the text in this language, or in English if it is missing."""
        text: str | None = getattr(self, language)
        return typeset(" ".join((text or self.en).split()), language)

    def has(self, language: Language) -> bool:
        """Return whether the text is there in this language."""
        return getattr(self, language) is not None

    def __str__(self) -> str:
        """Return the English text."""
        return self.in_language("en")


class TranslatedTitle(Translated):
    """A title in up to three languages."""

    en: Title
    de: Title | None = None
    fr: Title | None = None


def told(text: str | Translated, language: Language) -> str:
    """Return a text that may be translated in this language, on one line."""
    if isinstance(text, Translated):
        return text.in_language(language)
    return " ".join(text.split())
