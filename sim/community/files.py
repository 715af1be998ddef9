"""Read a social graph from a file: edge lists, Parquet, GraphML and GEXF.

People are numbered in the order in which the file first names them. Ties are undirected:
a tie that stands twice, or in both directions, counts once, one to oneself not at all.
Weights are ignored. To add a kind of file, write one function and name it in ``READERS``.
"""

import csv
import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import numpy as np
from numpy.typing import NDArray

from sim.errors import Problem, ScenarioError

Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Two arrays of equal length: the ends of each tie."""

HEADINGS = {
    "source", "target", "from", "to", "src", "dst", "from_id", "to_id", "id_1", "id_2",
    "node_1", "node_2", "node1", "node2", "person_1", "person_2", "follower", "followed",
}  # fmt: skip
"""Words that name a column where the people themselves are named by words."""
COMMENTS = ("#", "%")
"""How lines begin that stand before the ties, for readers only."""


class Named(NamedTuple):
    """The ties of a file, each person by their number, and how many people it names."""

    pairs: Pairs
    people: int


def read_pairs(path: str | Path, people: int) -> Pairs:
    """The ties in a file, each once, between people 0 … n − 1 with n at most ``people``.

    Whoever the file does not name has no ties. Raises ``ScenarioError`` naming the file,
    and the line where there is one.
    """
    file = Path(path)
    named = _read_once(file, _version(file))
    if named.people > people:
        said = f"names {named.people} people, the scenario has {people}; "
        raise problem(file, said + f"set community.people to {named.people} or more")
    return named.pairs


def read_degrees(path: str | Path, people: int) -> NDArray[np.int64]:
    """Read ties per person from a file with one whole number a line, 0 for those it lacks."""
    file = Path(path)
    lines = [line.strip() for line in _text(file).split("\n")]
    degrees = np.zeros(people, np.int64)
    filled = [(number, line) for number, line in enumerate(lines, 1) if line]
    if len(filled) > people:
        said = f"has {len(filled)} numbers, the scenario {people} people; "
        raise problem(file, said + f"set community.people to {len(filled)} or more")
    for person, (number, line) in enumerate(filled):
        degrees[person] = _degree(file, number, line, people)
    if not degrees.any():
        raise problem(file, 'has no ties; write kind = "none" if nobody knows anybody')
    return degrees


def problem(file: Path, said: str, line: int | None = None, source: str = "") -> ScenarioError:
    """The error for something wrong in a file of ties."""
    if line is None:
        return ScenarioError([Problem(said, str(file))])
    return ScenarioError([Problem(said, str(file), line, 1, len(source), source or None)])


def _degree(file: Path, number: int, line: str, people: int) -> int:
    """One person's number of ties."""
    if not line.isdecimal():
        said = "is no number of ties; write one whole number per line, such as 7"
        raise problem(file, said, number, line)
    if int(line) >= people:
        said = f"nobody can have more ties than there are others ({people - 1})"
        raise problem(file, said, number, line)
    return int(line)


# -- reading ------------------------------------------------------------------------------


