"""Read one time as exports write it: its date in whatever order, its clock, its zone.

Month and weekday names are those of CLDR in English, German and French. The order of a date
such as 04/05/2023 stays open here, since only the whole column can tell.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from babel import Locale

Cell = str | float
LANGUAGES = ("en", "de", "fr")
FIRST_YEAR, LAST_YEAR = 1990, 2100
CENTURY_TURNS = 70
"""Two digits of a year from which it lies in the last century."""
SERIALS = (30_000.0, 65_000.0)
"""Excel's day numbers of 1982 to 2077."""
EPOCHS = ((1e17, 1e-9), (1e14, 1e-6), (1e11, 1e-3), (1e8, 1.0))
"""Smallest count since 1970, and its seconds: of nano-, micro-, milliseconds and seconds."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it is written."""

    form: str
    """Kind of writing: written, numbers, named, week, month, quarter, epoch or serial."""
    parts: tuple[int, int, int]
    """Three numbers of the date, as they stand. Days and zeros for an epoch or a serial."""
    order: str
    """Places of year, month and day, such as ``dmy``. Empty if they are open."""
    seconds: float = 0.0
    """Seconds since midnight, or of an epoch or a serial since its beginning."""
    has_clock: bool = False
    zone: str = ""
    """Zone as it is written, in lower case."""
    end: "Moment | None" = None
    """End of a stretch of time."""


_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_YMD = re.compile(r"(\d{4})\s?([-/._])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_XXY = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])")
_XXY_BLANKS = re.compile(r"(\d{1,2})( )(\d{1,2}) (\d{4})(?![\d:])")
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?\.?[ -]?(?:of |de )?#(\d\d)#[ ,.-]*(\d{4}|\d{2})(?![\d:])"
)
_NAMED_DAY = re.compile(r"#(\d\d)#[ -]?(\d{1,2})(?:st|nd|rd|th)?[ ,-]+(\d{4})(?![\d:])")
_YEAR_NAMED = re.compile(r"(\d{4})[ -]#(\d\d)#[ -](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(#\d\d# ?\d{1,2}) (\d{1,2}:\d\d(?::\d\d)?)( [a-z]+| [+-]\d{4})? (\d{4})")
_OF_SERVERS = re.compile(r"^(\d{1,2})/?(#\d\d#)/?(\d{4}):")
"""A date as servers write it into their logs, and statistics programs before a clock."""
_YEAR_LAST_COMPACT = re.compile(r"(\d{1,2})(\d\d)((?:19|20)\d\d)")
"""A date without signs that ends with its year. Spreadsheets take away a zero at its beginning."""
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(?:(\d\d)(\d\d)?)?)?(?=z|[+-]|$)")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{4}) ?-?#(\d\d)#")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})|#(\d\d)#[ .,'-]*(\d{4})")
_WEEK = re.compile(r"(\d{4})[ /-]*(?:kw|cw|wk|w|s|week|woche|semaine)[ -]?(\d{1,2})")
_DAY_OF_WEEK = re.compile(r"(\d{4})-?w(\d\d)-?([1-7])")
"""A day as ISO numbers it within its week."""
_WEEK_FIRST = re.compile(
    r"(?:kw|cw|wk|w|s|sem|week|woche|kalenderwoche|semaine)\.? ?(\d{1,2})(?: of | de )?"
    r"[ /,.-]*(\d{4})"
    r"|(\d{1,2})\. ?(?:kw|woche|kalenderwoche)[ /,.-]*(\d{4})"
)
_QUARTER = re.compile(r"(\d{4})[ /-]*[qt]([1-4])")
_QUARTER_FIRST = re.compile(
    r"(?:[qt]|quarter |quartal |trimestre )([1-4])[ /,.-]*(\d{4})"
    r"|([1-4])(?:\.|st|nd|rd|th|er|e|ème)? ?(?:quarter|quartal|trimestre)[ /,.-]*(\d{4})"
)
_CLOCK = re.compile(
    r"(?P<t>t|[ ,]*,? ?(?:um |at |à |- |@ )?)(\d{1,2})"
    r"(?:(?::| ?h ?|\.)?(\d\d)(?:[:.]?(\d\d)(?:[.,:](\d+))?)?)?"
    r" ?(?P<half>[ap]\.? ?m\.?(?![a-z]))?(?P<word> ?uhr| ?h(?![a-z]))?"
)
_ZONE = re.compile(
    r" ?[(\[]?(z|(?:utc|gmt)? ?[+\u2212-]\d{1,2}(?::?\d\d)?|[a-z]{2,5}|[a-z_]+(?:/[a-z0-9_+-]+)+"
    r"|[^\W\d_][^\W\d_.’' -]* ?[^\d#()\[\]]{0,40}(?:time|zeit)|heure [^\d#()\[\]]{3,40})[)\]]?"
    r" ?(?:\([^)]*\)|\[[^]]*\])?"
)
_ARTICLE = re.compile(r"^(?:le|am|on|the|den|vom) ")
"""A word before a date in a sentence."""
_NUMBER = re.compile(r"\d{5,19}(?:[.,]\d+)?")
_RANGE = re.compile(r" ?[–—] ?| - | to | bis | au | until |(?<=\d)/(?=\d{4}-)")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, int], str]:
    """Return the pattern of month names, their numbers, and the part of one for weekdays."""
    months: dict[str, int] = {"sept": 9, "mrz": 3, "maerz": 3, "jaen": 1, "jän": 1, "jänner": 1,
                              "feber": 2,
                              "febr": 2, "fév": 2}  # fmt: skip
    days: set[str] = set()
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = locale.months[context][width]
                months |= {name.lower().rstrip("."): number for number, name in names.items()}
                days |= {name.lower().rstrip(".") for name in locale.days[context][width].values()}
    for name in list(months):
        months.setdefault(_without_accents(name), months[name])
    days |= {"tues", "wednes", "thur", "thurs", "mo", "di", "mi", "do", "fr", "sa", "so"}
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day = "|".join(sorted(map(re.escape, days), key=len, reverse=True))
    return (
        re.compile(rf"(?<![^\W\d_])({month})(?![^\W\d_])\.?"),
        months,
        day,
    )


