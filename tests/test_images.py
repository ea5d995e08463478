from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from podcaster.errors import ConfigError
from podcaster.images import measured, show_cover, square_cover, title_cover


def picture(size=(1600, 900), kind="JPEG", mode="RGB", colour="navy", **saved):
    target = BytesIO()
    Image.new(mode, size, colour).save(target, kind, **saved)
    return target.getvalue()


def opened(data):
    return Image.open(BytesIO(data))


def ink_box(data):
    """Where white letters stand."""
    image = opened(data).convert("RGB")
    white = image.point(lambda value: 255 if value > 225 else 0).convert("L")
    return white.point(lambda value: 255 if value > 250 else 0).getbbox()


# ── a title as a picture ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("side", [1400, 3000])
def test_a_title_becomes_what_apple_takes(side):
    data = title_cover("Kaffee & Kuchen", "Ada Brandt", side_px=side)
    assert measured(data) == ("JPEG", side, side, "RGB")
    assert opened(data).info["dpi"] == (72, 72)
    assert len(data) < 512_000


def test_the_same_title_gives_the_same_picture_and_another_one_another():
    first = title_cover("Kaffee", "Ada", side_px=1400)
    assert title_cover("Kaffee", "Ada", side_px=1400) == first
    assert title_cover("Kuchen", "Ada", side_px=1400) != first


def test_covers_of_one_show_have_one_ground():
    grounds = {
        opened(title_cover(title, family="Küche", side_px=1400)).getpixel((5, 5)) for title in "abcdef"
    }
    assert len(grounds) == 1


@pytest.mark.parametrize(
    "title", ["Häuser über Nacht", "ẞ ä ö ü „Zitat“ – 5 €", "Żółć, Ćosić, Škoda", "Ωμέγα Жук"]
)
def test_letters_of_europe_are_set(title):
    plain = "".join(char for char in title if char.isascii())
    assert title_cover(title, family="x", side_px=1400) != title_cover(plain, family="x", side_px=1400)


def test_emoji_and_foreign_scripts_leave_no_boxes():
    def letters(title):
        image = opened(title_cover(title, family="x", side_px=1400))
        return image.crop((0, 530, 1400, 1400)).tobytes()

    assert letters("Kaffee ☕️ und 👩‍👩‍👧 Kuchen 日本") == letters("Kaffee und Kuchen")
    assert letters("A\u0308pfel") == letters("Äpfel")
    assert letters("Was\u00adser\x00") == letters("Wasser")


@settings(max_examples=25)
@given(title=st.text(max_size=300), line=st.text(max_size=60))
@example(title="ü" * 5000, line="&" * 5000)
@example(title="Wort " * 1000, line="\ud800")
@example(title="]]>", line="")
def test_every_title_fits(title, line):
    data = title_cover(title, line, side_px=1400)
    box = ink_box(data)
    assert box is None or (box[0] >= 90 and box[2] <= 1400 - 90 and box[3] <= 1400 - 90)


def test_short_titles_are_larger_than_long_ones():
    short, long = (ink_box(title_cover(title, side_px=1400)) for title in ("Wald", "Wald und Wiese " * 20))
    assert short[3] - short[1] < long[3] - long[1]
    assert short[2] - short[0] > 300


# ── an article's picture ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [
        picture(),
        picture((900, 1600), "PNG"),
        picture((600, 600), "PNG", "RGBA", (0, 0, 90, 128)),
        picture((800, 600), "PNG", "P", 0),
        picture((800, 600), "PNG", "I;16", 1000),
        picture((800, 600), "GIF", "P", 0),
        picture((800, 600), "WEBP"),
        picture((800, 600), "JPEG", "CMYK", (10, 20, 30, 40)),
        picture((800, 600), "JPEG", "L", 40),
    ],
)
def test_pictures_become_square_jpegs(data):
    assert measured(square_cover(data)) == ("JPEG", 1400, 1400, "RGB")


def test_the_middle_is_kept():
    image = Image.new("RGB", (1600, 800), "red")
    ImageDraw.Draw(image).rectangle((400, 0, 1199, 799), fill="blue")
    target = BytesIO()
    image.save(target, "PNG")
    colours = opened(square_cover(target.getvalue())).resize((10, 10)).getcolors()
    assert all(red < 40 and blue > 200 for _, (red, _, blue) in colours)


def test_exif_turns_the_picture_and_is_gone():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Kamera"
    image = Image.new("RGB", (1000, 1000), "red")
    ImageDraw.Draw(image).rectangle((0, 0, 499, 999), fill="blue")  # left, upright: top
    target = BytesIO()
    image.save(target, "JPEG", exif=exif, comment=b"geheim")
    cover = square_cover(target.getvalue())
    assert opened(cover).getpixel((700, 100))[2] > 200
    assert b"Kamera" not in cover
    assert b"Exif" not in cover
    assert b"geheim" not in cover


def bomb():
    """A PNG that claims 60,000 pixels a side."""
    data = bytearray(picture((500, 500), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"kein Bild" * 100,
        picture()[:3000],
        picture((1, 1)),
        picture((1200, 300)),
        bomb(),
    ],
    ids=["empty", "svg", "text", "cut", "pixel", "banner", "bomb"],
)
def test_what_makes_no_cover_is_left(data):
    assert square_cover(data) is None


# ── a show's own cover ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_a_cover_that_fits_stays_as_it_is(kind, suffix):
    data = picture((1400, 1400), kind)
    assert show_cover(data, "cover") == (data, suffix)


@pytest.mark.parametrize(
    ("data", "side"),
    [
        (picture((800, 800)), 1400),
        (picture((2000, 1600), "PNG"), 1600),
        (picture((4000, 4000)), 3000),
        (picture((1400, 1400), "PNG", "RGBA", (0, 0, 0, 0)), 1400),
        (picture((1400, 1400), "JPEG", "CMYK", (1, 2, 3, 4)), 1400),
    ],
)
def test_other_covers_are_made_to_fit(data, side):
    cover, suffix = show_cover(data, "cover")
    assert (measured(cover), suffix) == (("JPEG", side, side, "RGB"), ".jpg")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"kein Bild", "neither JPEG nor PNG"),
        (picture((1400, 1400), "GIF", "P", 0), "neither JPEG nor PNG"),
        (picture((1400, 1400))[:3000], "damaged"),
        (bomb(), "60000 × 60000|neither"),
    ],
)
def test_a_cover_that_is_none_is_told(data, cause):
    with pytest.raises(ConfigError, match=cause) as caught:
        show_cover(data, "mein/cover.jpg")
    assert str(caught.value).startswith("mein/cover.jpg: the cover")
