"""The command for an exercise's messages: list them, as a table out and in."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import ScenarioName
from sim.errors import InputError
from sim.language.typesetting import Language

TableFile = Path | None


def messages(
    scenario: ScenarioName,
    language: Annotated[
        Language, typer.Option(help="Language of headings and of what is shown.")
    ] = "en",
    export: Annotated[
        TableFile, typer.Option(metavar="FILE", help="Write all messages to this .xlsx or .csv.")
    ] = None,
    import_: Annotated[
        TableFile,
        typer.Option("--import", metavar="FILE", help="Take all messages from this .xlsx or .csv."),
    ] = None,
    out: Annotated[
        TableFile,
        typer.Option(metavar="FILE.toml", help="With --import: write a new scenario file instead."),
    ] = None,
) -> None:
    """Show an exercise's messages, or exchange them with a spreadsheet (MSEL)."""
    from sim.exercise.message_table.columns import row_of
    from sim.exercise.message_table.files import save_table
    from sim.exercise.message_table.scenario_text import messages_of
    from sim.scenario import library
    from sim.scenario.loading import load_scenario, read_text

    path = library.find(scenario)
    story = load_scenario(scenario)
    found = messages_of(path, read_text(path))
    if out is not None and import_ is None:
        raise InputError("--out names the new scenario file of --import; give that as well")
    if export is not None and import_ is not None:
        raise InputError("--export and --import are two steps; give one of them")
    if export is not None:
        save_table(export, [row_of(each) for each in found], language)
        print(f"{len(found)} messages are in {export}")
    elif import_ is not None:
        _import(scenario, import_, out)
    else:
        from sim.terminal.messages import show_messages

        show_messages(story, language)


def _import(scenario: str, table: Path, out: Path | None) -> None:
    """Put the messages of a table into a scenario's file, if the whole then is a scenario."""
    from sim.exercise.message_table.files import read_table
    from sim.exercise.message_table.reading import messages_in
    from sim.exercise.message_table.scenario_text import changes, messages_of, with_messages
    from sim.files import write
    from sim.scenario import library
    from sim.scenario.loading import Source, load_scenario, read_text, scenario_from_document

    path, story = library.find(scenario), load_scenario(scenario)
    if out is None and path in library.shipped().values():
        raise InputError(f"{path.stem} comes with the simulator; name a new file with --out")
    text = read_text(path)
    found = messages_of(path, text)
    roles = story.exercise.roles if story.exercise is not None else {}
    wanted = messages_in(table, read_table(table), roles, found)
    new, differs = with_messages(path, text, wanted), changes(found, wanted)
    scenario_from_document(Source(str(path), new).document, path.stem)  # refuses what does not fit
    if differs or out is not None:
        write(out or path, new)
    if not differs:
        copied = f" {out} is the same scenario." if out is not None else ""
        print(f"{table} says what {path} says; nothing is changed.{copied}")
        return
    print(f"{out or path} has {len(wanted)} messages now.")
    for told, names in (("new", differs.added), ("changed", differs.changed),
                        ("removed", differs.removed)):  # fmt: skip
        if names:
            print(f"  {told}: {', '.join(names)}")
    if differs.moved:
        print("  The order is another one.")
