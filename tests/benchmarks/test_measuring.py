"""What the lines of the benchmarks say."""

from collections.abc import Callable

import pytest

from tests.benchmarks.measuring import Work, at_least, at_most, medians


def test_a_line_says_whether_its_target_is_met() -> None:
    assert at_least("speed", 81.0, 80, " M").met
    assert not at_least("speed", 79.0, 80, " M").met
    assert at_most("time", 1.2999, 1.3, " ×").met
    assert at_most("time", 1234.5, 1.3, " ×").measured == "1,234 ×"
    assert at_most("time", 1.5, 1.3, " ×").target == "≤ 1.3 ×"


def test_medians_leave_out_what_it_takes_to_prepare() -> None:
    ticking = iter(range(1000))
    order = []

    def work(name: str, lasts: int) -> Work:
        def prepare() -> Callable[[], object]:
            order.append(name)
            next(ticking)
            return lambda: [next(ticking) for _ in range(lasts)]

        return prepare

    spent = medians({"short": work("short", 2), "long": work("long", 7)}, 5, lambda: next(ticking))
    assert spent == {"short": 3, "long": 8}
    assert order == ["short", "long"] * 5


def test_a_part_that_there_is_not_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.benchmarks.__main__ import main

    monkeypatch.setattr("sys.argv", ["benchmarks", "weather"])
    with pytest.raises(SystemExit):
        main()
    assert "there is no part 'weather'" in capsys.readouterr().err
