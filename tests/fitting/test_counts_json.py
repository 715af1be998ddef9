"""Counts as JSON and packed: read whatever they are wrapped in, refused with line and remedy."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

from sim.errors import InputError
from sim.fitting.counts import Counts, OpenQuestion, read_counts
from tests.fitting.exports import COUNTS, days

DAYS = [day.isoformat() for day, _ in days()]
EPOCHS = [int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) for day in DAYS]
RECORDS = [{"date": day, "count": n} for day, n in zip(DAYS, COUNTS, strict=True)]
FRAME = pd.DataFrame(RECORDS)
BY_TIME = FRAME.assign(date=pd.to_datetime(FRAME["date"])).set_index("date")
TABLES: dict[str, Any] = {
    "records": RECORDS,
    "German names": [{"Datum": each["date"], "Anzahl": each["count"]} for each in RECORDS],
    "epochs": [{"ts": ms * 1000, "n": n} for ms, n in zip(EPOCHS, COUNTS, strict=True)],
    "columns": {"date": DAYS, "count": list(COUNTS)},
    "rows with a heading": [["date", "count"], *zip(DAYS, COUNTS, strict=True)],
    "rows alone": [[ms * 1000, n] for ms, n in zip(EPOCHS, COUNTS, strict=True)],
    "one count by time": dict(zip(DAYS, COUNTS, strict=True)),
    "X": {
        "data": [
            {"start": f"{day}T00:00:00.000Z", "end": f"{day}T23:59:59.000Z", "tweet_count": n}
            for day, n in zip(DAYS, COUNTS, strict=True)
        ],
        "meta": {"total_tweet_count": sum(COUNTS)},
    },
    "Google Trends": {
        "default": {
            "timelineData": [
                {"time": str(s), "formattedTime": day, "formattedAxisTime": day, "value": [n],
                 "hasData": [True], "formattedValue": [str(n)]}
                for s, day, n in zip(EPOCHS, DAYS, COUNTS, strict=True)
            ],
            "averages": [],
        }
    },
    "Elasticsearch": {
        "took": 3,
        "hits": {"total": {"value": 10}, "hits": []},
        "aggregations": {
            "per_day": {
                "buckets": [
                    {"key_as_string": f"{day}T00:00:00.000Z", "key": s * 1000, "doc_count": n}
                    for s, day, n in zip(EPOCHS, DAYS, COUNTS, strict=True)
                ]
            }
        },
    },
    "a series": {"results": {"series": [{"name": "all", "data": RECORDS}]}},
    "a histogram of one name": {"histogram": [{"date": d["date"], "value": d["count"]}
                                              for d in RECORDS]},
    **{orient: json.loads(FRAME.to_json(orient=orient))
       for orient in ("records", "columns", "index", "split", "values")},
    **{f"{orient} by time": json.loads(BY_TIME.to_json(orient=orient, date_format="iso"))
       for orient in ("columns", "index", "split")},
    "split by milliseconds": {"columns": ["count"], "index": [1000 * s for s in EPOCHS],
                              "data": [[n] for n in COUNTS]},
    "columns by milliseconds": {"count": {str(1000 * s): n for s, n
                                          in zip(EPOCHS, COUNTS, strict=True)}},
}  # fmt: skip

NAMELESS = {"rows alone", "values"}


def is_whole(counts: Counts) -> bool:
    return (
        list(counts.values["count"]) == list(COUNTS)
        and counts.utc[0] == EPOCHS[0] * 1000
        and counts.unit.name == "days"
    )


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_read_whatever_it_is_wrapped_in(tmp_path: Path, name: str, indent: int | None):
    path = tmp_path / "storm.json"
    path.write_text(json.dumps(TABLES[name], indent=indent))
    counts = read_counts(path)
    assert is_whole(counts)
    assert (indent is None) <= ("(line " not in counts.times.meaning)
    assert any("heading" in note for note in counts.notes) == (name in NAMELESS)


def test_one_record_per_line_is_read_with_the_lines_of_the_file(tmp_path: Path):
    path = tmp_path / "storm.jsonl"
    lines = [json.dumps(record) for record in RECORDS]
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    assert is_whole(read_counts(path))
    lines[2] = lines[2].replace('"count": ', '"count": "many ').replace("}", '"}')
    path.write_text("\n".join(lines))
    with pytest.raises(InputError, match="line 3"):
        read_counts(path)


def test_a_record_without_a_line_of_its_own_is_named_by_its_number(tmp_path: Path):
    path = tmp_path / "storm.json"
    wrong = [*RECORDS[:2], {**RECORDS[2], "count": "many"}, *RECORDS[3:]]
    path.write_text(json.dumps(wrong))
    with pytest.raises(InputError, match="record 3") as refused:
        read_counts(path)
    assert "line " not in str(refused.value).removeprefix(str(path))
    path.write_text(json.dumps(wrong, indent=1))  # four lines each, below one bracket
    with pytest.raises(InputError, match="line 10"):
        read_counts(path)


def test_two_columns_of_counts_in_json_are_asked_about(tmp_path: Path):
    path = tmp_path / "storm.json"
    path.write_text(json.dumps([{"date": d["date"], "red": d["count"], "blue": 3}
                                for d in RECORDS]))  # fmt: skip
    with pytest.raises(OpenQuestion) as asked:
        read_counts(path)
    assert asked.value.field == "count_column"


def test_search_terms_that_are_compared_are_asked_about(tmp_path: Path):
    path = tmp_path / "storm.json"
    points = [{"time": str(s), "formattedTime": "x", "value": [n, 2]}
              for s, n in zip(EPOCHS, COUNTS, strict=True)]  # fmt: skip
    path.write_text(json.dumps({"default": {"timelineData": points}}))
    with pytest.raises(OpenQuestion) as asked:
        read_counts(path)
    assert asked.value.field == "count_column"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps({"a": RECORDS, "b": RECORDS}), "2 lists of times"),
        ('{"date": "2023-04-01"}', "no list has times and counts; write"),
        ('[{"date": "2023-04-01", "count": 5},\n{"date": "2023-04-02", "count": ]', "line 2"),
        ('[{"date": "2023-04-01",\n "count": 5, "count": 6}]', '"count" twice'),
        ("[" * 100_000, "is no JSON|nested too deep"),
        ('{"date": ["2023-04-01", "2023-04-02"], "count": [1]}', "no list has times"),
    ],
)
def test_json_that_is_no_table_is_refused_with_a_remedy(tmp_path: Path, text: str, said: str):
    path = tmp_path / "storm.json"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        read_counts(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_counts_are_read(tmp_path: Path, pack: Callable[[bytes], bytes]):
    table = FRAME.to_csv(index=False).encode()
    path = tmp_path / "storm.csv.packed"
    path.write_bytes(pack(table))
    assert is_whole(read_counts(path))
    path.write_bytes(pack(table)[:-5])
    with pytest.raises(InputError, match="damaged or not complete; copy it again"):
        read_counts(path)


def test_counts_alone_in_an_archive_are_read_and_two_files_are_refused(tmp_path: Path):
    path = tmp_path / "storm.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("storm.csv", FRAME.to_csv(index=False))
        archive.writestr("__MACOSX/._storm.csv", "x")
    assert is_whole(read_counts(path))
    with ZipFile(path, "a") as archive:
        archive.writestr("other.csv", "x")
    with pytest.raises(InputError, match="holds 2 files"):
        read_counts(path)
