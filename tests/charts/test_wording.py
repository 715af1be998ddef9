"""Charts speak another language only where they are asked to."""

from sim.charts.wording import number, quoted_plan, speaking


def test_charts_speak_only_within_the_block() -> None:
    with speaking("de"):
        assert quoted_plan("silence") == "„silence“"
        assert number(1234.0) == "1.234"
    assert quoted_plan("silence") == "“silence”"
