"""Pictures for staged posts: whatever is uploaded becomes a plain JPEG of bounded size, or nothing.

The upload itself is never kept nor served. What is shown has been decoded and written anew, so
that neither hidden contents nor the place where it was taken are passed on.
"""

import io
import warnings

from sim.exercise.refusals import RefusedError

LARGEST_UPLOAD = 8_000_000
"""Bytes of a picture as it comes."""
LARGEST_PICTURE = 240_000
"""Bytes of a picture as it is kept."""
MOST_PIXELS = 24_000_000
"""Pixels that are decoded. Of a JPEG, which can be read smaller, those that are left then."""
PALETTES = ("P", "PA", "LA", "1")
"""Modes in which a picture is not made smaller well."""
LONGEST_SIDE = 1200
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITIES = (84, 72, 58, 40)
SMALLER = 0.7
"""Factor of the sides if no quality makes it small enough."""
NO_PICTURE = (
    "this is no picture that can be read; choose a JPEG, PNG, WebP or GIF of at most "
    f"{LARGEST_UPLOAD // 1_000_000} MB and {MOST_PIXELS // 1_000_000} megapixels"
)


def plain_picture(upload: bytes) -> bytes:
    """Return an uploaded picture as a plain JPEG. Raises RefusedError for anything else."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (an extra)

    if len(upload) > LARGEST_UPLOAD:
        raise _refused()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a warning of Pillow's is about a suspicious file
            with Image.open(io.BytesIO(upload), formats=FORMATS) as opened:
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read smaller
                if opened.width * opened.height > MOST_PIXELS:
                    raise _refused()
                picture = opened.convert("RGBA") if opened.mode in PALETTES else opened
                picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except RefusedError:
        raise
    except Exception:  # a broken file can fail anywhere in a decoder
        raise _refused() from None
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    while True:
        for quality in QUALITIES:
            written = io.BytesIO()
            ground.save(written, "JPEG", quality=quality, optimize=True)
            if len(written.getvalue()) <= LARGEST_PICTURE:
                return written.getvalue()
        ground = ground.resize([max(1, int(side * SMALLER)) for side in ground.size])


def _refused() -> RefusedError:
    return RefusedError(NO_PICTURE, "no_picture", mb=LARGEST_UPLOAD // 1_000_000)
