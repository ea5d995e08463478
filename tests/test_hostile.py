"""Pages that are broken or made to do harm: an article or a clear error, at a cost that their size bounds."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import WHO

from podcaster import fetch as fetch_room
from podcaster import read_article
from podcaster.article import further_pages, other_versions
from podcaster.article.mend import mend, mend_page
from podcaster.article.text import key, one_line
from podcaster.article.tree import MOST_ELEMENTS
from podcaster.errors import ArticleError, NoArticleError, PodcasterError
from podcaster.fetch import fetch

TEXTS = [
    f"{who} über dem Fluss erklärt „früh“, dass die Brücke für alle Fußgänger offen bleibt." for who in WHO
]
TITLE = "Die Brücke über den Fluss bleibt offen"
STORY = f"<h1>{TITLE}</h1>" + "".join(f"<p>{text}</p>" for text in TEXTS)


def told(content, **kinds):
    article = read_article(content, **kinds)
    return [text for text in (article.lead, *(block.text for block in article.blocks)) if text]


def as_windows(text):
    """UTF-8 that somebody read as windows-1252."""
    return "".join(
        bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in text.encode()
    )


BODY = {
    "no body, no end": STORY,
    "unclosed tags": f"<html><body><div><b><i><u><span>{STORY}",
    "unclosed paragraphs": f"<html><body>{STORY.replace('</p>', '')}",
    "several pages in one": f"<html><body><p>eins</p></body></html><html><head></head><body>{STORY}</body></html>",
    "text behind the end": f"<html><body></body></html>{STORY}",
    "300 bold within each other": f"<html><body><p>{'<b>' * 300}</p>{STORY}",
    "1,900 boxes within each other": f"<html><body>{'<div>' * 1900}{STORY}",
    "1,900 boxes before": f"<html><body>{'<div>' * 1900}{'</div>' * 1900}{STORY}",
    "600 tables within each other": f"<html><body>{'<table><tr><td>' * 600}{STORY}",
    "900 lists within each other": f"<html><body>{'<ul><li>' * 900}{'</ul>' * 900}{STORY}",
    "attributes of 1 MB": f"<html><body><div class='{'x ' * 500_000}' title='{'y' * 1_000_000}'>{STORY}",
    "an address of 1 MB": f"<html><body><a href='{'x' * 1_000_000}'>hier</a>{STORY}",
    "100,000 attributes": f"<html><body><div {' '.join(f'a{n}=1' for n in range(100_000))}>{STORY}",
    "100,000 attributes in brackets": f"<html><body><div {' '.join(f'a{n}=<>' for n in range(100_000))}>{STORY}",
    "quoted attributes with brackets": "<html><body><div "
    + " ".join(f'a{n}="<"' for n in range(60_000))
    + f">{STORY}",
    "500,000 comments": f"<html><body>{'<!-- x -->' * 500_000}{STORY}",
    "a comment that never ends": f"<html><body>{STORY}<!-- <p>Das ist kein Text, und niemand soll ihn jemals hören.</p>",
    "blanks of 10 MB": f"<html><body>{' ' * 5_000_000}{STORY}{chr(10) * 5_000_000}",
    "a script of 10 MB": f"<html><head><script>{'var a=1;' * 1_250_000}</script></head><body>{STORY}",
    "a script with text": f"<html><body><script>document.write('<p>Der falsche Text steht hier drin.</p>')</script>{STORY}",
    "a script that never ends": f"<html><body>{STORY}<script>var a = '<p>{TEXTS[0]}</p>';",
    "style with text": f"<html><body><style>p::after {{ content: '{TEXTS[0]}' }}</style>{STORY}",
    "20,000 options": f"<html><body><select>{'<option>Wort</option>' * 20_000}</select>{STORY}",
    "NUL bytes": f"<html><body>{STORY.replace('Brücke', 'Brü' + chr(0) + 'cke')}",
    "zero-width and soft hyphens": f"<html><body>{STORY.replace('rücke', chr(0xAD) + 'rü' + chr(0x200B) + 'ck&shy;e')}",
    "direction marks": f"<html><body>{STORY.replace(' ', ' ' + chr(0x200F) + chr(0x202E))}",
    "a byte order mark within": f"<html><body>{chr(0xFEFF)}{STORY}",
    "entities": f"<html><body>{STORY.replace('ü', '&uuml;').replace('ß', '&#223;').replace('„', '&bdquo;')}",
    "entities encoded twice": f"<html><body>{STORY.replace('ü', '&amp;uuml;').replace('ß', '&amp;#223;')}",
    "entities encoded thrice": f"<html><body>{STORY.replace('ü', '&amp;amp;uuml;')}",
    "letters encoded twice": f"<html><body>{as_windows(STORY)}",
    "letters encoded thrice": f"<html><body>{as_windows(as_windows(STORY))}",
    "CDATA": f"<html><body><![CDATA[ x ]]>{STORY}",
    "base addresses": f"<html><head><base href='javascript:alert(1)'><base href='http://[::1'></head><body>{STORY}",
    "text in noscript": f"<html><body><div id=app></div><noscript>{STORY}</noscript></body></html>",
    "text in noscript of the head": f"<html><head><noscript>{STORY}</noscript></head><body></body></html>",
    "the same in noscript": f"<html><body>{STORY}<noscript>{STORY}</noscript></body></html>",
    "JSON-LD that is broken": f"<html><body><script type='application/ld+json'>{'[' * 100_000}</script>{STORY}",
    "JSON-LD of 100,000 lists": f"<html><body><script type='application/ld+json'>[{'[{}],' * 100_000}0]</script>{STORY}",
    "5,000 JSON-LD": f"<html><body>{'<script type=application/ld+json>{}</script>' * 5_000}{STORY}",
    "text in articleBody": '<html><head><script type="application/ld+json">'
    + json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(TEXTS)})
    + "</script></head><body><div id=app></div></body></html>",
    "the same in articleBody": '<html><head><script type="application/ld+json">'
    + json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": " ".join(TEXTS)})
    + f"</script></head><body>{STORY}</body></html>",
}


@pytest.mark.parametrize("content", BODY.values(), ids=BODY)
def test_the_article_is_read_whole_and_alone(content):
    assert told(content, is_html=True) == TEXTS


PART = {
    "text in plaintext": f"<html><body>{STORY}<plaintext><p>{TEXTS[0]}",
    "a million entities": f"<html><body>{STORY}<p>{'&uuml;' * 1_000_000}</p>",
    "a word of 5 MB": f"<html><body>{STORY}<p>{'a' * 5_000_000}.</p>",
    "a million accents": f"<html><body>{STORY}<p>a{chr(0x301) * 1_000_000}.</p>",
    "2,000 times the same": f"<html><body>{STORY}{f'<p>{TEXTS[0]}</p>' * 2_000}",
}


@pytest.mark.parametrize("content", PART.values(), ids=PART)
def test_the_article_is_read_whole(content):
    assert told(content, is_html=True)[: len(TEXTS)] == TEXTS


ERRORS = {
    "100,000 boxes within each other": ("<div>" * 100_000 + STORY, "too deep"),
    "100,000 boxes before": ("<div>" * 100_000 + "</div>" * 100_000 + STORY, "too deep"),
    "20,000 lists within each other": ("<ul><li>" * 20_000 + STORY, "too deep"),
    "much within 1,500 boxes": ("<div>" * 1_500 + "<p>Ein Wort.</p>" * 5_000, "too deep"),
    "10 MB of paragraphs": (
        "<p>" + TEXTS[0] + "</p>" + "<p>Das ist ein langer Satz.</p>" * 350_000,
        "elements",
    ),
    "only comments": ("<!-- " * 100_000, "empty"),
    "only plaintext": (f"<plaintext>{STORY}", "no article"),
    "a title without end": (f"<html><head><title>{STORY}", "no article"),
    "text in a form": (f"<html><body><textarea>{STORY}", "no article"),
    "brackets": ("<" * 200_000, "no article"),
    "nothing but NUL": ("\0" * 1000, "empty|binary"),
    "an empty page": ("<!-- -->", "empty|no article"),
    "21 MB": ("<p>" + "x" * 21_000_000, "larger than 20 MB"),
}


@pytest.mark.parametrize(("content", "words"), ERRORS.values(), ids=ERRORS)
def test_what_cannot_be_read_is_told(content, words):
    with pytest.raises(NoArticleError, match=words):
        read_article(content, "https://blatt.example/", is_html=True)


@pytest.mark.parametrize("depth", [200, 255, 256, 300, 1_000, 1_900])
def test_pages_of_any_sane_depth_are_read_whole(depth):
    last = TEXTS[0].replace("Rat", "Senat")
    assert told(f"<html><body>{'<div>' * depth}{STORY}{'</div>' * depth}<p>{last}</p>")[: len(TEXTS)] == TEXTS


@pytest.mark.parametrize("depth", [2_060, 5_000])
def test_no_page_is_cut_off_in_silence(depth):
    with pytest.raises(NoArticleError, match="too deep"):
        read_article(f"<html><body>{STORY}{'<div>' * depth}{STORY}")


def test_text_that_a_page_closes_is_not_taken_from_its_data():
    facts = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": "\n\n".join(TEXTS),
        "isAccessibleForFree": False,
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(facts)}</script></head><body><h1>{TITLE}</h1><p>{TEXTS[0]}</p></body></html>'
    with pytest.raises(ArticleError):
        read_article(page)


def test_more_elements_than_any_article_has_cost_no_more_than_to_count_them():
    with pytest.raises(NoArticleError, match=str(MOST_ELEMENTS)):
        read_article("<p>" + "<b>x</b>" * (MOST_ELEMENTS + 1), is_html=True)


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "CAFÉ… und ÜBER–ALL, MÄRCHEN»",
        "São João, Ângela, Škoda, Łódź, façade, Ærø",
        "Er sagte â, sie sagte Ã.",
        "Ελλάδα, Москва, 東京",
    ],
)
def test_sound_text_is_not_mended(text):
    assert mend(text) == text
    assert mend_page(text.encode()) == text.encode()


@given(st.text(alphabet="äöüÄÖÜß„“‚‘’–—…é€§°»« abcXYZ.,", max_size=80))
def test_german_that_was_encoded_twice_is_mended(text):
    assert mend(f"für {text}") == f"für {text}"
    assert mend(as_windows(f"für {text}")) == f"für {text}"


@pytest.mark.parametrize(
    ("data", "is_meta"),
    [
        (STORY.encode(), "iso-8859-1"),
        (STORY.encode("cp1252"), "utf-8"),
        (STORY.encode("cp1252"), None),
        (STORY.encode("utf-16"), None),
        (STORY.encode("utf-8-sig"), "utf-8"),
        (as_windows(STORY).encode(), "utf-8"),
        (STORY.encode()[:-40] + "Fußgänger offen bleibt.</p>".encode("cp1252"), "utf-8"),
    ],
    ids=range(7),
)
def test_pages_in_other_encodings_than_they_say(tmp_path, data, is_meta):
    file = tmp_path / "seite.html"
    meta = (
        f'<meta charset="{is_meta}">'.encode("utf-16" if data[:2] == b"\xff\xfe" else "ascii")
        if is_meta
        else b""
    )
    file.write_bytes(data if not is_meta else meta + data)
    page = fetch(str(file))
    assert told(page.content, is_html=True)[:7] == TEXTS[:7]


def test_a_page_of_more_than_20_mb_is_not_taken_into_memory(tmp_path):
    file = tmp_path / "seite.html"
    file.write_bytes(b"<p>" + b"x" * (fetch_room.MAX_BYTES + 1))
    with pytest.raises(PodcasterError, match="larger than 20 MB"):
        fetch(str(file))


# ---------------------------------------------------------------- properties

snippets = st.sampled_from(
    [
        *(
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</table>",
            "<ul>",
            "<ol start=-3>",
        ),
        *(
            "<li>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<h2>",
            "<b>",
            "</i>",
            "<a href='?seite=2'>2</a>",
            "<nav class=pagination>",
        ),
        *(
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<script>",
            "</script>",
            "<noscript>",
            "</noscript>",
            "<template>",
        ),
        *(
            "</body>",
            "</html>",
            "<html>",
            "<body>",
            "<frameset>",
            "<svg>",
            "<math>",
            "<select>",
            "<option value='/x/2'>",
        ),
        *(
            "<base href='//x'>",
            "<link rel=next href='?page=2'>",
            "<link rel=amphtml href=amp>",
            "<time>10:05 Uhr</time>",
        ),
        *(
            "<td colspan=999 rowspan=999>",
            "<th>Ort</th>",
            "<caption>Zahlen",
            "<figcaption>",
            "<br>",
            "<br><br>",
        ),
        *(
            "&amp;uuml;",
            "&#0;",
            "&#xD800;",
            "&#99999999;",
            "&",
            "<",
            ">",
            "\0",
            "\u00ad",
            "\u202e",
            "\ufffd",
            "Ã¼",
            "â€",
        ),
        *(
            '<script type="application/ld+json">{"@type":["LiveBlogPosting"],"liveBlogUpdate":[1,{},{"articleBody":7}]}</script>',
        ),
        *('<script type="application/ld+json">{"articleBody": ["x"], "isAccessibleForFree": {}}</script>',),
        *TEXTS,
    ]
)


@settings(max_examples=150)
@given(st.lists(snippets, max_size=40), st.booleans())
def test_any_soup_gives_an_article_or_a_clear_error(parts, any_form):
    content = "".join(parts)
    try:
        article = read_article(
            content, "https://blatt.example/a", is_html=True, any_language=True, any_form=any_form
        )
    except ArticleError:
        article = None
    if article:
        assert all(block.text == one_line(block.text) and key(block.text) for block in article.blocks)
    sequel = further_pages(content, "https://blatt.example/a")
    assert sequel is None or sequel.total > 1
    assert all(
        address.startswith("https://blatt.example/")
        for address in other_versions(content, "https://blatt.example/a")
    )


@settings(max_examples=60)
@given(
    st.permutations(
        [
            "<p>{}</p>",
            "<div>{}</div>",
            "<p><b>{}",
            "<section><p>{}</section>",
            "<p>{}<br>",
            "<p>{}",
            "</div><p>{}",
            "<blockquote>{}</blockquote>",
        ]
    )
)
def test_no_paragraph_of_a_broken_page_is_lost_or_doubled(wrappers):
    body = "".join(wrapper.format(text) for wrapper, text in zip(wrappers, TEXTS, strict=True))
    texts = told(f"<html><body><main><h1>{TITLE}</h1>{body}</main>", is_html=True)
    assert sorted(texts) == sorted(TEXTS)
