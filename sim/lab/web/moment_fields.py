"""Fields for a moment of the storm: a day to choose and a time of day."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.lab.moments import hours_of, moment_like
from sim.language.speech import Speech
from sim.workshop.web.widgets import Container, select, text_field


def build_moment(
    speech: Speech, clock: tuple[float, float], key: str, label: str, value: object,
    take: Callable[[str], Any],
) -> None:  # fmt: skip
    """Build a day and a time of day for a moment as a file writes it.

    ``clock`` has the start in hours since Monday 00:00 and the length in hours. ``take`` is
    called with the new moment, in the style of the former one.
    """
    start, length = clock
    hours = hours_of(value, start) or 0.0
    first, at = start // 24, start + hours
    here = replace(speech, started=start)
    last = (start + max(length, hours)) // 24
    days = [
        (str(n), speech.say("lab.day_n", n=n + 1,
                            day=here.moment(24.0 * (first + n) - start).rsplit("\u00a0", 1)[0]))
        for n in range(int(last - first) + 1)
    ]  # fmt: skip

    def moved(day: float, of_day: float) -> Any:
        then = 24.0 * (first + day) + of_day - start
        return take(moment_like(value, max(0.0, then), start))

    def timed(text: str) -> Any:
        hour, _, minute = text.partition(":")
        if hour.isdigit() and minute[:2].isdigit():
            return moved(at // 24 - first, int(hour) + int(minute[:2]) / 60)
        return None

    with Container("div", "pair"):
        select(lambda day: moved(float(day), at % 24.0), days, str(int(at // 24 - first)),
               id=f"{key}-day", aria_label=speech.say("lab.day_of", what=label),
               data_testid=f"{key}-day", data_key=f"{key}-day")  # fmt: skip
        shown = f"{int(at % 24):02d}:{round(at % 1 * 60):02d}"
        field = text_field("input", lambda _: None, shown, type="time", step="900",
                           aria_label=speech.say("lab.time_of", what=label),
                           data_testid=f"{key}-time", data_key=f"{key}-time")  # fmt: skip
        field.on("change", lambda event: timed(str(event.args)),
                 js_handler="(event) => emit(event.target.value)")  # fmt: skip
