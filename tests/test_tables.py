"""Tables and numbered lists, as they are told."""

import pytest
from lxml import html

from podcaster import read_article, write_script
from podcaster.article.tables import is_data

TEXTS = [
    f"{who} hat am Sonntag gewählt, und am Abend standen vor dem Rathaus sehr viele Menschen im Regen."
    for who in ("Die Stadt", "Das Dorf", "Der Landkreis", "Die Insel")
]


def page(inside, *, at=2):
    body = [f"<p>{text}</p>" for text in TEXTS]
    body.insert(at, inside)
    return f'<html lang="de"><body><main><article><h1>Die Wahl ist vorbei</h1>{"".join(body)}</article></main></body></html>'


def table(rows, *, head=True, caption=""):
    cells = [
        "<tr>"
        + "".join(f"<{tag}>{text}</{tag}>" for text in row for tag in ["th" if head and not at else "td"])
        + "</tr>"
        for at, row in enumerate(rows)
    ]
    return f"<table>{f'<caption>{caption}</caption>' if caption else ''}{''.join(cells)}</table>"


def blocks(inside, **kinds):
    article = read_article(page(inside, **kinds))
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == TEXTS
    return [(block.kind, block.text) for block in article.blocks if block.kind != "paragraph"]


@pytest.mark.parametrize(
    ("rows", "head", "told"),
    [
        (
            [["Partei", "Prozent", "Sitze"], ["SPD", "14,9", "23"], ["Grüne", "20", "31"]],
            True,
            ["SPD: 14,9 Prozent; 23 Sitze.", "Grüne: 20 Prozent; 31 Sitze."],
        ),
        (
            [
                ["Ort", "Anteil (in %)", "Bürgermeister"],
                ["Erlenau", "14,9", "Ida Blum"],
                ["Moor", "–", "offen"],
            ],
            True,
            ["Erlenau: Anteil 14,9 Prozent; Bürgermeister Ida Blum.", "Moor: Bürgermeister offen."],
        ),
        ([["Einwohner", "12.000"], ["Fläche", "33 km²"]], False, ["Einwohner: 12.000.", "Fläche: 33 km²."]),
        (
            [["Jahr", "Zuschauer"], ["2023", "1.200"], ["2024", "1.450"]],
            False,
            ["Jahr 2023: 1.200 Zuschauer.", "Jahr 2024: 1.450 Zuschauer."],
        ),
    ],
)
def test_a_small_table_is_told_row_by_row(rows, head, told):
    assert blocks(table(rows, head=head)) == [("list item", text) for text in told]


def test_a_caption_is_told_before_its_table():
    rows = [["Partei", "Prozent"], ["SPD", "14,9"], ["Grüne", "20"]]
    assert blocks(table(rows, caption="Ergebnis der Wahl"))[0] == ("note", "Tabelle: Ergebnis der Wahl.")


LARGE = [["Ort", *"ABCDEF"], *([f"Ort {n}", *"123456"] for n in range(30))]


@pytest.mark.parametrize("at", [1, 2, 4])
@pytest.mark.parametrize(
    ("caption", "told"),
    [
        ("", "Tabelle ausgelassen."),
        ("Ergebnisse der Landtagswahl", "Tabelle ausgelassen: Ergebnisse der Landtagswahl."),
    ],
)
def test_a_large_table_is_said_to_be_left_out_at_its_place(caption, told, at):
    html_page = page(table(LARGE, caption=caption), at=at)
    article = read_article(html_page)
    texts = [article.lead, *(block.text for block in article.blocks)]
    assert texts[texts.index(told) - 1] == TEXTS[at - 1]
    (left,) = [left for left in article.left_out if left.why == "table that is too large to be heard"]
    assert "Ort 29" in left.text
    spoken = " ".join(segment.spoken for segment in write_script(article).segments)
    assert "Tabelle ausgelassen" in spoken
    assert "Ort 29" not in spoken


def test_cells_over_several_rows_and_columns_fill_them():
    rows = (
        "<table><tr><th colspan=3>Spiele am Samstag</th></tr><tr><th>Ort</th><th>Uhr</th><th>Gegner</th></tr>"
        "<tr><td rowspan=2>Erlenau</td><td>15:30</td><td>Moor</td></tr><tr><td>18:00</td><td>Hafen</td></tr></table>"
    )
    assert blocks(rows) == [
        ("note", "Tabelle: Spiele am Samstag."),
        ("list item", "Erlenau: Uhr 15:30; Gegner Moor."),
        ("list item", "Erlenau: Uhr 18:00; Gegner Hafen."),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>Nur eine</td></tr><tr><td>Spalte</td></tr></table>",
        "<table role=presentation><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        "<table><tr><td><form><input></form></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        f"<table><tr><td>Menü</td><td>{' '.join(TEXTS)}</td></tr><tr><td>Fuß</td><td>Ende</td></tr></table>",
        "<table><tr><td><table><tr><td>x</td></tr></table></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    ],
)
def test_what_is_no_table_of_data(source):
    assert not is_data(html.fromstring(source))


def test_a_page_laid_out_as_a_table_is_read():
    body = "".join(f"<p>{text}</p>" for text in TEXTS)
    layout = f"<html lang=de><body><table><tr><td>Menü</td><td>Suche</td></tr><tr><td>Links</td><td><h1>Die Wahl</h1>{body}</td></tr></table></body></html>"
    article = read_article(layout)
    assert [text for text in (article.lead, *(block.text for block in article.blocks)) if text] == TEXTS


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "<ol><li>Mehl sieben</li><li>Den Teig ruhen lassen</li></ol>",
            ["1. Mehl sieben", "2. Den Teig ruhen lassen"],
        ),
        ("<ol><li><p>Mehl sieben</p></li><li><p>Backen</p></li></ol>", ["1. Mehl sieben", "2. Backen"]),
        ("<ol start=3><li>Backen</li><li>Essen</li></ol>", ["3. Backen", "4. Essen"]),
        ("<ol reversed><li>Silber</li><li>Gold</li></ol>", ["2. Silber", "1. Gold"]),
        ("<ol><li value=7>Backen</li><li>Essen</li></ol>", ["7. Backen", "8. Essen"]),
        ("<ol><li>1. Backen</li><li>2. Essen</li></ol>", ["1. Backen", "2. Essen"]),
        ("<ol class='list-unstyled'><li>Backen</li><li>Essen</li></ol>", ["Backen", "Essen"]),
        ("<ul><li>Backen</li><li>Essen</li></ul>", ["Backen", "Essen"]),
    ],
)
def test_ordered_lists_keep_their_numbers(source, told):
    assert [text for kind, text in blocks(source) if kind == "list item"] == told


def test_numbers_of_a_list_are_spoken():
    article = read_article(page("<ol><li>Mehl sieben</li><li>Den Teig ruhen lassen</li></ol>"))
    spoken = [segment.spoken for segment in write_script(article).segments]
    assert [text for text in spoken if text.startswith(("Erstens", "Zweitens"))] == [
        "Erstens: Mehl sieben,",
        "Zweitens: Den Teig ruhen lassen",
    ]


@pytest.mark.parametrize("span", ["0", "-1", "99999999999999999999", "x", "²"])
def test_absurd_spans_cost_nothing(span):
    source = f"<table><tr><th>Ort</th><th>Zahl</th></tr><tr><td colspan='{span}'>Moor</td><td rowspan='{span}'>1</td></tr></table>"
    assert blocks(source + "<p></p>")