@cache
def _weekday_first() -> re.Pattern[str]:
    """Return the pattern of a weekday before a date."""
    return re.compile(rf"^({_words()[2]})\b\.?[ ,]+")


@cache
def _weekday_elsewhere() -> re.Pattern[str]:
    """Return the pattern of a weekday behind a date, or in brackets at any place."""
    day = _words()[2]
    return re.compile(rf"[ ,]*[(\[]({day})\.?[)\]],?|[ ,]+({day})\.?$")


def _without_accents(name: str) -> str:
    """Return a word in plain letters, as some programs write it: fevr for févr."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()


@lru_cache(maxsize=200_000)
def moment_of(text: str) -> Moment | None:
    """Return a text as a time, or None if it is none."""
    if len(text) > 100 or not any(sign.isdigit() for sign in text):
        return None
    plain = _SPACES.sub(" ", text).strip(" '\"").lower()
    if plain.startswith("["):
        plain = plain.strip("[]")
    # Tuesday and March begin alike in French, so that a weekday is one only if the rest fits.
    for candidate in (plain, _weekday_first().sub("", _ARTICLE.sub("", plain))):
        if (moment := _whole(candidate)) is not None:
            return moment
    bare = _weekday_elsewhere().sub("", plain)
    return None if bare == plain else _whole(bare)


def _whole(text: str) -> Moment | None:
    """Return a time or a stretch of time of a text in lower case."""
    month, numbers, _ = _words()
    plain = month.sub(lambda found: f"#{numbers[found[1]]:02d}#", text)
    if (whole := _one(plain)) is not None:
        return whole
    for cut in _RANGE.finditer(plain):
        end_text = _weekday_first().sub("", plain[cut.end() :].strip())
        begin, end = _one(plain[: cut.start()].strip()), _one(end_text)
        if begin is not None and begin.has_clock and (clock := _CLOCK.fullmatch(end_text)):
            seconds = _seconds(clock) if clock[3] or clock["half"] or clock["word"] else None
            return None if seconds is None else replace(begin, end=replace(begin, seconds=seconds))
        if begin is not None and end is not None and begin.form == end.form:
            return replace(begin, end=end)
    return None


def looks_like_a_time(text: Cell) -> bool:
    """Return True for a text that no count looks like: a date, a moment or a long epoch."""
    if isinstance(text, float):
        return False
    moment = moment_of(text)
    return moment is not None and moment.form != "serial"


def moment_of_number(value: float) -> Moment | None:
    """Return a number as a time: of an epoch, of Excel's days, or a date without signs."""
    if float(value).is_integer() and (moment := _compact(f"{value:.0f}")):
        return moment
    for least, unit in EPOCHS:
        if value >= least:
            seconds = value * unit
            inside = seconds < (LAST_YEAR - 1970) * 365.25 * DAY
            return Moment("epoch", (0, 0, 0), "", seconds, True, "utc") if inside else None
    if SERIALS[0] <= value < SERIALS[1]:
        # Fractions of a day are often cut off after four or five digits.
        minutes = round(value * DAY / 60.0)
        return Moment("serial", (0, 0, 0), "", minutes * 60.0, not value.is_integer())
    return None


