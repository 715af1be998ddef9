"""Names of the columns of exports of counts, in English, German and French."""

import re

from sim.fitting.counts.files import Cell

TIMES = (
    "time", "datetime", "timestamp", "date", "day", "hour", "week", "month", "days", "hours",
    "weeks", "months", "published", "publish time", "published at", "publishedat", "pubdate",
    "created at", "created", "created time", "posted", "posted at", "post time", "date time",
    "date and time", "date/time", "period", "interval", "start", "start time", "from", "datehour",
    "zeit", "zeitpunkt", "zeitstempel", "datum", "tag", "stunde", "woche", "monat", "zeitraum",
    "datum und uhrzeit", "datum/uhrzeit", "datum/zeit", "veröffentlicht", "veröffentlicht am",
    "erstellt", "erstellt am", "kalenderwoche", "kw", "datumsangabe", "temps", "jour", "heure",
    "semaine", "mois", "période", "date et heure", "date/heure", "horodatage", "publié",
    "publié le", "créé le", "date de publication", "date de création", "moment", "von", "ab",
    "beginn", "anfang", "begin", "since", "seit", "début", "du", "depuis",
)  # fmt: skip
"""Names of columns of times. Of several columns, that of the earliest name is taken."""
COUNTS = (
    "count", "counts", "mentions", "mention volume", "volume", "number", "total", "posts",
    "tweets", "results", "total mentions", "all mentions", "mentions volume", "number of posts",
    "number of mentions", "no. of mentions", "anzahl", "anzahl der beiträge", "anzahl beiträge",
    "erwähnungen", "beiträge", "treffer", "ergebnisse", "menge", "gesamt", "summe", "nombre",
    "publications", "résultats", "nombre de publications", "nombre de mentions", "hits",
    "documents", "total results", "doc count", "tweet count",
)  # fmt: skip
"""Names of columns of counts. The names of one file's columns are looked for in this order."""
NEGATIVE = ("negative", "negativ", "négatif", "négatifs", "négatives", "critical", "kritisch",
            "critiques")  # fmt: skip
DEFENDING = ("defending", "verteidigend", "défenseurs", "defenders", "verteidiger")
CLOCKS = ("time", "hour", "hours", "time of day", "hour of day", "uhrzeit", "zeit", "stunde",
          "heure")  # fmt: skip
POSTS = re.compile(
    r"\b(ur[li]|link|permalink|title|titel|titre|headline|snippet|text|texte|author|auteur|autor|"
    r"content|message|caption|(post|tweet|mention|document|resource) ?id)\b"
)
"""Names of columns that tell single posts."""
KEYS = re.compile(
    r"\b(id|ids|latitude|longitude|lat|lng|lon|unnamed|index|year|month|week|day|weekday|jahr|monat|"
    r"woche|wochentag|année|mois|semaine|hour|hours|stunde|heure|rank|partial|ispartial)\b|^#?$|^nr$"
)
DATE_PARTS = (
    ("year", "yyyy", "jahr", "année", "annee"),
    ("month", "mm", "monat", "mois", "month number"),
    ("day", "dd", "tag", "jour", "day of month", "tag des monats"),
)
"""Names of the columns of a date in three parts."""
SENTIMENTS = ("sentiment", "sentiments", "sentiment label", "tonality", "tonalität", "tonalité",
              "stimmung", "polarity", "tone")  # fmt: skip
"""Names of columns that tell whether a row is critical."""


def plain(name: Cell) -> str:
    """Return a heading's name to compare: lower case, without signs and brackets."""
    text = re.sub(r"[(\[].*?[)\]]", " ", str(name)).lower()
    return " ".join(text.replace("_", " ").strip(" :*#@\"'\ufeff").split())


def cells_of(rows: list[list[Cell]], place: int) -> list[Cell]:
    """Return the cells of a column that are not empty."""
    cells = [row[place] for row in rows if place < len(row)]
    return [cell for cell in cells if isinstance(cell, float) or cell.strip()]
