"""All scenarios that are open in the lab, and those that can be opened."""

import re
import secrets
import tomllib
from dataclasses import replace
from pathlib import Path

from sim.errors import InputError, ShitstormError
from sim.lab.draft import document_title
from sim.lab.timeline import clock_of
from sim.lab.web.book import Book
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.scenario.library import shipped, starter
from sim.scenario.loading import read_text
from sim.workshop.web.limits import Limit

STATES = ".lab"
"""Folder in which states are kept, beside the scenario files."""
_NAME = re.compile(r"^\w[\w-]{0,59}$")


class LabDesk:
    """The lab of one folder. ``password`` is asked for where a network leads to it."""

    def __init__(self, folder: Path, language: Language, password: str | None = None) -> None:
        self.folder, self.language = folder, language
        self.speech = Speech(language, tables=("lab", "web", "exercise"))
        self.password = password
        self.token = secrets.token_urlsafe(18)
        self.visits = {secrets.token_urlsafe(24)}
        self.attempts = Limit(10, 6)
        self.books: dict[str, Book] = {}

    def speech_for(self, book: Book) -> Speech:
        """Return the language of the lab, for a book's hours and those whom it serves."""
        start, _ = clock_of(book.reading.document)
        scenario = book.reading.scenario
        serves = scenario.company.serves if scenario is not None else self.speech.serves
        return replace(self.speech, started=start, serves=serves)

    # -- who may come in ----------------------------------------------------------------------

    def admits(self, key: str | None) -> bool:
        """Return whether this cookie is that of somebody who came in."""
        return key is not None and any(secrets.compare_digest(key, each) for each in self.visits)

    def enter(self, word: str) -> str | None:
        """Return the cookie for somebody with the right token or password, None for others."""
        wanted = self.password if self.password is not None else self.token
        if not secrets.compare_digest(word.encode(), wanted.encode()):
            return None
        key = secrets.token_urlsafe(24)
        self.visits.add(key)
        return key

    # -- scenarios ----------------------------------------------------------------------------

    def files(self) -> list[str]:
        """Return the names of the scenario files in the folder."""
        found = sorted(path.stem for path in self.folder.glob("*.toml"))
        return [name for name in found if _NAME.match(name)]

    def title_of(self, name: str) -> str:
        """Return what a scenario of the folder, or a shipped one, is called."""
        file = self.folder / f"{name}.toml"
        try:
            text = read_text(file if file.is_file() else shipped()[name])
            return document_title(tomllib.loads(text), name, self.language)
        except (ShitstormError, KeyError, tomllib.TOMLDecodeError):
            return name

    def open(self, name: str) -> Book:
        """Open a file of the folder by its name, or else a shipped scenario.

        A shipped one is saved to a file of the folder. Raises InputError for other names.
        """
        if name in self.books:
            return self.books[name]
        if not _NAME.match(name):
            raise InputError(self.speech.say("lab.bad_name"))
        file = self.folder / f"{name}.toml"
        if file.is_file():
            text = read_text(file)
        elif name in shipped():
            text = read_text(shipped()[name])
        elif self._log(name).is_file():
            text = starter()  # never saved: its states are kept
        else:
            raise InputError(self.speech.say("lab.no_such_scenario"))
        return self._open(name, text, file)

    def new(self, name: str) -> Book:
        """Begin a new scenario. Raises InputError for a name that is taken or no name."""
        if not _NAME.match(name):
            raise InputError(self.speech.say("lab.bad_name"))
        if name in self.books or name in self.files() or name in shipped():
            raise InputError(self.speech.say("lab.name_taken"))
        return self._open(name, starter(), self.folder / f"{name}.toml")

    def _open(self, name: str, text: str, file: Path) -> Book:
        states = self._log(name)
        states.parent.mkdir(parents=True, exist_ok=True)
        self.books[name] = Book(name, text.replace("\r\n", "\n"), file, states, self.speech)
        return self.books[name]

    def _log(self, name: str) -> Path:
        return self.folder / STATES / f"{name}.jsonl"
