"""Bytes and text of a file of ties, unpacked and decoded."""

import bz2
import codecs
import gzip
import lzma
import re
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sim.community.files.refusals import refusal, shown
from sim.errors import ScenarioError

MOST_PACKED = 200
"""Times that a packed file may grow. Lists of ties grow four to twenty times."""
SMALL = 100_000_000
"""Bytes up to which a packed file may grow as it likes."""
PIECE = 1 << 24
"""Bytes that are unpacked at a time."""
Opener = Callable[[BytesIO], Any]
PACKED: dict[str, tuple[str, bytes, Opener]] = {
    ".gz": ("gzip", b"\x1f\x8b", gzip.open),
    ".bz2": ("bzip2", b"BZh", bz2.open),
    ".xz": ("xz", b"\xfd7zXZ", lzma.open),
}
"""What packs a file, its first bytes, and what opens it, by the ending of its name."""
METHODS = {ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA}
"""Ways of packing in a zip archive that can be unpacked here."""
LOCKED = 0x1
"""Mark of a file in a zip archive that needs a password."""
NO_CONTENT = re.compile(r"/$|(?:^|/)(?:__MACOSX/|\.)")
"""What systems write into archives beside the files."""
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Encodings by the first bytes, the longer marks before those that they begin with."""
INVISIBLE = re.compile("[\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060]")
"""Marks without width or ink, as copying from pages and joining files leaves them in names."""
NOT_TEXT = {
    b"PK\x03\x04": "is a workbook or a zip archive; save its table as .csv, or unpack it",
    b"\xd0\xcf\x11\xe0": "is an old workbook; save its table as .csv",
    b"PAR1": "is a Parquet table; let its name end with .parquet",
    b"\x28\xb5\x2f\xfd": "is packed with zstd; unpack it, or pack it with gzip",
    b"%PDF": "is a PDF; save the ties as .csv",
}
"""What other files begin with, and what to do with them."""


class DecodedText(NamedTuple):
    """The text of a file with newlines alone, and what is to be said about its encoding."""

    text: str
    notes: tuple[str, ...] = ()


def version(file: Path) -> tuple[int, int]:
    """Return a mark that changes when the file does. Raises an error if there is no file."""
    try:
        found = file.stat()
        is_file = file.is_file()
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or wrong
        said = f"cannot be read: {why}; correct the path in [community.ties]"
        raise refusal(file, said) from None
    if not is_file:
        what = "is a folder" if file.is_dir() else "is no ordinary file"
        raise refusal(file, f"{what}; name the file of ties in [community.ties]")
    return found.st_mtime_ns, found.st_size


def content(file: Path) -> bytes:
    """Return the bytes of a file, unpacked if it is packed."""
    version(file)
    try:
        packed = file.read_bytes()
        named = file.suffix.lower()
        if named == ".zip":
            return _unzipped(file, packed)
        for ending, (packer, begin, opened) in PACKED.items():
            if packed.startswith(begin):
                return _unpacked(file, packed, opened)
            if named == ending and packed:
                raise refusal(file, f"is not packed with {packer}; leave {ending} out of its name")
        return packed
    except (EOFError, zlib.error, lzma.LZMAError, BadZipFile, RuntimeError):
        raise refusal(file, "ends too early or is damaged; copy it again") from None
    except OSError as wrong:
        if wrong.strerror is None:  # gzip and bzip2 say so of damaged files
            raise refusal(file, "ends too early or is damaged; copy it again") from None
        said = f"cannot be read: {wrong.strerror}; correct its permissions or its path"
        raise refusal(file, said) from None


def zipped_name(file: Path) -> str:
    """Return the name of the only file in a zip archive. Folders and notes of systems are none.

    Raises ``ScenarioError`` if there is none or more than one, if the archive is damaged, or if it
    is whole and cannot be unpacked here.
    """
    try:
        with ZipFile(BytesIO(file.read_bytes())) as archive:
            parts = [part for part in archive.infolist() if not NO_CONTENT.search(part.filename)]
    except OSError as wrong:
        said = f"cannot be read: {wrong.strerror}; correct its permissions or its path"
        raise refusal(file, said) from None
    except (BadZipFile, NotImplementedError):
        raise refusal(file, "is no whole zip archive; copy it again, or unpack it") from None
    if len(parts) != 1:
        told = ", ".join(shown(part.filename) for part in parts[:5]) or "none"
        raise refusal(file, f"holds {len(parts)} files: {told}; unpack it and name one of them")
    _check_can_be_unpacked(file, parts[0])
    return parts[0].filename


def _check_can_be_unpacked(file: Path, part: ZipInfo) -> None:
    """Raise an error for what no copying mends: a password, or a way of packing not known here."""
    if part.flag_bits & LOCKED:
        raise refusal(file, "is locked with a password; unpack it and name the file in it")
    if part.compress_type not in METHODS:
        said = f"is packed by a method not known here ({part.compress_type}); unpack it elsewhere"
        raise refusal(file, said)


def _unzipped(file: Path, packed: bytes) -> bytes:
    """Return what is in the only file of a zip archive."""
    name = zipped_name(file)
    with ZipFile(BytesIO(packed)) as archive, archive.open(name) as inside:
        return _all_of(file, inside, len(packed))


def _unpacked(file: Path, packed: bytes, opened: Opener) -> bytes:
    """Return what is in a packed file. Raises an error if it grows out of all proportion."""
    with opened(BytesIO(packed)) as inside:
        return _all_of(file, inside, len(packed))


def _all_of(file: Path, inside: IO[bytes], packed: int) -> bytes:
    """Return all that is packed. Raises an error if it grows out of all proportion."""
    pieces, size = [], 0
    while piece := inside.read(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > max(SMALL, MOST_PACKED * packed):
            said = f"unpacks to more than {size // 1_000_000} MB; unpack it and look into it"
            raise refusal(file, said)
    return b"".join(pieces)


def decoded(file: Path) -> DecodedText:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32, or else Windows-1252 with a note."""
    raw = content(file)
    for begin, said in NOT_TEXT.items():
        if raw.startswith(begin):
            raise refusal(file, said)
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        if encoding != "utf-8":
            raise _undecoded(file, raw, wrong) from None
        return _windows(file, raw, wrong)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        said = "holds a zero byte, so it is no text; save the ties as .csv"
        raise refusal(file, said, line)
    return DecodedText(_newlines(text))


