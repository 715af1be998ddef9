"""The file for slides, looked at before work begins."""

from pathlib import Path
from tempfile import TemporaryFile

from sim.errors import InputError, OutputError
from sim.extras import require
from sim.writing import clean, reason, refuse_devices

SUFFIX = ".pptx"


def ready_slides(file: Path | None) -> None:
    """Check that slides can be made and written to this file. None asks for no slides.

    Raises ``InputError`` for a missing package or another suffix, and ``OutputError`` for a
    folder or a place that cannot be written.
    """
    if file is None:
        return
    require("--pptx", "pptx")
    refuse_devices(file)
    if file.suffix.lower() != SUFFIX:
        meant = file.parent / f"{file.stem or 'slides'}{SUFFIX}"
        raise InputError(f"--pptx {file}: slides are written as {SUFFIX}; write --pptx {meant}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        clean(file.parent)
        with TemporaryFile(dir=file.parent):
            pass
    except OSError as wrong:
        raise OutputError(f"cannot write to {file.parent}: {reason(wrong)}") from None
