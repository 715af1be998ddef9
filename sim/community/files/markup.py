"""Graphs as XML: GraphML, GEXF and XGMML, read for their people and ties alone.

Attributes, name spaces, versions, times, positions and directions are passed over, so that
nothing odd in them can stand in the way. Graphs within a graph belong to it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from sim.community.files.contents import content, decoded
from sim.community.files.numbering import EndsOfTies, TiesFile, UnusedRows, numbered
from sim.community.files.refusals import refusal, shown
from sim.errors import ScenarioError, counted

ROOTS = ("graphml", "gexf", "graph", "xgmml")
"""Outermost elements that hold graphs. XGMML begins with its graph."""
INSIDE_OTHERS = ("data", "att", "attvalues", "graphics", "meta", "key")
"""Elements in which nothing is a person or a tie, whatever it is called."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONE_AMPERSAND = re.compile(r"&(?!#?\w{1,30};)")
MENDED = (
    "the file is no valid XML by its encoding, by a lone & or by signs of control, which were "
    "passed over"
)
KNOWN_TO_EXPAT = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class GraphReader:
    """The people and ties that the elements of a file name, with their lines."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._open()
        self.open: list[str] = []
        self.passed_over = 0
        self.people: dict[str, int] = {}
        """The top graph that lists each person first."""
        self.graphs = 0
        self.within = 0
        self.hyperedges = 0
        self.one: list[str] = []
        self.other: list[str] = []
        self.lines: list[int] = []

    def _open(self, encoding: str | None = None) -> None:
        """Begin to read, in an encoding or in that which the file names."""
        self.parser = ParserCreate(encoding)
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        # Names of signs that the file does not declare, as &nbsp; in a label, are passed over.
        self.parser.UseForeignDTD(True)
        self.parser.SetParamEntityParsing(0)

    def read(self, text: bytes, encoding: str | None = None) -> None:
        """Read all elements, in an encoding whatever the file says of it.

        Raises ``ScenarioError`` with the line that is not well-formed.
        """
        if encoding is not None:
            self._open(encoding)
        try:
            self.parser.Parse(text, True)
        except ExpatError as wrong:
            said = (
                f"is not well-formed XML here ({ErrorString(wrong.code)}); export it again, with "
                "the encoding UTF-8"
            )
            lines = text.split(b"\n")
            line = min(wrong.lineno, len(lines))
            raise refusal(self.file, said, line, _printable(lines[line - 1])) from None
        except (ValueError, LookupError) as wrong:
            said = f"has an encoding that cannot be read ({wrong}); save it with UTF-8"
            raise refusal(self.file, said) from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        name = name.rpartition(":")[2].lower()
        if not self.open and name not in ROOTS:
            self._refuse(
                f"begins with <{name}>, so it is neither GraphML nor GEXF; export it again"
            )
        self.open.append(name)
        if self.passed_over or name in INSIDE_OTHERS:
            self.passed_over += 1
        elif name == "graph":
            self.graphs += self.within == 0
            self.within += 1
        elif name == "node":
            self._person(attributes)
        elif name == "edge":
            self._tie(attributes)
        elif name == "hyperedge":
            self.hyperedges += 1

    def _end(self, name: str) -> None:
        """Take in the end of an element."""
        name = self.open.pop()
        if self.passed_over:
            self.passed_over -= 1
        elif name == "graph":
            self.within -= 1

    def _person(self, attributes: dict[str, str]) -> None:
        """Take in a person."""
        name = attributes.get("id", attributes.get("name", "")).strip()
        if not name:
            self._refuse("names a node without an id; give it one")
        first = self.people.setdefault(name, self.graphs)
        if first != self.graphs:
            self._refuse(
                f"names {shown(name)} in a second graph of the file; keep one graph in a file, or "
                "give the people of each graph ids of their own"
            )

    def _tie(self, attributes: dict[str, str]) -> None:
        """Take in a tie."""
        ends = [attributes.get(end, "").strip() for end in ("source", "target")]
        self.one.append(ends[0])
        self.other.append(ends[1])
        self.lines.append(self.parser.CurrentLineNumber)

    def _refuse(self, said: str) -> None:
        """Raise the error for the element that is being read."""
        raise refusal(self.file, said, self.parser.CurrentLineNumber)

    def notes(self) -> Iterator[str]:
        """Yield what is to be said about the file beside its numbers."""
        if self.graphs > 1:
            yield f"the file holds {self.graphs} graphs, all of which are read as one"


def marked_up(file: Path) -> TiesFile:
    """Return the ties of a GraphML, GEXF or XGMML file, with all its people in file order.

    Raises ``ScenarioError`` naming the line where the file is not well-formed, and where two
    graphs of one file name the same people.
    """
    raw = content(file)
    if not raw.strip():
        raise refusal(file, "is empty; export the graph again")
    if raw.startswith(b"PK\x03\x04"):
        decoded(file)  # says what it is
    if not raw.startswith(KNOWN_TO_EXPAT):
        raw = raw.lstrip()
    reader, mended = GraphReader(file), ""
    try:
        reader.read(raw)
    except ScenarioError:
        mended = _mended(raw)
        if not mended:
            raise
        reader = GraphReader(file)
        reader.read(mended.encode(), "utf-8")
    left_out = []
    if reader.hyperedges:
        why = f"{counted(reader.hyperedges, 'hyperedge')} among any number of people"
        left_out.append(UnusedRows(reader.hyperedges, why))
    known = list(reader.people)
    ends = EndsOfTies(reader.one, reader.other, reader.lines, "edge", known)
    notes = [*reader.notes(), *([MENDED] if mended else [])]
    return numbered(file, ends, notes, left_out)


def _mended(raw: bytes) -> str:
    """Return a text of markup without what XML does not allow, "" if that changes nothing.

    Labels hold signs of control and lone &, and some programs name another encoding than theirs.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if raw.count(0):
            return ""
        text = raw.decode("cp1252", errors="replace")
    mended = LONE_AMPERSAND.sub("&amp;", NOT_IN_XML.sub("", text))
    return mended if mended.encode() != raw or b"encoding" in raw[:200] else ""


def _printable(line: bytes) -> str:
    """Return a line as it can be shown."""
    return line[:400].decode("utf-8", errors="replace")
