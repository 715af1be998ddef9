"""A client's brand: read, checked, and shown on reports, hand-outs and slides."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from pptx import Presentation

from sim.brand import READABLE, Brand, contrast, darker, read_brand
from sim.errors import InputError
from sim.exercise.templates import render
from sim.reports import write_report
from sim.reports.parts import ReportTable
from sim.reports.slides.deck import Deck, Origin
from sim.reports.slides.native import table
from tests.reports.reading import Page

BRAND = """
name = "Bread & <b>Co</b>"
logo = "logo.png"
[colours]
bar = "#123456"
text = "#ffffff"
accent = "#8B1A1A"
"""
SECRET = "taken at home"


def written(folder: Path, text: str = BRAND, size: tuple[int, int] = (900, 300)) -> Path:
    """Write a brand file with its logo, which holds a hidden text."""
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", SECRET)
    Image.new("RGBA", size, (200, 30, 30, 128)).save(folder / "logo.png", pnginfo=hidden)
    file = folder / "brand.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_brand_is_read_with_its_logo_written_anew(tmp_path: Path) -> None:
    brand = read_brand(written(tmp_path))
    assert (brand.name, brand.text) == ("Bread & <b>Co</b>", "#FFFFFF")
    assert SECRET.encode() in (tmp_path / "logo.png").read_bytes()
    assert SECRET.encode() not in brand.logo
    with Image.open(io.BytesIO(brand.logo)) as logo:
        assert (logo.format, logo.mode, logo.size) == ("PNG", "RGBA", (720, 240))


def test_colours_that_are_left_out_can_be_read(tmp_path: Path) -> None:
    brand = read_brand(written(tmp_path, 'name = "Bread"'))
    assert brand.logo == b""
    assert contrast(brand.text, brand.bar) >= READABLE
    assert contrast(brand.accent, "#F5F6F8") >= READABLE


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1.0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "Bread & <b>Co</b>"', "", "name: nothing is no name; write a text"),
        ('name = "Bread & <b>Co</b>"', "name = 7", "name: 7 is no name"),
        ("logo =", "loggo =", 'loggo: there is no such key; did you mean "logo"?'),
        ('logo = "logo.png"', 'logo = "none.png"', "none.png cannot be read"),
        ('logo = "logo.png"', 'logo = "."', "no ordinary file"),
        ('logo = "logo.png"', 'logo = "brand.toml"', "save it as a PNG, JPEG, WebP or GIF"),
        ('logo = "logo.png"', "logo = 3", 'logo: 3 is no file; write logo = "logo.png"'),
        ("bar =", "band =", "colours.band: there is no such key"),
        ('"#123456"', '"blue"', "colours.bar: 'blue' is no colour; write it as #RRGGBB"),
        ('"#123456"', '"#EEEEEE"', "contrast is 1.2 and has to be 4.5 or more; write for example"),
        ('"#8B1A1A"', '"#FFCC00"', "colours.accent: #FFCC00 cannot be read beside the page"),
        (BRAND[BRAND.index("[colours]") :], "colours = 3", "colours: is no table"),
        ("name", "=", "is no TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_place_and_remedy(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    assert old in BRAND
    file = written(tmp_path, BRAND.replace(old, new, 1))
    with pytest.raises(InputError) as wrong:
        read_brand(file)
    assert str(wrong.value).startswith(str(file))
    assert told in str(wrong.value)


@pytest.mark.parametrize("key", ["text", "accent"])
@pytest.mark.parametrize("colour", ["#FFCC00", "#CCCCCC", "#7FFF00", "#F4F4F4"])
def test_the_colour_that_is_suggested_instead_is_taken(
    key: str, colour: str, tmp_path: Path
) -> None:
    before = {"text": "#ffffff", "accent": "#8B1A1A"}[key]
    text = BRAND.replace("#123456", "#EEEEEE" if key == "text" else "#123456")
    file = written(tmp_path, text.replace(before, colour))
    with pytest.raises(InputError) as wrong:
        read_brand(file)
    better = str(wrong.value).rpartition(f'{key} = "')[2].rstrip('"')
    written(tmp_path, text.replace(before, better))
    assert getattr(read_brand(file), key) == better


def test_a_missing_file_a_folder_and_one_of_other_bytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name, told in (("none.toml", "cannot be read"), (".", "no ordinary file"),
                       ("bytes.toml", "save it as UTF-8")):  # fmt: skip
        with pytest.raises(InputError, match=told):
            read_brand(tmp_path / name)


def test_a_report_shows_the_brand_and_still_loads_nothing(
    compare_folder: Path, tmp_path: Path
) -> None:
    brand = read_brand(written(tmp_path))
    file = write_report(compare_folder, "en", tmp_path / "report.html", brand)
    text, page = file.read_text("utf-8"), Page.of(file)
    assert "Bread &amp; &lt;b&gt;Co&lt;/b&gt;" in text
    assert "--blue: #8B1A1A" in text
    assert [each["src"][:22] for each in page.all("img")] == ["data:image/png;base64,"]
    plain = write_report(compare_folder, "en", tmp_path / "plain.html").read_text("utf-8")
    assert 'class="brand"' not in plain


def test_hand_outs_show_the_brand_where_there_is_one(tmp_path: Path) -> None:
    page = render("handout.html", title="T", speech=type("S", (), {"language": "en"}),
                  brand=read_brand(written(tmp_path)))  # fmt: skip
    assert 'class="brand"' in page
    assert "img-src data:" in page


@pytest.mark.parametrize("size", [(900, 100), (100, 900), (40, 40)])
def test_every_slide_has_the_logo_inside_its_place(size: tuple[int, int], tmp_path: Path) -> None:
    brand = read_brand(written(tmp_path, size=size))
    deck = Deck("Bread", Origin("12 runs", "shitstorm-sim", "shitstorm compare"), brand)
    deck.add("A finding", "what it shows")
    deck.add("Another", "what it shows")
    deck.save(tmp_path / "slides.pptx")
    for slide in Presentation(str(tmp_path / "slides.pptx")).slides:
        shapes = {shape._element.xpath(".//p:cNvPr")[0].get("descr"): shape
                  for shape in slide.shapes if shape.shape_type is not None}  # fmt: skip
        assert brand.name in shapes
        plate, logo = (next(s for s in slide.shapes if s.shape_type == kind) for kind in (1, 13))
        assert plate.left <= logo.left
        assert logo.left + logo.width <= plate.left + plate.width
        assert plate.top <= logo.top
        assert logo.top + logo.height <= plate.top + plate.height


def test_a_brand_without_a_logo_writes_its_name_on_slides(tmp_path: Path) -> None:
    brand = Brand("Bread", b"", "#123456", "#FFFFFF", "#8B1A1A")
    slide = Deck("Bread", Origin("", "", ""), brand).add("A finding", "what it shows")
    assert "Bread" in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert darker("#808080") == "#606060"


@pytest.mark.parametrize("brand", [None, Brand("Bread", b"", "#0B5345", "#FFEECC", "#8B1A1A")])
def test_headings_of_tables_on_slides_can_be_read_in_the_colours_of_the_brand(
    brand: Brand | None,
) -> None:
    deck = Deck("Bread", Origin("", "", ""), brand)
    slide = deck.add("A finding", "what it shows")
    table(slide, ReportTable("", ("plan", "peak"), []), [("a", "1"), ("b", "2")], deck.heading)
    (grid,) = (shape.table for shape in slide.shapes if shape.has_table)
    for row in range(3):
        for cell in (grid.cell(row, 0), grid.cell(row, 1)):
            ground = f"#{cell.fill.fore_color.rgb}"
            ink = f"#{cell.text_frame.paragraphs[0].runs[0].font.color.rgb}"
            assert contrast(ground, ink) >= READABLE
            assert row or brand is None or (ground, ink) == (brand.bar, brand.text)
