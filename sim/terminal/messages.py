"""List an exercise's messages."""

from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.terminal.showing import show

if TYPE_CHECKING:
    from sim.language.typesetting import Language
    from sim.scenario import Scenario


def show_messages(scenario: "Scenario", language: "Language") -> None:
    """Show all messages with their moments, in the order of the file."""
    from sim.language.speech import Speech  # noqa: PLC0415
    from sim.scenario.exercise import called  # noqa: PLC0415 (pydantic is slow to load)

    speech = Speech(language, scenario.clock.start_hours, ("messages",))
    script = scenario.exercise
    if script is None:
        raise InputError(f"{scenario.name} has no [exercise], and so no messages")
    roles = {name: role.title.in_language(language) for name, role in script.roles.items()}
    rows = [
        (
            each.name,
            speech.moment(scenario.moment_hours(each.at)),
            each.when or "",
            speech.say(f"senders.{each.sender}"),
            roles[each.to] if each.to is not None else speech.say("whole_team"),
            each.text.in_language(language),
        )
        for each in script.injects
    ]
    keys = ("name", "at", "when", "sender", "to", "text")
    show(
        called(scenario.title, script, language),
        [speech.say(f"heading_{key}") for key in keys],
        rows,
    )
