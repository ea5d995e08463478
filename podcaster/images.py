"""Covers: a title set as a picture, and an article's picture cut to a square.

Apple takes square JPEG or PNG of 1400 to 3000 pixels, in RGB, 72 dpi
(https://podcasters.apple.com/support/896-artwork-requirements); other apps take what Apple takes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from podcaster.errors import ConfigError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SHOW_SIDE_PX = 3000
EPISODE_SIDE_PX = 1400
MIN_SIDE_PX, MAX_SIDE_PX = 1400, 3000

MAX_PIXELS = 100_000_000
"""A larger picture is a bomb: a few bytes that unpack to gigabytes."""
_LEAST_SIDE_PX = 400  # a logo or a counting pixel: enlarged to a cover it is a blur
_SLIMMEST = 1 / 3  # a banner: of its square nothing is left to see

_QUALITY = 88
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png"}

# Dark enough for white letters: contrast 7:1 and more (WCAG 2.2 AAA), each with a light companion.
_COLOURS = (
    ((24, 54, 92), (247, 178, 73)),
    ((92, 26, 51), (247, 160, 140)),
    ((18, 75, 66), (245, 214, 110)),
    ((66, 36, 98), (240, 160, 205)),
    ((104, 42, 14), (255, 205, 120)),
    ((29, 66, 102), (120, 215, 220)),
    ((52, 62, 30), (215, 225, 120)),
    ((44, 44, 52), (240, 120, 100)),
)
# Duden, § 164: Erlen-brü-cke, Gesell-schaft; ch, sch, ph, th and qu stand for one sound
_SYLLABLE = re.compile(
    r"(?<=\w) (?= (?: sch | (?<!s)ch | ph | th | qu | [bdfgj-np-tv-zß] | (?<![cpt])h ) [aeiouyäöü] )",
    re.IGNORECASE | re.VERBOSE,
)

_WHITE = (255, 255, 255)

# In thousandths of the side
_MARGIN = 90
_TITLE_TOP, _TITLE_BOTTOM = 380, 870
_LINE_TOP = 895
_LARGEST, _SMALLEST, _SMALL_LINE = 150, 36, 40
_LARGEST_BROKEN = 66  # where a word is too long for any line
_LEADING = 1.16
_SHOWN_CHARS = 800  # more than there is room for, in the smallest letters
_BARS, _BARS_MIDDLE, _BARS_HEIGHT = 33, 215, 200


def title_cover(title: str, line: str = "", *, family: str | None = None, side_px: int) -> bytes:
    """A square JPEG with ``title`` in large letters and ``line`` (author or show) below.

    ``family`` chooses colours: covers of one show go together; else the title does. The same
    values give the same picture. Emoji, and letters of scripts that the font does not know, are
    left out; a title that is too long even in the smallest letters ends in ``…``.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415

    ground, light = _COLOURS[_digest(family or title)[0] % len(_COLOURS)]
    picture = Image.new("RGB", (side_px, side_px), ground)
    draw = ImageDraw.Draw(picture)
    _draw_bars(draw, _digest(title), light, side_px)
    if title := _printable(title, "Bold"):
        _draw_title(draw, title, side_px)
    if line := _printable(line, "Regular"):
        font = _font("Regular", _px(_SMALL_LINE, side_px))
        [short], _ = _wrapped(line, font, _width(side_px), 1)
        draw.text((_px(_MARGIN, side_px), _px(_LINE_TOP, side_px)), short, font=font, fill=light)
    return _jpeg(picture)


def square_cover(data: bytes) -> bytes | None:
    """The middle of a picture as a square JPEG of 1400 pixels without its EXIF data.

    None for what is no picture, is damaged, or would make no cover: too small, a banner, a bomb.
    """
    picture = _opened(data)
    if picture is None:
        return None
    least, most = sorted(picture.size)
    if least < _LEAST_SIDE_PX or least < most * _SLIMMEST or least * most > MAX_PIXELS:
        return None
    try:
        return _squared(picture, EPISODE_SIDE_PX)
    except (OSError, ValueError, SyntaxError, MemoryError):  # as Pillow calls damage
        return None


def show_cover(data: bytes, subject: str) -> tuple[bytes, str]:
    """A show's own cover as apps take it, and its suffix: what fits stays as it is, else it is made to.

    Raises ConfigError about ``subject`` where it is no JPEG or PNG.
    """
    picture = _opened(data)
    wrong = ("the cover is neither JPEG nor PNG", "convert it, 1400 to 3000 pixels square")
    if picture is None or picture.format not in _SUFFIXES:
        raise ConfigError(subject, *wrong)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise ConfigError(subject, f"the cover has {width} × {height} pixels", "make it 3000 × 3000")
    try:
        picture.load()
        if width == height and MIN_SIDE_PX <= width <= MAX_SIDE_PX and picture.mode == "RGB":
            return data, _SUFFIXES[picture.format]
        return _squared(picture, min(max(min(picture.size), MIN_SIDE_PX), MAX_SIDE_PX)), ".jpg"
    except (OSError, ValueError, SyntaxError, MemoryError) as exc:
        raise ConfigError(subject, "the cover is damaged", "export it anew as JPEG or PNG") from exc


def measured(data: bytes) -> tuple[str, int, int, str] | None:
    """Format (``JPEG``), width, height and mode (``RGB``) of a picture by its head; None for no picture."""
    picture = _opened(data)
    if picture is None:
        return None
    return picture.format or "", *picture.size, picture.mode


