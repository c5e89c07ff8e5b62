"""A photograph made ready for paper: upright, three by four, small, without what cameras add."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from lms.core import pictures

#: Points of the photograph: 30 x 40 mm at 254 points to the inch.
SIZE = (300, 400)
#: Fewer points would print blurred.
LEAST = (240, 320)
#: More points than any camera of today has are a decompression bomb.
_MOST = 60_000_000
#: Where the face is in the picture: how much of what is cut off is cut off above.
CROPS = {"atas": 0.15, "tengah": 0.5, "bawah": 0.85}


class NotUsable(ValueError):
    """The reason why a picture cannot be printed: "unreadable", "cut_off", "huge" or "small"."""


def ready(data: bytes, crop: str) -> bytes:
    """Return a photograph as JPEG, laid anew: nothing of the file that came is kept.

    Raises NotUsable. Only JPEG and PNG are read, by their content.
    """
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MOST:
                raise NotUsable("huge")
            if not pictures.is_whole(data, picture.format or ""):
                raise NotUsable("cut_off")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NotUsable("unreadable") from fault
    if upright.width < LEAST[0] or upright.height < LEAST[1]:
        raise NotUsable("small")
    fitted = ImageOps.fit(upright, SIZE, Image.Resampling.LANCZOS, centering=(0.5, CROPS[crop]))
    clean = Image.new("RGB", SIZE)
    clean.paste(fitted)
    target = BytesIO()
    clean.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()