def _encoding(raw: bytes) -> str:
    """Return the encoding that the first bytes tell: a mark, or zero bytes beside letters."""
    for mark, name in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return name
    head = raw[:2000]
    if len(raw) % 2 == 0 and head.count(0) >= 0.3 * len(head) > 0:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    return "utf-8"


def _windows(file: Path, raw: bytes, wrong: UnicodeDecodeError) -> DecodedText:
    """Return text that is not UTF-8 as Windows-1252, where no part of it is UTF-8."""
    if re.search(rb"[\xc3-\xf4][\x80-\xbf]", raw[: wrong.start]) or b"\0" in raw:
        raise _undecoded(file, raw, wrong)
    # Every other table of single bytes keeps different names different as well.
    text = raw.decode("cp1252", errors="ignore")
    if len(text) < len(raw):
        text = raw.decode("latin-1")
    line = raw.count(b"\n", 0, wrong.start) + 1
    note = f"line {line:,} is not UTF-8, so the file was read as Windows-1252 (names only)"
    return DecodedText(_newlines(text), (note,))


def _undecoded(file: Path, raw: bytes, wrong: UnicodeDecodeError) -> ScenarioError:
    """Return the error for the first line that cannot be decoded."""
    line = raw.count(b"\n", 0, wrong.start) + 1
    value = raw[wrong.start : wrong.start + 1].hex()
    said = f"is not UTF-8 text here (byte {value}); save the file with the encoding UTF-8"
    return refusal(file, said, line)


def _newlines(text: str) -> str:
    """Return the text with one kind of newline, without marks of its end and unseen ones."""
    text = text if text.isascii() else INVISIBLE.sub("", text)
    return text.rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
