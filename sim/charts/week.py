"""The axis of time: weekdays and nights under hours since the start."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from sim.charts.labels import width_of
from sim.charts.palette import FAINT, INK, NIGHT
from sim.charts.style import BODY, SMALL, box_of
from sim.charts.wording import language
from sim.language import numbers

if TYPE_CHECKING:
    from sim.scenario import Scenario

AUGUST = date(2012, 8, 30)
"""A long date, for which there has to be room."""
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
        """Return hours since the start as "Mon 08:00", which no line break parts."""
        return numbers.moment(self.starts + hours, language())

    def full_name(self, hours: float) -> str:
        """Return hours since the start as "Monday at 08:00"."""
        return numbers.full_moment(self.starts + hours, language())

    def shade(self, ax: Axes) -> None:
        """Shade the nights and set the limits of time."""
        for midnight in self._midnights():
            dusk, dawn = midnight - 24 + NIGHT_FROM, midnight + NIGHT_TO
            if dawn > 0 and dusk < self.hours:
                ax.axvspan(max(dusk, 0), min(dawn, self.hours), color=NIGHT, lw=0, zorder=0)
        ax.set_xlim(0, self.hours)

    def label(self, ax: Axes) -> None:
        """Write the days in their middle, and their hours too if there is room for them."""
        if self._inches_a_day(ax) > _ROOM_FOR_HOURS:
            self._write(ax, self._hours(), BODY)
        else:
            self._write(ax, self._days(self._inches_a_day(ax)), BODY)

    def initials(self, ax: Axes) -> None:
        """Write only the first letters of weekdays, for narrow panels."""
        seen = [midnight for midnight in self._midnights() if 0 < midnight + 12.0 < self.hours]
        if self._inches_a_day(ax) < _ROOM_FOR_LETTERS:
            seen = [midnight for midnight in seen if self._is_monday(midnight)]
        self._write(ax, {at + 12.0: self._weekday(at)[0].upper() for at in seen}, SMALL)

    def _write(self, ax: Axes, labels: dict[float, str], points: float) -> None:
        """Labels at hours, all of as many lines, and a tick at each midnight."""
        lines = max((text.count("\n") for text in labels.values()), default=0)
        texts = [text + "\n " * (lines - text.count("\n")) for text in labels.values()]
        ticks = [midnight for midnight in self._midnights() if 0 < midnight < self.hours]
        ax.set_xticks(ticks, labels=[])
        ax.tick_params(axis="x", which="major", length=7, color=FAINT)
        ax.set_xticks(list(labels), labels=texts, minor=True)
        ax.tick_params(axis="x", which="minor", length=0, pad=4, labelsize=points, colors=INK)

    def _days(self, inches_a_day: float) -> dict[float, str]:
        """Return each day at the middle of what is seen of it, Mondays alone if room is short."""
        labels: dict[float, str] = {}
        widest = numbers.weekday(48.0, language()), numbers.day_of_month(AUGUST, language())
        name_fits, date_fits = (inches_a_day > width_of(t, BODY) + 0.1 for t in widest)
        for midnight in self._midnights():
            begin, end = max(midnight, 0.0), min(midnight + 24.0, self.hours)
            name, date = self._weekday(midnight), self._date(midnight)
            whole_monday = self._is_monday(midnight) and end - begin == 24.0
            seen = (end - begin) / 24.0 * inches_a_day > width_of(name, BODY) + 0.1
            if whole_monday or (name_fits and seen):
                dated = date and (whole_monday or (date_fits and end - begin > 18.0))
                labels[(begin + end) / 2] = f"{name}\n{date}" if dated else name
        return labels

    def _hours(self) -> dict[float, str]:
        """06:00, 12:00 and 18:00 of each day, its name under one of them."""
        labels: dict[float, str] = {}
        for midnight in self._midnights():
            hours = [midnight + h for h in (6.0, 12.0, 18.0)]
            seen = [h for h in hours if 1.0 < h < self.hours - 1.0]
            name = f"{self._weekday(midnight)} {self._date(midnight)}".strip()
            for number, h in enumerate(seen):
                below = f"\n{name}" if number == len(seen) // 2 else ""
                labels[h] = f"{h - midnight:02.0f}:00{below}"
        return labels

    def _midnights(self) -> list[float]:
        """Hours at which the days begin, from the one before the start to one after the end."""
        first = -(self.starts % 24.0)
        return [first + 24.0 * day for day in range(int((self.hours - first) // 24.0) + 2)]

    def _weekday(self, midnight: float) -> str:
        return numbers.weekday(self.starts + midnight, language())

    def _is_monday(self, midnight: float) -> bool:
        return round((self.starts + midnight) / 24.0) % 7 == 0

    def _date(self, midnight: float) -> str:
        """Return the date of a day as "26 Aug", nothing where the scenario names none."""
        if self.first_day is None:
            return ""
        day = self.first_day + timedelta(days=round((midnight + self.starts % 24.0) / 24.0))
        return numbers.day_of_month(day, language())

    def _inches_a_day(self, ax: Axes) -> float:
        return (box_of(ax).right - box_of(ax).left) * 24.0 / self.hours
