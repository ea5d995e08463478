"""Articles of our own, as pages show them."""

import json
from pathlib import Path

BRIEF = Path(__file__).parent / "data" / "kurz.html"
"""A whole article, for tests to which its length is all the same: it is spoken in half the time."""

SENTENCES = [
    "Am Morgen lag dichter Nebel über dem Hafen, und die ersten Fischer kehrten ohne Fang zurück.",
    "Der Gemeinderat hat am Dienstag mit knapper Mehrheit beschlossen, die alte Schule nicht abzureißen.",
    "„Wir haben lange darüber gestritten“, sagte die Bürgermeisterin, „und am Ende hat die Vernunft gesiegt.“",
    "Nach Angaben der Polizei wurde niemand verletzt, der Schaden beläuft sich auf rund 12.000 Euro.",
    "Wer am Wochenende mit der Bahn fahren will, muss sich auf Verspätungen einstellen.",
    "Die Forscher vermuten, dass sich das Klima in dieser Gegend schon im 3. Jahrhundert verändert hat.",
    "Ob das Geld reicht, weiß im Augenblick allerdings niemand so genau.",
    "Es war der wärmste Februar, den die Wetterwarte seit ihrer Gründung gemessen hat.",
    "Im Herbst soll das neue Stück noch einmal überarbeitet und dann im ganzen Land gezeigt werden.",
    "Für die Anwohner bedeutet das vor allem eines: mehr Lärm in der Nacht und weniger Parkplätze am Tag.",
]


WHO = [
    "Der Rat",
    "Die Feuerwehr",
    "Ein Verein",
    "Die Schule",
    "Der Bäcker",
    "Die Wirtin",
    "Das Amt",
    "Der Chor",
]


def paragraphs(article):
    return [block.text for block in article.blocks if block.kind == "paragraph"]


def page(body, *, head="", lang="de"):
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def article_page(*blocks, title="Der alte Hafen bekommt eine neue Brücke"):
    return page(f"<main><article><h1>{title}</h1>{''.join(blocks)}</article></main>")


def linked_data(**facts):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'
