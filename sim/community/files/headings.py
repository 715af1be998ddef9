"""Columns of a table of ties, found by their names in several languages and tools."""

import re
from collections.abc import Sequence
from typing import NamedTuple

PAIRS = (
    ("source", "target"), ("from", "to"), ("src", "dst"), ("src", "dest"), ("src", "tgt"),
    ("source", "destination"), ("source", "dest"), ("source", "sink"), ("source", "to"),
    ("from", "target"), ("origin", "destination"), ("sender", "receiver"),
    ("sender", "recipient"), ("follower", "followed"), ("follower", "followee"),
    ("follower", "following"), ("user", "follower"), ("user", "following"), ("user", "friend"),
    ("user", "contact"), ("ego", "alter"), ("caller", "callee"), ("caller", "called"),
    ("citing", "cited"), ("mentioner", "mentioned"), ("author", "mentioned"),
    ("author", "mention"), ("author", "retweeted"), ("author", "replied"),
    ("author", "in reply to"), ("user", "mentioned"), ("user", "mention"), ("user", "retweeted"),
    ("user", "replied"), ("user", "in reply to"), ("retweeter", "retweeted"),
    ("replier", "replied"), ("follower", "friend"),
    ("parent", "child"), ("tail", "head"), ("start", "end"), ("begin", "end"), ("left", "right"),
    ("first", "second"), ("one", "other"), ("person", "friend"), ("id", "friend"),
    ("name", "friend"), ("person", "contact"), ("id", "neighbor"), ("id", "neighbour"),
    ("ich", "du"), ("quelle", "ziel"), ("von", "nach"), ("von", "zu"), ("von", "an"),
    ("von", "bis"), ("absender", "empfänger"), ("sender", "empfänger"), ("absender", "adressat"),
    ("konto", "kontakt"), ("nutzer", "kontakt"), ("person", "kontakt"), ("ausgang", "ziel"),
    ("start", "ziel"), ("nutzer", "freund"), ("person", "freund"), ("folgender", "gefolgter"),
    ("de", "à"), ("de", "a"), ("de", "vers"), ("source", "cible"), ("origine", "destination"),
    ("origine", "cible"), ("expéditeur", "destinataire"), ("émetteur", "récepteur"),
    ("emetteur", "recepteur"), ("utilisateur", "ami"), ("personne", "ami"),
    ("abonné", "abonnement"),
    ("origen", "destino"), ("origem", "destino"), ("fuente", "destino"), ("desde", "hasta"),
    ("origine", "destinazione"), ("da", "a"), ("bron", "doel"), ("van", "naar"),
    ("mittente", "destinatario"), ("afzender", "ontvanger"), ("sender", "empfaenger"),
    ("absender", "empfaenger"), ("name", "kennt"), ("person", "kennt"), ("name", "knows"),
    ("person", "knows"), ("suiveur", "suivi"), ("abonné", "abonné à"), ("src", "trg"),
    ("respondent", "nominee"), ("user", "follows"), ("username", "follows"),
    ("person", "follows"), ("author", "parent"), ("subject", "object"), ("user", "hashtag"),
    ("mitarbeiter", "vorgesetzter"), ("employee", "manager"), ("employee", "supervisor"),
    ("level 0", "level 1"),
    ("1", "2"), ("a", "b"), ("u", "v"), ("i", "j"), ("n", "m"), ("x", "y"),
)  # fmt: skip
"""Names of the two columns of people: the more certain ones first."""
SURE_PAIRS = 13
"""Pairs from the beginning that say which of two people it is whatever stands beside them."""
REPEATED = {
    "source",
    "target",
    "from",
    "to",
    "src",
    "dst",
    "quelle",
    "ziel",
    "von",
    "nach",
    "cible",
}
IDENTIFIERS = {
    "id", "ids", "nr", "no", "num", "number", "name", "names", "key", "label", "handle", "code",
    "uid", "screen", "username", "nutzername", "pseudo", "login", "nummer", "numéro",
    "nom", "kennung", "idx", "string", "str",
}  # fmt: skip
"""Words that say how a person is named, not which of the two."""
NUMBERS = {"id", "ids", "uid", "key", "nr", "idx", "nummer", "numéro", "kennung"}
"""Words that say that a person is named by a number or word of their own."""
PERSONS = {
    "node", "nodes", "vertex", "vertices", "user", "users", "person", "people", "account",
    "actor", "agent", "member", "author", "player", "individual", "profile", "v", "x", "n", "p",
    "knoten", "nutzer", "benutzer", "konto", "profil", "personne", "utilisateur", "nœud",
    "noeud", "sommet", "compte", "membre", "mitglied", "akteur", "twitter", "friend", "freund",
    "ami", "entity", "character", "student", "schüler", "employee", "colleague", "contact",
    "kollege", "kollegin", "mitarbeiter", "collègue", "firm", "company", "firma", "unternehmen",
}  # fmt: skip
"""Words for a person, which may stand beside which of the two it is."""
OTHERS = {
    "weight", "weights", "type", "id", "label", "timeset", "time", "timestamp", "date", "count",
    "value", "strength", "score", "kind", "relation", "relationship", "created", "since", "year",
    "month", "day", "interval", "color", "colour", "edge", "index", "row", "rowname", "rownames",
    "unnamed", "nr", "no", "number", "comment", "directed", "direction", "width", "gewicht",
    "typ", "art", "zeit", "datum", "anzahl", "wert", "jahr", "zeile", "stärke", "kommentar",
    "poids", "temps", "nombre", "valeur", "année", "ligne", "force", "peso", "text", "",
}  # fmt: skip
"""Names of columns that hold no people."""


