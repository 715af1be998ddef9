"""Messages of an exercise as a table: out to a spreadsheet, and back into a scenario's file."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sim.errors import InputError
from sim.language.typesetting import Language


@dataclass(frozen=True, slots=True)
class MessageTableOptions:
    """Tables of all messages to write or to read instead of playing."""

    export_messages: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Only write all messages to this .xlsx or .csv."),
    ] = None
    import_messages: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Only take all messages from this .xlsx or .csv."),
    ] = None
    new_scenario: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Write a new file of the messages taken."),
    ] = None

    def exchange(self, scenario: str, language: Language) -> bool:
        """Write or read a table, if one is named. Return whether one is."""
        from sim.language.told import Told

        if self.new_scenario is not None and self.import_messages is None:
            raise InputError(Told("messages.refused_new_alone"))
        if self.export_messages is not None and self.import_messages is not None:
            raise InputError(Told("messages.refused_two_steps"))
        if self.export_messages is not None:
            export(scenario, self.export_messages, language)
        elif self.import_messages is not None:
            take(scenario, self.import_messages, self.new_scenario, language)
        return self.export_messages is not None or self.import_messages is not None


def export(scenario: str, table: Path, language: Language) -> None:
    """Write all messages of a scenario to a table."""
    from sim.exercise.message_table.columns import row_of
    from sim.exercise.message_table.files import save_table
    from sim.exercise.message_table.scenario_text import messages_of
    from sim.language.speech import Speech
    from sim.scenario import library
    from sim.scenario.loading import load_scenario, read_text

    load_scenario(scenario)  # refuses what is no scenario
    path = library.find(scenario)
    found = messages_of(path, read_text(path))
    save_table(table, [row_of(each, language) for each in found], language)
    say = Speech(language, tables=("messages",)).say
    print(say("exported", n=len(found), table=table))


def take(scenario: str, table: Path, out: Path | None, language: Language = "en") -> None:
    """Put the messages of a table into a scenario's file, if the whole then is a scenario."""
    from sim.exercise.message_table.files import read_table
    from sim.exercise.message_table.reading import messages_in
    from sim.exercise.message_table.scenario_text import changes, messages_of, with_messages
    from sim.files import write
    from sim.language.speech import Speech
    from sim.language.told import Told
    from sim.scenario import library
    from sim.scenario.loading import Source, load_scenario, read_text, scenario_from_document

    path, story = library.find(scenario), load_scenario(scenario)
    if out is None and path in library.shipped().values():
        raise InputError(Told("messages.refused_shipped", name=path.stem))
    text = read_text(path)
    found = messages_of(path, text)
    roles = story.exercise.roles if story.exercise is not None else {}
    wanted = messages_in(table, read_table(table), roles, found)
    new, differs = with_messages(path, text, wanted), changes(found, wanted)
    scenario_from_document(Source(str(path), new).document, path.stem)  # refuses what does not fit
    if differs or out is not None:
        write(out or path, new)
    say = Speech(language, tables=("messages",)).say
    if not differs:
        copied = f" {say('copied', out=out)}" if out is not None else ""
        print(say("unchanged", table=table, file=path) + copied)
        return
    print(say("taken", file=out or path, n=len(wanted)))
    for kind in ("added", "changed", "removed"):
        if names := getattr(differs, kind):
            print("  " + say(kind, names=", ".join(names)))
    if differs.moved:
        print("  " + say("reordered"))
