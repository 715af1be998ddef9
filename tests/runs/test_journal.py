"""Finished jobs in a file: read back exactly, and every kind of damage noticed."""

import resource
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from sim.errors import DamagedFileWarning, InputError, OutputError
from sim.runs.journal import FILE, FORMER_FILE, Journal

ABOUT = {"study": {"seeds": 3}, "version": "1"}


def kept(folder: Path) -> dict[str, object]:
    return dict(Journal(folder, ABOUT).results())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three finished jobs."""
    journal = Journal(tmp_path, ABOUT)
    for job in ("a", "b", "c"):
        journal.keep(job, [job, 0.1])
    return tmp_path


def test_results_are_read_back_exactly(tmp_path: Path) -> None:
    result = {"nan": float("nan"), "third": 1 / 3, "array": np.arange(6.0).reshape(2, 3) / 7}
    result["text"] = "Bewölkt"
    Journal(tmp_path, ABOUT).keep("job", {**result, "count": np.int64(3)})
    again = kept(tmp_path)["job"]
    assert isinstance(again, dict)
    np.testing.assert_array_equal(again["array"], result["array"])
    assert np.isnan(again["nan"])
    assert (again["third"], again["text"], again["count"]) == (1 / 3, "Bewölkt", 3)


def test_arrays_keep_their_type(tmp_path: Path) -> None:
    for kind in (np.int8, np.int32, np.float32, np.float64, np.bool_):
        Journal(tmp_path, ABOUT, f"{kind.__name__}.jsonl").keep("job", np.ones(3, kind))
        journal = Journal(tmp_path, ABOUT, f"{kind.__name__}.jsonl")
        assert next(journal.results())[1].dtype == kind


def test_what_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="results of type Path"):
        Journal(tmp_path, ABOUT).keep("job", object.__new__(Path))


def test_a_last_line_that_was_cut_off_is_removed_without_a_word(folder: Path) -> None:
    text = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(text[:-5])
    assert set(kept(folder)) == {"a", "b"}
    Journal(folder, ABOUT).keep("c", 1)
    assert set(kept(folder)) == {"a", "b", "c"}


def test_a_damaged_line_is_reported_and_its_job_counts_as_unfinished(folder: Path) -> None:
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text(text.replace('["b", 0.1]', '["b", 0.2]'), "utf-8")
    with pytest.warns(DamagedFileWarning, match=r"in line 3; the jobs kept there run again"):
        journal = Journal(folder, ABOUT)
    assert journal.finished == {"a", "c"}
    assert dict(journal.results()) == {"a": ["a", 0.1], "c": ["c", 0.1]}


def test_a_damaged_first_line_is_refused(folder: Path) -> None:
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text("x" + text, "utf-8")
    with pytest.raises(InputError, match="damaged in its first line"):
        Journal(folder, ABOUT)


def test_what_another_process_has_finished_and_removed_is_not_begun_again(folder: Path) -> None:
    journal = Journal(folder, ABOUT)
    (folder / FILE).unlink()
    journal.keep("d", 1)
    assert not (folder / FILE).exists()


def test_several_processes_may_keep_jobs_in_one_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sim.runs.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]), {'version': '1'})\n"
        "for n in range(50): journal.keep(f'{sys.argv[2]}/{n}', 'x' * 5000)"
    )
    words = [sys.executable, "-c", code, str(tmp_path)]
    processes = [subprocess.Popen([*words, name]) for name in "abc"]
    assert [process.wait(timeout=600) for process in processes] == [0, 0, 0]
    assert len(dict(Journal(tmp_path, {"version": "1"}).results())) == 150


def test_a_job_that_stands_there_twice_counts_once(folder: Path) -> None:
    lines = (folder / FILE).read_bytes().splitlines(keepends=True)
    (folder / FILE).write_bytes(b"".join([*lines, lines[2], lines[1]]))
    assert [job for job, _ in Journal(folder, ABOUT).results()] == ["a", "b", "c"]


NO_JOBS = ["[]", "1", '{"job": "d"}', '{"job": ["d"], "result": 1}', '{"array": "%"}', "[" * 10_000]


@pytest.mark.parametrize("content", NO_JOBS)
def test_a_whole_line_that_holds_no_job_is_reported(folder: Path, content: str) -> None:
    with (folder / FILE).open("ab") as file:
        file.write(b"%08x %b\n" % (zlib.crc32(content.encode()), content.encode()))
    with pytest.warns(DamagedFileWarning, match="in line 5"):
        journal = Journal(folder, ABOUT)
    assert [job for job, _ in journal.results()] == ["a", "b", "c"]


def test_other_jobs_are_refused_with_what_has_changed(folder: Path) -> None:
    with pytest.raises(InputError, match=r"changed since then: study\.seeds, version"):
        Journal(folder, {"study": {"seeds": 4}, "version": "2"})


def test_unfinished_runs_of_a_former_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / FORMER_FILE).write_text("{}")
    with pytest.raises(InputError, match=r"unfinished runs of version 0\.1\.0, which this"):
        Journal(tmp_path, ABOUT)


def test_a_study_of_a_former_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('["0/0", [1.0]]\n')
    with pytest.raises(InputError, match="written by another version"):
        Journal(tmp_path, ABOUT)


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on sizes of files")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path, ABOUT)
    journal.keep("0/0", [1.0])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.file.stat().st_size + 20, before[1]))
    try:
        with pytest.raises(OutputError, match="What is finished is kept"):
            journal.keep("0/1", [2.0] * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert kept(tmp_path) == {"0/0": [1.0]}
