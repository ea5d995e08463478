"""Articles as plain text: mails, and what was copied out of a browser."""

from pages import SENTENCES, paragraphs

from podcaster.article import read_article


def test_hard_wrapped_text_is_joined():
    text = """Die alte Mühle dreht sich wieder

    Seit Sonntag mahlt die Mühle am Erlenbach zum ersten Mal seit dem Krieg wieder
    Korn, und das ganze Dorf durfte dabei zusehen, wie sich die Flügel in der Nord-
    see-Brise langsam in Bewegung setzten.

    Der Verein hat dafür fünf Jahre lang Spenden gesammelt und selbst mit angepackt,
    damit aus der Ruine noch einmal ein richtiges Mühlenhaus werden konnte.
    """
    article = read_article(text)
    assert article.title == "Die alte Mühle dreht sich wieder"
    assert len(paragraphs(article)) == 2
    assert "wieder Korn, und das ganze Dorf" in paragraphs(article)[0]


def test_a_paragraph_a_line_needs_no_blank_lines():
    article = read_article("\n".join(["Nebel über dem alten Hafen", *SENTENCES]))
    assert article.title == "Nebel über dem alten Hafen"
    assert [article.lead, *paragraphs(article)] == SENTENCES


def test_a_line_may_begin_with_a_day_and_lists_with_a_bullet():
    day = "24. Juni 2024 war der Tag, an dem die Fähre nach langer Pause zum ersten Mal wieder fuhr."
    text = "\n\n".join(
        [
            "Nebel über dem alten Hafen",
            *SENTENCES,
            day,
            "- Die Fähre fährt stündlich.",
            SENTENCES[0][:-1] + "!",
        ]
    )
    article = read_article(text)
    assert day in paragraphs(article)
    assert [block.text for block in article.blocks if block.kind == "list item"] == [
        "Die Fähre fährt stündlich."
    ]


def test_quoted_mail_is_read_without_its_marks():
    text = "\n>\n".join(f"> {line}" for line in ["Nebel über dem alten Hafen", *SENTENCES])
    assert [read_article(text).lead, *paragraphs(read_article(text))] == SENTENCES


def test_the_head_of_a_mail_is_no_headline():
    mail = "Von: Ida Blum <ida@kueste.example>\nGesendet: 14. Mai 2024 07:31\nBetreff: Lies das mal über den Hafen\n\n"
    article = read_article(mail + "Nebel über dem alten Hafen\n\n" + "\n\n".join(SENTENCES))
    assert article.title == "Nebel über dem alten Hafen"
    assert {left.why for left in article.left_out} == {"e-mail header"}


def test_a_mail_without_a_headline_is_called_by_its_subject():
    head = (
        "Von: Ida Blum <ida@kueste.example>\nGesendet: 14. Mai 2024 07:31\nBetreff: AW: Neues vom Hafen\n\n"
    )
    assert read_article(head + "\n\n".join(SENTENCES)).title == "Neues vom Hafen"
