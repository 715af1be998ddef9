"""Find a time zone by the name that a file gives it."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd
from babel import Locale
from babel.core import get_global
from numpy.typing import NDArray

from sim.errors import InputError
from sim.language.told import Told

Milliseconds = NDArray[np.int64]
"""Since 1970."""
HOUR = 3_600_000

FIXED = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "wez": 0, "west": 1, "cet": 1, "mez": 1,
    "hnec": 1, "cest": 2, "mesz": 2, "heec": 2, "eet": 2, "oez": 2, "eest": 3, "oesz": 3, "msk": 3,
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9,
    "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "sast": 2,
}  # fmt: skip
"""Hours east of UTC of abbreviations with one meaning."""
PLACES = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver",
    "pt": "America/Los_Angeles", "uk": "Europe/London",
    "eastern time": "America/New_York", "central time": "America/Chicago",
    "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
    "berlin": "Europe/Berlin", "paris": "Europe/Paris", "london": "Europe/London",
    "zurich": "Europe/Zurich", "vienna": "Europe/Vienna",
}  # fmt: skip
AMBIGUOUS = ("ist", "cst", "bst", "ast", "gst", "amt", "sst", "ect")
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d\d)?")


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


@cache
def _spelt_out() -> dict[str, timedelta | ZoneInfo]:
    """Return zones by their names in words: those of CLDR, and those of Windows.

    Of a name with several meanings, such as Eastern Time, the most common one is known before.
    """
    found: dict[str, timedelta | ZoneInfo] = {}
    known = set(_names().values())  # looking for them anew each time takes minutes
    places: dict[str, list[ZoneInfo]] = {}
    for place, kind in get_global("meta_zones").items():
        if place in known:
            places.setdefault(kind, []).append(ZoneInfo(place))
    for language in ("en", "de", "fr"):
        for kind, names in Locale.parse(language).meta_zones.items():
            if kind in places:
                # Some places of a zone have no summer time, although it has a name.
                zone = max(places[kind], key=lambda place: len(set(_offsets(place))))
                for season, called in names.get("long", {}).items():
                    found.setdefault(called.lower(), _in_season(zone, season))
    for called, place in get_global("windows_zone_mapping").items():
        if place in known:
            found.setdefault(called.lower(), ZoneInfo(place))
    return found


def _in_season(zone: ZoneInfo, season: str) -> timedelta | ZoneInfo:
    """Return the offset of a zone in standard or daylight time, or the zone itself."""
    if season == "generic":
        return zone
    return min(_offsets(zone)) if season == "standard" else max(_offsets(zone))


def _offsets(zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    """Return how far a zone is ahead of UTC in winter and in summer."""
    winter, summer = (
        datetime(2023, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() for month in (1, 7)
    )
    return winter or timedelta(), summer or timedelta()


def zone_of(name: str) -> timedelta | ZoneInfo:
    """Return a zone by its name. InputError says what is wrong with it, without its place."""
    plain = name.strip().lower().replace("\u2212", "-")
    if plain in FIXED:
        return timedelta(hours=FIXED[plain])
    if found := _OFFSET.fullmatch(plain.replace(" ", "")):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours <= 14 and minutes < 60:
            size = timedelta(hours=hours, minutes=minutes)
            return size if found[1] == "+" else -size
    if plain in AMBIGUOUS:
        raise InputError(Told("counts.zone_open", name=name, places=Told(f"counts.places_{plain}")))
    known = PLACES.get(plain) or _names().get(plain.replace(" ", "_"))
    if known is None and " " in plain and plain in _spelt_out():
        return _spelt_out()[plain]
    if known is None:
        raise InputError(Told("counts.zone_unknown", name=name))
    return ZoneInfo(known)


def is_zone(name: str) -> bool:
    """Return True for the name of a zone, also for one with several meanings."""
    try:
        zone_of(name)
    except InputError:
        return name.strip().lower() in AMBIGUOUS
    return True


def to_utc(local: Milliseconds, zone: timedelta | ZoneInfo) -> Milliseconds:
    """Return local times in UTC.

    Of an hour that comes twice in autumn, rows in order are both times, and a lone row is the
    first. An hour that spring leaves out is the one after it.
    """
    if isinstance(zone, timedelta):
        return local - round(zone.total_seconds() * 1000)
    times = pd.Series(local.astype("datetime64[ms]"))
    try:
        utc = times.dt.tz_localize(zone, ambiguous="infer", nonexistent="shift_forward")
    except ValueError:
        first = np.ones(len(times), bool)
        utc = times.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return utc.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[ms]").astype(np.int64)
