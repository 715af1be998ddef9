"""Forms of files of ties, by the ending of a name and by what the file begins with.

To add a form, write one function from a file to its ties and name it here.
"""

import re
from collections.abc import Callable
from pathlib import Path

from sim.community.files.contents import PACKED, DecodedText, content, decoded, zipped_name
from sim.community.files.edge_lists import edge_list
from sim.community.files.json_graphs import graph_of, json_graph
from sim.community.files.literals import BEGIN, python_values
from sim.community.files.markup import marked_up
from sim.community.files.neighbor_lists import adjacency_list, interactions
from sim.community.files.numbering import TiesFile
from sim.community.files.other_graphs import gml, matrix_market, pajek
from sim.community.files.plain_graphs import dimacs, gdf, graph6, lgl
from sim.community.files.refusals import refusal, shown
from sim.community.files.tables import parquet
from sim.community.files.workbooks import workbook

TextReader = Callable[[Path, DecodedText], TiesFile]

TEXTS: dict[str, TextReader] = {
    ".csv": edge_list,
    ".tsv": edge_list,
    ".tab": edge_list,
    ".txt": edge_list,
    ".dat": edge_list,
    ".edgelist": edge_list,
    ".edges": edge_list,
    ".el": edge_list,
    ".ncol": edge_list,
    ".net": pajek,
    ".paj": pajek,
    ".gml": gml,
    ".mtx": matrix_market,
    ".json": json_graph,
    ".jsonl": json_graph,
    ".ndjson": json_graph,
    ".cyjs": json_graph,
    ".adjlist": adjacency_list,
    ".sif": interactions,
    ".gdf": gdf,
    ".lgl": lgl,
    ".dimacs": dimacs,
    ".col": dimacs,
    ".gr": dimacs,
    ".g6": graph6,
    ".s6": graph6,
}
"""Readers of text by the ending of a name, before .gz if packed."""
OTHERS: dict[str, Callable[[Path], TiesFile]] = {
    ".parquet": parquet,
    ".pq": parquet,
    ".parq": parquet,
    ".xlsx": workbook,
    ".xlsm": workbook,
    ".graphml": marked_up,
    ".gexf": marked_up,
    ".xgmml": marked_up,
    ".xml": marked_up,
}
"""Readers of other forms."""
BEGINNINGS: dict[str, TextReader] = {
    r"\*(?:vertices|network)\b": pajek,
    r"%%MatrixMarket\b": matrix_market,
    r"(?:#[^\n]*\n|creator\b[^\n]*\n|version\b[^\n]*\n|comment\b[^\n]*\n|\s)*graph\s*\[": gml,
    r"(?:nodedef|edgedef)\s*>": gdf,
    r"(?:c\b[^\n]*\n\s*)*p (?:edge|col|sp|max)\w* \d+ \d+\s*\n": dimacs,
    r">>(?:graph6|sparse6)<<": graph6,
    r"\{\s*[\"}]|\[\s*[\[{]": json_graph,
}
"""Beginnings of texts that are no lists of ties whatever their ending."""
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]")
NOT_READ = {
    r"dl\s+n\s*=": "is a UCINET DL file; export the graph as Pajek or as a list of ties",
    r"(?:strict\s+)?(?:di)?graph\b[^\n]*\{": "is a Graphviz file; export the graph as GraphML",
}
"""Beginnings of texts that are not read, and what to do instead."""
REMEDIES = {
    ".dot": "export the graph as GraphML",
    ".gv": "export the graph as GraphML",
    ".dl": "export the graph as Pajek (.net) or as a list of ties",
    ".xls": "save the sheet as .csv",
    ".ods": "save the sheet as .csv",
    ".pickle": "write one tie per line (networkx: write_edgelist with data=False)",
    ".gpickle": "write one tie per line (networkx: write_edgelist with data=False)",
    ".graphmlz": "unpack it and call it .graphml",
    ".gephi": "export the graph as GEXF (File, Export, Graph file)",
    ".cys": "export the network as GraphML",
}
"""What to do with files of other endings."""
HEAD = 4000
"""Bytes or characters at the beginning that tell a form."""


def ending_of(file: Path) -> str:
    """Return the ending of a file's name in small letters, before .gz if there is one.

    An archive has that of the only file in it.
    """
    if file.suffix.lower() == ".zip" and file.is_file():
        file = Path(zipped_name(file))
    endings = [ending.lower() for ending in file.suffixes if ending.lower() not in PACKED]
    return endings[-1] if endings else ""


def read_form(file: Path) -> TiesFile:
    """Return the ties of a file in whatever form it is.

    Raises ``ScenarioError`` if the form is not known, with what to do instead.
    """
    ending = ending_of(file)
    if ending in OTHERS:
        return OTHERS[ending](file)
    if ending not in TEXTS:
        remedy = REMEDIES.get(ending, "save the ties as .csv, two people per line")
        known = ", ".join([*TEXTS, *OTHERS])
        said = f"is no file of ties by its ending {shown(ending)}; {remedy}; known: {known}"
        raise refusal(file, said)
    raw = content(file)
    if MARKUP.match(raw[:HEAD]):
        return marked_up(file)
    if raw.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in raw:
        return workbook(file)
    text = decoded(file)
    begin = text.text[:HEAD].lstrip()
    for mark, said in NOT_READ.items():
        if re.match(mark, begin, re.IGNORECASE):
            raise refusal(file, said, 1, begin.split("\n")[0])
    if TEXTS[ending] is not edge_list:
        return TEXTS[ending](file, text)
    found = (form for mark, form in BEGINNINGS.items() if re.match(mark, begin, re.IGNORECASE))
    form = next(found, edge_list)
    if form is edge_list and re.match(BEGIN, begin):
        try:
            return graph_of(file, python_values(text.text), text.notes)
        except ValueError:  # pairs in brackets, line by line
            if len(re.findall(r"[(\[{]", text.text)) != len(re.findall(r"[)\]}]", text.text)):
                said = "opens brackets that it does not close, or the other way; write all of it"
                raise refusal(file, said, 1, begin.split("\n")[0]) from None
    return form(file, text)
