"""Headlines of slides: whole, and in their place."""

import pytest

from sim.charts.style import HEIGHT, slide

SENTENCE = (
    "By critical posts the plan with a roadmap and help for clients beats silence once the "
    "promise is kept in 63 % of cases (95 %: 51 %–77 %); always by customers lost, "
)


@pytest.mark.parametrize("room", range(120, 421, 60))
def test_no_headline_of_any_length_is_cut_or_leaves_its_slide(room: int) -> None:
    words = (SENTENCE * 3)[:room].rsplit(" ", 1)[0]
    figure = slide(words, "What is shown", "Where it comes from")
    [title] = [text for text in figure.texts if text.get_gid() == "title"]
    assert " ".join(title.get_text().split("\n")) == words
    top = title.get_window_extent().y1 / figure.dpi
    assert top < HEIGHT - 0.05