def _opened(data: bytes) -> Image | None:
    """The picture, its pixels not yet read."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bombs, which we refuse ourselves, and of odd EXIF data
        try:
            # no other format: each decoder is one more door, and papers serve these
            return Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF"))
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None


def _squared(picture: Image, side_px: int) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415

    if picture.format == "JPEG":  # decodes at a half or a quarter where that is enough
        picture.draft("RGB", (side_px, side_px))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"P", "LA", "RGBA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, _WHITE)
        upright.paste(layer, mask=layer.getchannel("A"))
    square = ImageOps.fit(upright.convert("RGB"), (side_px, side_px), Image.Resampling.LANCZOS)
    return _jpeg(square)


def _jpeg(picture: Image) -> bytes:
    """Without metadata: ``save`` writes none that it is not given."""
    picture.info.clear()
    target = BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, optimize=True, subsampling=0, dpi=(72, 72))
    return target.getvalue()


# ── setting a title ─────────────────────────────────────────────────────────────────────────────


def _draw_title(draw: ImageDraw, title: str, side_px: int) -> None:
    """As large as it fits between the bars and the line below, at the foot of that space."""
    width, height = _width(side_px), _px(_TITLE_BOTTOM - _TITLE_TOP, side_px)
    largest, smallest = _px(_LARGEST, side_px), _px(_SMALLEST, side_px)
    breaks = _longest_word_px(title, _font("Bold", smallest)) > width
    if breaks:
        largest = _px(_LARGEST_BROKEN, side_px)
    for size in range(largest, smallest - 1, -max(1, side_px // 350)):
        font = _font("Bold", size)
        if not breaks and _longest_word_px(title, font) > width:
            continue
        most = int(height / (size * _LEADING))
        lines, is_whole = _wrapped(title, font, width, most)
        if is_whole:
            break
    top = _px(_TITLE_BOTTOM, side_px) - len(lines) * size * _LEADING
    for number, text in enumerate(lines):
        place = (_px(_MARGIN, side_px), top + number * size * _LEADING)
        draw.text(place, text, font=font, fill=_WHITE)


def _longest_word_px(text: str, font: FreeTypeFont) -> float:
    return max(map(font.getlength, text.split()), default=0.0)


def _wrapped(text: str, font: FreeTypeFont, width_px: float, most_lines: int) -> tuple[list[str], bool]:
    """Lines of whole words, and whether they are all; only a word that no line holds is cut."""
    lines, words = [""], text.split()[::-1]
    while words:
        word = words.pop()
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width_px:
            lines[-1] = longer
        elif len(lines) == most_lines:
            kept = longer[: _fitting(longer, font, width_px, "…")]
            lines[-1] = (kept.rpartition(" ")[0] or kept).rstrip(" ,.;:-–") + "…"
            return lines, False
        elif lines[-1]:
            lines.append("")
            words.append(word)
        else:
            cut = _syllable_end(word, _fitting(word, font, width_px, "-"))
            lines[-1:] = [word[:cut] + "-", ""]
            words.append(word[cut:])
    return lines, True


def _fitting(text: str, font: FreeTypeFont, width_px: float, ending: str) -> int:
    """How many characters fit on a line before ``ending``; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle] + ending) <= width_px:
            low = middle
        else:
            high = middle - 1
    return low


def _syllable_end(word: str, most: int) -> int:
    """Where German parts a word: the last consonant before a vowel begins the new line."""
    ends = [match.start() for match in _SYLLABLE.finditer(word, 0, most + 4) if match.start() <= most]
    return ends[-1] if ends and ends[-1] > most // 2 else most


def _printable(text: str, weight: str) -> str:
    """What the font can show, white space collapsed; a soft hyphen goes, a dropped sign leaves a blank."""
    composed = unicodedata.normalize("NFC", text[:_SHOWN_CHARS])
    shown = (
        char if _has(char, weight) else " "
        for char in composed
        if unicodedata.category(char) not in {"Cf", "Mn", "Me"}  # joiners, variation selectors, stray accents
    )
    return " ".join("".join(shown).split())


@cache
def _has(char: str, weight: str) -> bool:
    if unicodedata.category(char)[0] in "CZ":
        return False
    font = _font(weight, 40)
    return bytes(font.getmask(char)) != bytes(font.getmask("\U0010fffd"))


@cache
def _font(weight: str, size_px: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    data = files("podcaster").joinpath(f"fonts/Roboto-{weight}.ttf").read_bytes()
    # the layout that every build of Pillow has: the same cover on every machine
    return ImageFont.truetype(BytesIO(data), size_px, layout_engine=ImageFont.Layout.BASIC)


def _draw_bars(draw: ImageDraw, seed: bytes, colour: tuple[int, int, int], side_px: int) -> None:
    """A spoken phrase as a row of bars, its own for each title."""
    pitch = _width(side_px) / _BARS
    middle = _px(_BARS_MIDDLE, side_px)
    for number in range(_BARS):
        loudness = 0.12 + 0.88 * (seed[number % len(seed)] / 255) * (0.35 + 0.65 * (number % 11 != 0))
        half = max(loudness * _px(_BARS_HEIGHT, side_px) / 2, pitch / 4)
        left = _px(_MARGIN, side_px) + number * pitch
        box = (left, middle - half, left + pitch * 0.56, middle + half)
        draw.rounded_rectangle(box, radius=pitch * 0.28, fill=colour)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def _px(thousandths: int, side_px: int) -> int:
    return thousandths * side_px // 1000


def _width(side_px: int) -> int:
    return side_px - 2 * _px(_MARGIN, side_px)
