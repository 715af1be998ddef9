"""A scenario to start from, alone or with an exercise, commented in the reader's language."""

import re
import tomllib
from pathlib import Path
from typing import Final

from sim.language.typesetting import Language
from sim.scenario.library import starter

TEMPLATES = Path(__file__).parent / "templates"

COMMENT: Final = re.compile(r"(?P<mark>(?:^|(?<=\s))# )(?P<text>.*)$", re.MULTILINE)
WORDS: Final = re.compile(r'(?P<mark>^words = )"(?P<text>.*)"$', re.MULTILINE)
TEXT: Final = r'(?:"""(?s:.*?)"""|"[^"]*")'
IN_LINES: Final = re.compile(rf"(?:^(?:[\w.]+\.)?(?:en|de|fr) = {TEXT}\n)+", re.MULTILINE)
IN_ONE_LINE: Final = re.compile(rf"(?<=\{{ )(?:(?:en|de|fr) = {TEXT}(?:, )?)+(?= \}})")


def exercise_starter(language: Language = "en") -> str:
    """Return a commented scenario that teams can play, in three languages, as TOML."""
    texts = (TEMPLATES / "starter.toml").read_text(encoding="utf-8")
    return in_language(starter() + texts, language)


def scenario_starter(language: Language = "en") -> str:
    """Return a commented scenario to start from, with texts in three languages, as TOML."""
    return in_language(starter(), language)


def in_language(text: str, language: Language) -> str:
    """Return a starter with its comments and the company's words in a language.

    Of texts in three languages, this one comes first. Raises KeyError for a comment that nobody
    has translated.
    """
    if language == "en":
        return text
    known = tomllib.loads((TEMPLATES / "starter_words.toml").read_text(encoding="utf-8"))[language]

    def comment(found: re.Match[str]) -> str:
        lines: list[str] = known[found["text"]].split("\n")
        return "\n".join(found["mark"] + line for line in lines)

    def words(found: re.Match[str]) -> str:
        return f'{found["mark"]}"{known[found["text"]]}"'

    text = WORDS.sub(words, COMMENT.sub(comment, text))
    text = IN_LINES.sub(lambda found: _first(found[0], language, "\n"), text)
    return IN_ONE_LINE.sub(lambda found: _first(found[0], language, ", "), text)


def _first(block: str, language: Language, end: str) -> str:
    """Return texts that follow each other, of each key that of the language before the others."""
    texts = re.findall(rf"((?:[\w.]+\.)?)(en|de|fr) = ({TEXT})", block)
    keys = list(dict.fromkeys(key for key, _, _ in texts))
    ordered = sorted(texts, key=lambda text: (keys.index(text[0]), text[1] != language))
    lines = (f"{key}{code} = {text}" for key, code, text in ordered)
    return end.join(lines) + ("\n" if block.endswith("\n") else "")