def _one(plain: str) -> Moment | None:
    """Return a single time of a text in lower case with months as numbers."""
    if _NUMBER.fullmatch(plain):
        return moment_of_number(float(plain.replace(",", ".")))
    plain = _OF_SERVERS.sub(r"\1-\2-\3 ", plain)
    if found := _YEAR_LAST.fullmatch(plain):
        plain = f"{found[1]} {found[4]} {found[2]}{found[3] or ''}"
    if (moment := _compact(plain)) or (moment := _stretch(plain)):
        return moment
    for pattern, form, order in (
        (_YMD, "written", "ymd"),
        (_XXY, "numbers", ""),
        (_XXY_BLANKS, "numbers", ""),
        (_DAY_NAMED, "named", "dmy"),
        (_NAMED_DAY, "named", "mdy"),
        (_YEAR_NAMED, "named", "ymd"),
    ):
        if found := pattern.match(plain):
            # Dots stand in dates of German and French, where the day is first.
            known = "dmy" if form == "numbers" and found[2] == "." else order
            first, second, third = (int(part) for part in found.groups() if part.isdigit())
            # A year is written with two digits or four, so that 4/1/23 ends with it.
            if known == "dmy" or (not known and len(found[1]) == 1):
                third = full_year(third)
            year = {"ymd": first, "": FIRST_YEAR}.get(known, third)
            if not FIRST_YEAR - 20 <= year <= LAST_YEAR:
                return None
            moment = Moment(form, (first, second, third), known)
            return _with_clock(moment, plain[found.end() :])
    return None


def full_year(two: int) -> int:
    """Return a year of two digits in full."""
    return two if two >= 100 else two + (1900 if two >= CENTURY_TURNS else 2000)


def _compact(plain: str) -> Moment | None:
    """Return a date without signs between its parts, such as 20230401 or 2023040114."""
    if found := _YEAR_LAST_COMPACT.fullmatch(plain):
        first, second, year = (int(part) for part in found.groups())
        likely = 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31
        if likely and FIRST_YEAR <= year <= LAST_YEAR:
            return Moment("numbers", (first, second, year), "")
    found = _COMPACT.match(plain)
    if not found:
        return None
    year, month, day, hour = (int(part or 0) for part in found.groups()[:4])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24):
        return None
    clock = "".join(part or "00" for part in found.groups()[3:6])
    moment = Moment("written", (year, month, day), "ymd")
    if not found[4]:
        return moment if found.end() == len(plain) else None
    return _with_clock(moment, f"t{clock}{plain[found.end() :]}")


def _stretch(plain: str) -> Moment | None:
    """Return a month, a week or a quarter, or a day as it is numbered within its week."""
    if found := _DAY_OF_WEEK.fullmatch(plain):
        try:
            day = date.fromisocalendar(*(int(part) for part in found.groups()))
        except ValueError:
            return None
        return Moment("written", (day.year, day.month, day.day), "ymd")
    for pattern, form, order in (
        (_MONTH, "month", (0, 1)),
        (_MONTH_FIRST, "month", (1, 0)),
        (_WEEK, "week", (0, 1)),
        (_WEEK_FIRST, "week", (1, 0)),
        (_QUARTER, "quarter", (0, 1)),
        (_QUARTER_FIRST, "quarter", (1, 0)),
    ):
        if found := pattern.fullmatch(plain):
            parts = [int(part) for part in found.groups() if part]
            year, number = parts[order[0]], parts[order[1]]
            if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= (12 if form == "month" else 53):
                number = 3 * number - 2 if form == "quarter" else number
                return Moment(form, (year, number, 1), "ymd")
    return None


def _with_clock(date: Moment, rest: str) -> Moment | None:
    """Return a date with the clock and the zone that follow it, or None if others follow."""
    rest = rest.rstrip(" .")
    if not rest or (rest[0] in " z" and _is_zone(rest)):
        return replace(date, zone=_zone(rest))
    found = _CLOCK.match(rest)
    if not found or (found.end() < len(rest) and not _is_zone(rest[found.end() :])):
        return None
    # A lone number after a space may as well be a count that was never cut off.
    if found[3] is None and not (found["t"] == "t" or found["half"] or found["word"]):
        return None
    seconds = _seconds(found)
    if seconds is None:
        return None
    return replace(date, seconds=seconds, has_clock=True, zone=_zone(rest[found.end() :]))


def _seconds(clock: re.Match[str]) -> float | None:
    """Return the seconds since midnight of a clock, None if there is no such time."""
    hour, minute, second = int(clock[2]), int(clock[3] or 0), int(clock[4] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"][0] == "p" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        return None
    fraction = float(f"0.{clock[5]}") if clock[5] else 0.0
    return hour * 3600.0 + minute * 60.0 + min(second, 59) + fraction


def _is_zone(text: str) -> bool:
    """Return True for a text that may name a zone. A weekday names none."""
    return _ZONE.fullmatch(text) is not None and not _weekday_elsewhere().fullmatch(text)


def _zone(text: str) -> str:
    found = _ZONE.fullmatch(text)
    if not found:
        return ""
    name = found[1].replace("\u2212", "-")
    return name if name.endswith(("time", "zeit")) or "heure" in name else name.replace(" ", "")