class EndColumns(NamedTuple):
    """Places of the two columns of people in a table, from 0, and whether names told them."""

    one: int
    other: int
    by_name: bool = True


class _Words(NamedTuple):
    """A heading in words: which of the two people it means, and what else it says."""

    core: str
    rest: tuple[str, ...]


def columns_of(heading: Sequence[str]) -> EndColumns | None:
    """Return the columns of people by the names in a heading, or None if it has no such names."""
    words = [_words("" if name.strip().isdecimal() else name) for name in heading]
    for one, other in PAIRS:
        ones = [place for place, word in enumerate(words) if word.core == one]
        others = [place for place, word in enumerate(words) if word.core == other]
        if ones and others:
            alike = [
                (first, second)
                for first in ones
                for second in others
                if words[first].rest == words[second].rest
            ]
            first, second = min(
                alike or [(ones[0], others[0])], key=lambda pair: _rank(words[pair[0]])
            )
            return EndColumns(first, second)
    return _alike_columns([_tokens(name) for name in heading])


def _alike_columns(names: Sequence[list[str]]) -> EndColumns | None:
    """Return two columns that differ by a word of a pair: ``source_city`` and ``target_city``."""
    for one, other in PAIRS[:SURE_PAIRS]:
        for first, name in enumerate(names):
            twin = [other if word == one else word for word in name]
            if one in name and twin in names:
                return EndColumns(first, names.index(twin))
    return None


def _rank(word: _Words) -> int:
    """Return how little a column says who somebody is: several may share a label, nobody an id."""
    if not word.rest:
        return 0
    return 1 if NUMBERS & set(word.rest) else 2


def remaining(heading: Sequence[str]) -> EndColumns | None:
    """Return the only two columns that may hold people, as no other name says otherwise."""
    left = [place for place, name in enumerate(heading) if not _holds_no_people(name)]
    return EndColumns(left[0], left[1], by_name=False) if len(left) == 2 else None


def is_certain(heading: Sequence[str]) -> bool:
    """Return True if no two people can be called like the columns found in a heading."""
    found = columns_of(heading)
    return found is not None and any(
        _words(heading[place]).core in REPEATED for place in (found.one, found.other)
    )


def is_likely(heading: Sequence[str]) -> bool:
    """Return True if people are hardly called like the columns found in a heading."""
    found = columns_of(heading)
    if found is None:
        return False
    words = [_words(heading[place]) for place in (found.one, found.other)]
    return is_certain(heading) or all(len("".join(word.rest)) > 1 for word in words)


def _holds_no_people(name: str) -> bool:
    """Return True for the name of a column of weights, times, row numbers and the like."""
    return set(_tokens(name)) <= OTHERS or _tokens(name)[:1] == ["unnamed"]


def _words(name: str) -> _Words:
    """Take a heading apart: ``FromNodeId`` is about "from", ``user_id_1`` about "1"."""
    tokens = _tokens(name)
    left = [token for token in tokens if token not in IDENTIFIERS] or tokens[:1]
    core = [token for token in left if token not in PERSONS] or left[:1]
    rest = tuple(token for token in tokens if token not in core)
    return _Words(" ".join(core), rest)


def _tokens(name: str) -> list[str]:
    """Return the words of a heading in small letters, without what a colon or bracket adds."""
    name = re.sub(r"\(.*?\)", " ", name)
    name = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", name)
    return [word for word in re.split(r"[\W_]+", name.casefold()) if word]
