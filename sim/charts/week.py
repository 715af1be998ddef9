"""The axis of time: weekdays and nights under hours since the start."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from sim.charts.labels import width_of
from sim.charts.palette import FAINT, INK, NIGHT
from sim.charts.style import BODY, SMALL, WIDTH
from sim.storm.times import WEEKDAYS, weekday_text

if TYPE_CHECKING:
    from sim.scenario import Scenario

_DAYS = dict(
    zip(
        WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
NIGHT_FROM, NIGHT_TO = 22.0, 6.0
_ROOM_FOR_HOURS, _ROOM_FOR_LETTERS = 2.4, 0.2
"""Inches a day must have for its hours, or for its first letter, to be written."""


@dataclass(frozen=True, slots=True)
class Week:
    """The days that a run covers."""

    starts: float
    """Hours from Monday 00:00 to the start."""
    hours: float
    """Length of the run in hours."""
    first_day: date | None = None
    """Date of the day on which it starts, where the scenario names one."""

    @classmethod
    def of(cls, scenario: "Scenario") -> "Week":
        """The days of a scenario."""
        length = scenario.ticks * scenario.hours_per_tick
        return cls(scenario.clock.start_hours, length, scenario.clock.date)

    def name(self, hours: float) -> str:
        """Hours since the start as "Mon 08:00"."""
        return weekday_text(self.starts + hours)

    def full_name(self, hours: float) -> str:
        """Hours since the start as "Monday at 08:00"."""
        day, time = self.name(hours).split()
        return f"{_DAYS[day]} at {time}"

    def shade(self, ax: Axes) -> None:
        """Shade the nights and set the limits of time."""
        for midnight in self._midnights(before=True):
            dusk, dawn = midnight - 24 + NIGHT_FROM, midnight + NIGHT_TO
            if dawn > 0 and dusk < self.hours:
                ax.axvspan(max(dusk, 0), min(dawn, self.hours), color=NIGHT, lw=0, zorder=0)
        ax.set_xlim(0, self.hours)

    def label(self, ax: Axes) -> None:
        """Write the weekdays in the middle of their days, a tick at each midnight."""
        self._tick(ax)
        places = self._places(ax.get_position().width * WIDTH * 24 / self.hours)
        ax.set_xticks(list(places), labels=list(places.values()), minor=True)
        ax.tick_params(axis="x", which="minor", length=0, pad=5, labelsize=BODY, colors=INK)

    def initials(self, ax: Axes) -> None:
        """Write only the first letters of weekdays, for narrow panels."""
        self._tick(ax)
        inches_a_day = ax.get_position().width * WIDTH * 24 / self.hours
        places = {
            midnight + 12.0: self._day(midnight)[:1]
            for midnight in self._midnights(before=True)
            if 0 < midnight + 12.0 < self.hours
        }
        if inches_a_day < _ROOM_FOR_LETTERS:
            places = {at: day for at, day in places.items() if day == "M"}
        ax.set_xticks(list(places), labels=list(places.values()), minor=True)
        ax.tick_params(axis="x", which="minor", length=0, pad=2, labelsize=SMALL, colors=INK)

    def _tick(self, ax: Axes) -> None:
        ax.set_xticks([t for t in self._midnights() if t < self.hours], labels=[])
        ax.tick_params(axis="x", which="major", length=7, color=FAINT)

    def _midnights(self, before: bool = False) -> list[float]:
        first = -(self.starts % 24.0)
        days = range(int((self.hours - first) // 24.0) + 2)
        return [t for t in (first + 24.0 * day for day in days) if t > 0 or before]

    def _places(self, inches_a_day: float) -> dict[float, str]:
        """What is written where: hours too if there is room, Mondays alone if there is none."""
        labels: dict[float, str] = {}
        for midnight in self._midnights(before=True):
            begin, end = max(midnight, 0.0), min(midnight + 24.0, self.hours)
            name, middle = self._day(midnight), (begin + end) / 2
            if inches_a_day > _ROOM_FOR_HOURS:
                labels |= _hours_of(midnight, name, middle, self.hours)
            elif inches_a_day < width_of("Wed", BODY) + 0.1:
                if name.startswith("Mon") and end - begin == 24.0:
                    labels[middle] = name
            elif (end - begin) / 24.0 * inches_a_day > width_of("Wed", BODY) + 0.1:
                labels[middle] = name
        return labels

    def _day(self, midnight: float) -> str:
        count = round((self.starts + midnight) / 24.0)
        name = WEEKDAYS[count % 7]
        if self.first_day is None:
            return name
        day = self.first_day + timedelta(days=count - int(self.starts // 24.0))
        return f"{name}\n{day.day} {day:%b}"


def _hours_of(midnight: float, name: str, middle: float, last: float) -> dict[float, str]:
    seen = [midnight + h for h in (6.0, 12.0, 18.0) if 1.0 < midnight + h < last - 1.0]
    if not seen:
        return {}
    nearest = min(seen, key=lambda t: abs(t - middle))
    return {t: f"{t - midnight:02.0f}:00\n{name if t == nearest else ' '}" for t in seen}
