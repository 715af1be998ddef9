"""A report as one HTML page or as PDF, straight from results in memory."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.errors import InputError
from sim.language.typesetting import Language
from sim.reports.about import speech_of
from sim.reports.comparison import report_of_comparison
from sim.reports.writing import as_html

if TYPE_CHECKING:
    from sim.results import Ensemble

NO_PRINTER = (
    "PDF files need WeasyPrint and the library Pango, which cannot be loaded ({problem}); "
    "open the report as HTML in a browser and print it to a file instead"
)
FITTED = """
.wide, .picture { overflow: visible } table, .many { min-width: 0; max-width: 100% }
.many { font-size: 7pt }
.many th, .many td { padding: 1.5pt 2.5pt; white-space: normal; overflow-wrap: anywhere }
"""
"""Rules that let the widest table stay on a page of paper."""


def comparison_page(ensemble: "Ensemble", language: Language) -> str:
    """Return the report of a comparison as one HTML page that loads nothing."""
    report = report_of_comparison(ensemble, speech_of(language, ensemble.scenario))
    return as_html(report, language)


def printed(page: str) -> bytes:
    """Return an HTML page as a PDF file, on A4. Nothing is loaded from anywhere.

    Raises ``InputError`` where WeasyPrint or one of its libraries is missing.
    """
    weasyprint = _printer()
    document = weasyprint.HTML(string=page, url_fetcher=_nothing)
    content: bytes = document.write_pdf(stylesheets=[weasyprint.CSS(string=FITTED)])
    return content


def _printer() -> Any:
    """Import WeasyPrint, and undo that it lets Pillow take pictures which are cut off."""
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as problem:
        raise InputError(NO_PRINTER.format(problem=str(problem).splitlines()[0])) from None
    from PIL import ImageFile  # noqa: PLC0415 (comes with WeasyPrint)

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _nothing(address: str, *_: object, **__: object) -> object:
    """Refuse to load anything. Reports hold all that they show."""
    raise ValueError(f"a report loads nothing, but names {address[:80]}")
