"""Times that a sentence names, as hours of the story: "Monday at 9", "in zwei Stunden"."""

import re
from dataclasses import dataclass

from sim.language.numbers import weekday
from sim.language.typesetting import Language

DAYS: dict[Language, dict[str, int]] = {
    "en": {"today": 0, "tonight": 0, "this evening": 0, "day after tomorrow": 2, "tomorrow": 1},
    "de": {"heute": 0, "übermorgen": 2, "morgen": 1},
    "fr": {"aujourd'hui": 0, "ce soir": 0, "après-demain": 2, "demain": 1},
}
"""Days from today. Longer names come first where one holds another."""
NUMBERS: dict[Language, str] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "zéro une deux trois quatre cinq six sept huit neuf dix onze douze",
}
NAMED_HOURS = {
    "noon": 12.0, "midday": 12.0, "mittag": 12.0, "mittags": 12.0, "midi": 12.0,
    "midnight": 24.0, "mitternacht": 24.0, "minuit": 24.0,
}  # fmt: skip
CLOCKS: dict[Language, tuple[str, ...]] = {
    "en": (
        r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b",
        r"\b(\d{1,2}):(\d{2})\b()",
        r"\b(?:at|by|around|until|before)\s+(\d{1,2}|#)()(?:\s*o'clock)?()\b(?!\s*(?:per|%|st|th|nd))",
    ),
    "de": (
        r"\b(\d{1,2})(?:[:.](\d{2}))?\s*uhr()\b",
        r"\b(\d{1,2}):(\d{2})\b()",
        r"\b(?:um|gegen|ab|bis)\s+(\d{1,2}|#s?)()(?:\s*uhr)?()\b(?!\s*(?:%|prozent|\.))",
    ),
    "fr": (
        r"\b(\d{1,2})\s*h(?:eures?)?\s*(\d{2})?()\b",
        r"\b(\d{1,2}):(\d{2})\b()",
        r"\b(#)\s+heures?()()\b",
    ),
}
SPANS: dict[Language, str] = {
    "en": r"\b(?:in|within)\s+(?:about |around |the next )?(\d+|#|an?|half an)\s+(minute|hour|day)",
    "de": r"\b(?:in|binnen|innerhalb von)\s+(?:etwa |rund |den nächsten )?(\d+|#\w*|einer halben)"
    r"\s+(minute|stunde|tag)",
    "fr": r"\b(?:dans|d'ici|sous)\s+(?:environ |les )?(\d+|#|un|une demi)[\s-]+(minute|heure|jour)",
}
HOURS = {
    "minute": 1 / 60, "hour": 1.0, "stunde": 1.0, "heure": 1.0, "day": 24.0, "tag": 24.0,
    "jour": 24.0,
}  # fmt: skip
NIGHTLY = {"en": ("tonight", "evening", "afternoon"), "de": ("abend", "nachmittag"),
           "fr": ("soir", "après-midi")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A time that words name."""

    hours: float
    """Hours since the start of the story. Of a mere day, those of its end."""
    exact: bool
    """False if only the day is named."""

    def agrees_with(self, hours: float) -> bool:
        """Return whether a moment is this time, give or take half an hour, or on this day."""
        if self.exact:
            return abs(self.hours - hours) <= 0.5
        return -0.01 <= self.hours - hours <= 24.0


def named_times(sentence: str, language: Language, started: float, now: float) -> list[NamedTime]:
    """Return the times that a sentence names, each once.

    ``started`` is the start of the story in hours since Monday 00:00, ``now`` the hours since.
    """
    text = sentence.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    spans = [NamedTime(now + hours, True) for hours in _spans(text, language)]
    text = re.sub(_filled(SPANS[language], language), " ", text)
    midnight = (started + now) // 24 * 24
    day = _day(text, language, int(midnight // 24))
    clocks = _clocks(text, language)
    if not clocks:
        ends = [] if day is None else [NamedTime(midnight + 24.0 * (day + 1) - started, False)]
        return list(dict.fromkeys(spans + ends))
    named = []
    for hour in clocks:
        at = midnight + 24.0 * (day or 0) + hour - started
        named.append(NamedTime(at + 24.0 if day is None and at < now else at, True))
    return list(dict.fromkeys(spans + named))


def _spans(text: str, language: Language) -> list[float]:
    """Return spans from now, in hours."""
    return [
        _number(amount, language) * HOURS[unit]
        for amount, unit in re.findall(_filled(SPANS[language], language), text)
    ]


def _day(text: str, language: Language, today: int) -> int | None:
    """Return the days from today to the day named first, or None."""
    found: list[tuple[int, int]] = []
    for name, ahead in DAYS[language].items():
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(name)}\b", text)]
        if language == "de" and name == "morgen":  # "heute Morgen" is not tomorrow
            places = [at for at in places if not text[:at].endswith(("heute ", "jeden ", "am "))]
        found += [(at, ahead) for at in places]
    for number in range(7):
        name = weekday(24.0 * number, language, full=True).lower()
        if match := re.search(rf"(?<!\w){name}", text):
            found.append((match.start(), (number - today) % 7))
    return min(found)[1] if found else None


def _clocks(text: str, language: Language) -> list[float]:
    """Return times of the day, in hours since midnight."""
    for pattern in CLOCKS[language]:
        matches = re.findall(_filled(pattern, language), text)
        read = [_hour(hour, minute, half, text, language) for hour, minute, half in matches]
        if hours := [hour for hour in read if hour is not None]:
            return hours
    return [hour for name, hour in NAMED_HOURS.items() if re.search(rf"(?<!\w){name}\b", text)]


def _hour(hour: str, minute: str, half: str, text: str, language: Language) -> float | None:
    """Return hours since midnight. "At six tonight" is 18 o'clock."""
    value = _number(hour, language) + (int(minute) / 60 if minute else 0.0)
    if half:
        value = value % 12 + (12 if half == "p" else 0)
    elif 1 <= value < 12 and any(word in text for word in NIGHTLY[language]):
        value += 12
    return value if value <= 24 else None


def _number(text: str, language: Language) -> float:
    """Return a number in digits or as a word. "Half an" is 0.5."""
    if text.isdigit():
        return float(text)
    if text in ("half an", "einer halben", "une demi"):
        return 0.5
    words = NUMBERS[language].split()
    stems = [place for place, word in enumerate(words) if text.startswith(word)]
    return float(max(stems, key=lambda place: len(words[place]), default=1))


def _filled(pattern: str, language: Language) -> str:
    """Return a pattern in which # stands for any number written as a word."""
    words = sorted(NUMBERS[language].split()[1:], key=len, reverse=True)
    return pattern.replace("#s?", f"(?:{'|'.join(words)})s?").replace("#", f"(?:{'|'.join(words)})")
