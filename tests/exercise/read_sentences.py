"""How well the reader reads: `python -m tests.exercise.read_sentences` prints the table."""

from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.table import Table

from sim.exercise.words.reading import Found, found_in
from sim.language.typesetting import Language

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")
BOOKS = {"sentences": "known", "ordinary": "ordinary", "unseen": "unusual"}
"""The rules were made with the first, and have never seen the others."""
MARKS = {"t": "time", "p": "playing_down", "b": "blaming", "a": "admission", "n": "next_word"}

Tally = dict[str, tuple[int, int, int, int]]
"""By kind: sentences with it, of them found; sentences without it, of them alarmed at."""


def labelled(language: Language, book: str = "sentences") -> list[tuple[set[str], str]]:
    """The sentences of a language with what people have found in them."""
    lines = (HERE / f"{book}.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if not line.startswith("#"))
    return [({MARKS[mark] for mark in marks if mark != "-"}, said) for marks, said in pairs]


def tallied(language: Language, book: str = "sentences") -> Tally:
    """How much of each kind is found, and how often it is found where it is not."""
    tally: Tally = dict.fromkeys(get_args(Found), (0, 0, 0, 0))
    for kinds, said in labelled(language, book):
        found = found_in(said, language)
        for kind, (there, hits, absent, false) in tally.items():
            is_there, is_found = kind in kinds, kind in found
            tally[kind] = (
                there + is_there,
                hits + (is_there and is_found),
                absent + (not is_there),
                false + (not is_there and is_found),
            )
    return tally


def summed(*tallies: Tally) -> tuple[int, int, int, int]:
    """All kinds together: there, found, absent, false alarms."""
    rows = [row for tally in tallies for row in tally.values()]
    there, hits, absent, false = (sum(column) for column in zip(*rows, strict=True))
    return there, hits, absent, false


def table() -> Table:
    """Found and false alarms by book, language and kind, and all kinds together."""
    shown = Table("sentences", "language", *get_args(Found), "found", "false alarms", "right")
    for book, name in BOOKS.items():
        for language in LANGUAGES:
            tally = tallied(language, book)
            cells = [f"{row[1]}/{row[0]} +{row[3]}" for row in tally.values()]
            shown.add_row(name, language, *cells, *shares(tally))
        shown.add_row(name, "all", *[""] * len(get_args(Found)), *shares(*by_language(book)))
        shown.add_section()
    return shown


def by_language(book: str) -> list[Tally]:
    return [tallied(language, book) for language in LANGUAGES]


def shares(*tallies: Tally) -> tuple[str, str, str]:
    """Of what is there, how much is found; of what is not, how much alarms; of what alarms,
    how much is right."""
    there, hits, absent, false = summed(*tallies)
    return f"{hits / there:.0%}", f"{false / absent:.1%}", f"{hits / (hits + false):.0%}"


if __name__ == "__main__":
    Console(width=110).print(table())
