"""The door of the program: what it is given and says, and how it ends.

Whatever the console can show, the output never fails on it.
"""

import codecs
import os
import sys
from contextlib import suppress
from contextvars import ContextVar
from itertools import pairwise
from typing import NoReturn

from sim.errors import InputError, OutputError, ShitstormError, harmless, steering
from sim.language.typesetting import LANGUAGES, Language

STOPPED = 130
"""Exit code after Ctrl-C."""
PLAIN = {
    **dict.fromkeys("−–—‑", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‹›", "'"),
    "×": "x",
    "…": "...",
    "→": "->",
}
"""Signs of this program's own texts, and what stands for them where a console lacks them."""
NOT_SHOWN = "what is to be shown cannot be written: {}; free some space, or send it elsewhere"


NOTE = "note:"
NO_MEMORY = "there is not enough memory for this; take fewer people, runs or days"
ASKED: ContextVar[Language] = ContextVar("asked", default="en")
"""The language of the command that is carried out, for notes and for what ends it."""


def in_language_asked(text: str) -> str:
    """Return an English text in the language of the command, as far as it is known there."""
    if ASKED.get() == "en":
        return text
    from sim.language.heard import heard  # noqa: PLC0415 (slow to load)
    from sim.language.told import said  # noqa: PLC0415

    return said(heard(text), ASKED.get())


def note(text: object) -> str:
    """Return a note on a file or on what is done, in the language of the command."""
    return f"{in_language_asked(NOTE)} {in_language_asked(str(text))}"


def why(wrong: ShitstormError) -> str:
    """Return why a command cannot be carried out, in its language."""
    if ASKED.get() == "en":
        return str(wrong)
    from sim.language.heard import refusal_in  # noqa: PLC0415 (slow to load)

    return refusal_in(wrong, ASKED.get())


def prepare_streams() -> None:
    """Let input and output that are closed be nothing, and let no sign fail on its way out."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # whoever started the program closed it
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=in_plain_signs.__name__)


def in_plain_signs(wrong: UnicodeError) -> tuple[str, int]:
    """Return plain signs for those that the console lacks: a minus stays a minus."""
    if not isinstance(wrong, UnicodeEncodeError):
        raise wrong
    lacking = wrong.object[wrong.start : wrong.end]
    return "".join(PLAIN.get(sign, "?") for sign in lacking), wrong.end


codecs.register_error(in_plain_signs.__name__, in_plain_signs)


def language_in(words: list[str]) -> Language:
    """Return the language that the words of the command line ask for, before they are read."""
    joined = " ".join(words).replace("=", " ")
    asked = [each for each in LANGUAGES if f"--language {each}" in joined]
    return asked[0] if asked else "en"


def refuse_unusable(words: list[str]) -> None:
    """Refuse words of the command line that are empty, steer the terminal, or are no text.

    A path that is empty, as from a variable that is not set, would mean this very folder.
    """
    for before, word in pairwise(["", *words]):
        if not word or (word.startswith("--") and word.endswith("=")):
            option = word or before
            named = f"{option.rstrip('=')}: " if option.startswith("-") else "an argument: "
            raise InputError(f"{named}nothing is given; write a value, or leave the option out")
        if sign := steering(word):
            problem = f"holds the sign U+{ord(sign):04X}, which is no text; write it without"
            if "\udc80" <= sign <= "\udcff":
                problem = "is not in this console's encoding; rename it, or set PYTHONUTF8=1"
            raise InputError(f"{harmless(word)}: {problem}")


def leave(code: int, message: str = "") -> NoReturn:
    """End with this code. A closed pipe (``| head``) is not an error."""
    if message:
        _say(message)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _to_nowhere()
    except OSError as full:
        _to_nowhere()
        if not code:
            code = OutputError.exit_code
            _say(in_language_asked(NOT_SHOWN.format(full.strerror)))
    raise SystemExit(code)


def leave_for_disk(wrong: OSError) -> NoReturn:
    """End as a file, a folder or the output did not take what was to be written or read."""
    if isinstance(wrong, BrokenPipeError):
        leave(0)
    if wrong.filename is None:
        problem = NOT_SHOWN.format(wrong.strerror or wrong)
        leave(OutputError.exit_code, in_language_asked(problem))
    problem = f"{wrong.filename}: {wrong.strerror}; choose another file or folder"
    leave(OutputError.exit_code, in_language_asked(problem))


def _say(message: str) -> None:
    """Write a message to stderr, if it can be written anywhere."""
    with suppress(OSError):
        print(harmless(message, "\n\t"), file=sys.stderr)


def _to_nowhere() -> None:
    """Drop what stdout still holds, or Python tries to write it again and reports an error."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