def _version(file: Path) -> tuple[int, int]:
    """Return a mark that changes when the file does. Raises an error if there is no file."""
    if file.is_dir():
        raise problem(file, "is a folder; name the file of ties in it")
    try:
        found = file.stat()
    except OSError as wrong:
        said = f"cannot be read: {wrong.strerror}; correct the path in [community.ties]"
        raise problem(file, said) from None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _read_once(file: Path, version: tuple[int, int]) -> Named:
    """Return the ties of a file as it is now, cached, as every run of an ensemble needs them."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    kind = next((suffix for suffix in reversed(suffixes) if suffix != ".gz"), "")
    if kind not in READERS:
        said = f'is no file of ties by its ending "{kind}"; known: ' + ", ".join(READERS)
        raise problem(file, said)
    named = READERS[kind](file)
    for ends in named.pairs:
        ends.setflags(write=False)
    return named


def _content(file: Path) -> bytes:
    """The bytes of a file, unpacked if its name ends with .gz."""
    _version(file)
    try:
        packed = file.read_bytes()
        return gzip.decompress(packed) if file.suffix.lower() == ".gz" else packed
    except (EOFError, zlib.error):
        raise problem(file, "ends too early or is damaged; copy it again") from None
    except gzip.BadGzipFile:
        raise problem(file, "is not packed with gzip; leave .gz out of its name") from None
    except OSError as wrong:
        raise problem(file, f"cannot be read: {wrong.strerror}") from None


def _text(file: Path) -> str:
    """The text of a file."""
    content = _content(file)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        said = "is not UTF-8 text; save the file with the encoding UTF-8"
        raise problem(file, said, line) from None


def numbered(file: Path, one: Any, other: Any) -> Named:
    """Number the people in the order of their first mention, and list each tie once."""
    import pandas as pd  # noqa: PLC0415 - slow to load, only needed with a file

    mentions = np.column_stack([np.asarray(one), np.asarray(other)]).ravel()
    numbers, names = pd.factorize(mentions)
    return once(file, numbers[0::2], numbers[1::2], len(names))


def once(file: Path, one: NDArray[np.int64], other: NDArray[np.int64], people: int) -> Named:
    """Each tie once, none to oneself."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    ties = np.unique(low[low < high] * people + high[low < high])
    if not len(ties):
        said = 'has no tie between two people; write kind = "none" if nobody knows anybody'
        raise problem(file, said)
    return Named(((ties // people).astype(np.int32), (ties % people).astype(np.int32)), people)


# -- edge lists -----------------------------------------------------------------------------


def edge_list(file: Path) -> Named:
    """Two people per line, between them a comma, a semicolon, a tab or blanks."""
    text = _text(file)
    begin = _begin(text)
    if begin is None:
        raise problem(file, "is empty; write two people per line, such as 0,1")
    lines, offset = begin
    table = _table(file, text[offset:], lines)
    return numbered(file, table[0], table[1])


def _begin(text: str) -> tuple[int, int] | None:
    """Lines and characters before the first tie: blank ones, comments and a heading."""
    lines, offset = 0, 0
    heads: list[str] = []
    while offset < len(text) and len(heads) < 2:
        end = text.find("\n", offset) + 1 or len(text)
        line = text[offset:end].strip()
        if line and not line.startswith(COMMENTS):
            heads.append(line)
            if len(heads) == 1:
                first = lines, offset, end
        lines, offset = lines + 1, end
    if not heads:
        return None
    if is_heading(*heads):
        return (first[0] + 1, first[2]) if len(heads) == 2 else None
    return first[0], first[1]


def is_heading(first: str, second: str = "") -> bool:
    """Return True if the first line names the columns: by its words, or as numbers follow words."""
    words, below = cells(first)[:2], cells(second)[:2]
    if any(word.lstrip("-").isdecimal() for word in words):
        return False
    if {word.lower() for word in words} <= HEADINGS:
        return True
    return bool(below) and all(word.lstrip("-").isdecimal() for word in below)


def separator(line: str) -> str:
    """Return the separator between the cells of a line."""
    return next((sign for sign in (",", ";", "\t") if sign in line), r"\s+")


def cells(line: str) -> list[str]:
    """The cells of a line."""
    sign = separator(line)
    return [cell.strip(" \"'") for cell in (line.split() if sign == r"\s+" else line.split(sign))]


def _table(file: Path, text: str, before: int) -> Any:
    """Return the two columns of people, as whole numbers if all are, else as words."""
    first = text[: text.find("\n") + 1 or len(text)]
    table = _parsed(file, text, separator(first), before)
    table = table[table.notna().any(axis=1)]
    _judge(file, text, table, before)
    people = table[[0, 1]]
    if all(kind.kind == "i" for kind in people.dtypes):
        return people
    words = _parsed(file, text, separator(first), before, words=True)
    words = words.loc[table.index, [0, 1]]
    return words.apply(lambda column: column.str.strip())


def _parsed(file: Path, text: str, sign: str, before: int, words: bool = False) -> Any:
    """Four columns, of which there should be two or three."""
    import pandas as pd  # noqa: PLC0415

    try:
        return pd.read_csv(
            BytesIO(text.encode()), sep=sign, header=None, names=range(4), index_col=False,
            dtype=str if words else None, keep_default_na=False, na_values=[""],
            skip_blank_lines=False, skipinitialspace=True, low_memory=False,
        )  # fmt: skip
    except pd.errors.ParserError as wrong:
        raise _unparsed(file, text, sign, before, wrong) from None


def _unparsed(file: Path, text: str, sign: str, before: int, wrong: Exception) -> ScenarioError:
    """The error for the first line with too many cells, or whatever the parser says."""
    for number, line in enumerate(text.split("\n")):
        held = line.split() if sign == r"\s+" else next(csv.reader([line], delimiter=sign), [])
        if len(held) > 4:
            return problem(file, TOO_MANY, before + number + 1, line)
    return problem(file, f"cannot be read as a list of ties: {wrong}")


TOO_MANY = "has more than two people and a weight; write two people per line"


def _judge(file: Path, text: str, table: Any, before: int) -> None:
    """Refuse lines with one cell, or with a third that is no weight, or with a fourth."""
    import pandas as pd  # noqa: PLC0415

    weights = pd.to_numeric(table[2], errors="coerce")
    wrong = {
        "names one person only; write two per line, such as 0,1": table[[0, 1]].isna().any(axis=1),
        TOO_MANY: table[3].notna(),
        "has a third column that is no weight; write two people per line, no more": (
            table[2].notna() & weights.isna()
        ),
    }
    for said, rows in wrong.items():
        if rows.any():
            row = int(rows.idxmax())
            raise problem(file, said, before + row + 1, text.split("\n")[row].strip())


# -- other files --------------------------------------------------------------------------


def parquet(file: Path) -> Named:
    """The first two columns of a Parquet table."""
    import pandas as pd  # noqa: PLC0415

    try:
        table = pd.read_parquet(BytesIO(_content(file)))
    except ImportError:
        said = "needs pyarrow to be read; install it, or save the ties as .csv"
        raise problem(file, said) from None
    except (ValueError, OSError) as wrong:
        raise problem(file, f"cannot be read as Parquet: {wrong}") from None
    if table.shape[1] < 2:
        raise problem(file, "has fewer than two columns; the first two name the people")
    return numbered(file, table.iloc[:, 0], table.iloc[:, 1])


def graphml(file: Path) -> Named:
    """A GraphML file, directed or not."""
    import networkx as nx  # noqa: PLC0415 - slow to load

    return _drawn(file, "GraphML", nx.read_graphml)


def gexf(file: Path) -> Named:
    """A GEXF file, directed or not."""
    import networkx as nx  # noqa: PLC0415

    return _drawn(file, "GEXF", nx.read_gexf)


def _drawn(file: Path, kind: str, read: Callable[[Any], Any]) -> Named:
    """Return the ties of a graph with all its people, also those without ties, in file order."""
    import networkx as nx  # noqa: PLC0415

    content = _content(file)
    try:
        graph = read(BytesIO(content))
    except ParseError as wrong:
        line = wrong.position[0]
        said = f"is not well-formed {kind} here ({wrong.msg.split(':')[0]}); export it again"
        raise problem(file, said, line) from None
    except (nx.NetworkXException, KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise problem(file, f"cannot be read as {kind}: {wrong}; export it again") from None
    places = {name: place for place, name in enumerate(graph)}
    ends = np.array([(places[a], places[b]) for a, b in graph.edges()], np.int64).reshape(-1, 2)
    return once(file, ends[:, 0], ends[:, 1], len(places))


READERS: dict[str, Callable[[Path], Named]] = {
    ".csv": edge_list,
    ".tsv": edge_list,
    ".txt": edge_list,
    ".parquet": parquet,
    ".graphml": graphml,
    ".gexf": gexf,
}
"""How a file is read, by the ending of its name (before .gz, if packed)."""
