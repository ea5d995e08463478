"""What the words around a number say about its ending: gender, case, and whether it is an ordinal.

Endings follow Duden's grammar: weak after ``der``-words, mixed after ``ein``-words, strong with no
determiner at all.
"""

from __future__ import annotations

import re
from typing import Literal

from podcaster.german.tables import words

Gender = Literal["m", "f", "n", ""]

# Ends of nouns → gender: "jahr" also knows "Geburtsjahr". News German that stands after an ordinal or a 1.
_NOUNS: dict[Gender, str] = {
    "m": (
        "januar februar märz april mai juni juli august september oktober november dezember montag "
        "dienstag mittwoch donnerstag freitag samstag sonntag tag abend morgen monat weltkrieg krieg "
        "platz rang stock versuch satz senat artikel absatz spieltag akt bezirk lauf titel teil sieg "
        "aufstieg abstieg schritt punkt prozentpunkt euro dollar franken yen rubel cent rappen meter "
        "liter zentimeter kilometer millimeter grad fall bürgermeister vorsitzende präsident kanzler gang "
        "treffer wahlgang fc sc sv kreis spieler gipfel parteitag bundestag landtag mann mensch sohn "
        "bruder stern band abschnitt stand test lockdown start sprung zug schlag vertrag kongress advent "
        "stich termin schuss eckball ball freistoß korb innen preis besuch zusatz anlauf verein chef "
        "könig papst hinweis brand fuß kopf baum turm bau schaden tote verletzte infekt deutsche befragte "
        "beschäftigte jugendliche erwachsene angestellte studierende versicherte kranke arbeitslose "
        "abgeordnete angeklagte verdächtige haushalt entwurf wert strich weg kandidat torschuss tatort "
        "zyklus trainer wahlkreis rat staat strafsenat zivilsenat beitrag antrag"
    ),
    "f": (
        "liga million milliarde billion stunde minute sekunde woche nacht mark klasse stimme person frau "
        "runde etage stelle mannschaft saison halbzeit hälfte stufe welle dosis macht wahl kammer instanz "
        "amtszeit hand art zeit zahl stadt straße bahn tochter schwester mutter fahrt kraft fahrbahn bank "
        "bilanz luft form regel tonne unze krone lira republik gewalt welt reihe spitze armee division "
        "brigade etappe fassung ausgabe staffel folge legislaturperiode periode phase seite linie marke "
        "größe kommission fraktion lesung sitzung auflage symphonie sinfonie novelle nachricht schicht "
        "wache gruppe nummer position ecke impfung biennale berlinale expedition mission partie tour "
        "serie kugel uhr viertelstunde zone ziffer tür"
    ),
    "n": (
        "jahr jahrhundert jahrtausend jahrzehnt mal quartal halbjahr stockwerk drittel viertel fünftel "
        "kapitel semester spiel tor lebensjahr regiment bataillon korps kind mitglied tier haus buch land "
        "pfund prozent promille kilogramm gramm kilo watt kilowatt volt hertz megahertz gigahertz byte "
        "gigabyte gesetz trimester wochenende rennen match finale halbfinale viertelfinale achtelfinale "
        "festival treffen geschlecht auto flugzeug schiff opfer todesopfer foto bild wort zeichen duell "
        "derby album gebot projekt programm modell team plenum reich paket ziel amt schuljahr "
        "geschäftsjahr dutzend bundesland handy gericht verfahren urteil überholmanöver sanktionspaket "
        "klärwerk werk obergeschoss geschoss og gold training lebensmonat ultimatum konto stück glas bier barrel"
    ),
}
# Masculine nouns in -e that are no adjectives: "ein Zeuge", but "ein Verletzter, eine Verletzte".
_WEAK = (
    "junge", "kunde", "zeuge", "name", "kollege", "experte", "franzose", "russe", "türke", "grieche", "chinese", "pole", "brite",
    "schwede", "däne", "finne", "ire", "afghane", "buchstabe", "gedanke", "löwe", "hase", "bote",
    "biologe", "psychologe", "soziologe", "geologe", "erbe", "insasse", "genosse", "nachfahre", "neffe", "rabe", "sklave", "schütze",
    "wille", "funke", "käse", "friede", "glaube",
)  # fmt: skip
_NOUN_ENDS: dict[str, Gender] = {end: kind for kind, ends in _NOUNS.items() for end in ends.split()}
_NOUN_ENDS.update(dict.fromkeys(_WEAK, "m"))

# Ends of words → gender, where no noun above fits.
_SUFFIXES: tuple[tuple[str, Gender], ...] = (
    ("chen", "n"), ("lein", "n"), ("ment", "n"), ("tum", "n"), ("ium", "n"), ("um", "n"),
    ("ung", "f"), ("heit", "f"), ("keit", "f"), ("schaft", "f"), ("ion", "f"), ("tät", "f"), ("enz", "f"),
    ("anz", "f"), ("ur", "f"), ("ik", "f"), ("ie", "f"), ("ei", "f"), ("in", "f"), ("itis", "f"), ("sis", "f"),
    ("ismus", "m"), ("ling", "m"), ("er", "m"), ("or", "m"), ("ist", "m"), ("ant", "m"), ("ent", "m"),
    ("eur", "m"), ("ing", "n"), ("e", "f"),
)  # fmt: skip

_MAY_FOLLOW_DETERMINER = re.compile(r"[a-zäöü]\w*(?:e|en|er|es|em)\b")

DATIVE = words("ab an auf aus außer bei gegenüber hinter in laut mit nach neben seit unter von vor zu zwischen")  # fmt: skip
ACCUSATIVE = words("bis durch für gegen ohne um pro je")
GENITIVE = words("anfang ende mitte während wegen trotz innerhalb außerhalb anlässlich")

_CASES = {
    **dict.fromkeys(DATIVE, "dative"),
    **dict.fromkeys(ACCUSATIVE, "accusative"),
    **dict.fromkeys(GENITIVE, "genitive"),
}

# Determiner → ending of the ordinal after it, where it does not hang on the gender.
_ENDINGS = {
    **dict.fromkeys(
        words("die das eine keine jede diese jene welche ins ans aufs fürs durchs ums jedes dieses jenes"),
        "e",
    ),
    **dict.fromkeys(
        words("am im vom zum zur beim dem den des einem einen einer eines alle beide beiden"), "en"
    ),
}
_FORMS_OF_MY = re.compile(r"(?:k?ein|[mds]ein|ihr|unser|euer|eur)(?P<end>e[mnrs]?)?", re.IGNORECASE)
_MIXED: dict[Gender, str] = {"m": "er", "n": "es", "f": "e", "": "er"}
_STRONG: dict[str, dict[Gender, str]] = {
    "nominative": {"m": "er", "f": "e", "n": "es", "": "er"},
    "accusative": {"m": "en", "f": "e", "n": "es", "": "en"},
    "dative": {"m": "em", "f": "er", "n": "em", "": "em"},
    "genitive": {"m": "en", "f": "er", "n": "en", "": "en"},
}
_DETERMINERS = frozenset({*_ENDINGS, "der", "dieser", "jener", "jeder", "jedem", "jeden", "diesem", "diesen", "jenem", "jenen"})  # fmt: skip

# Words that open a sentence far oftener than they follow an ordinal.
STARTERS = words(
    "Aber Ab Alle Allein Allerdings Als Also Am An Andere Anders Auch Auf Aus Bei Beide Beim Bis Bisher Da Dabei "
    "Dadurch Dafür Dagegen Daher Damals Damit Danach Daneben Dann Daran Darauf Darin Darüber Darum Das Dass Davon "
    "Dazu Dem Den Denn Dennoch Der Derzeit Des Deshalb Dessen Deswegen Die Dies Diese Dieser Dieses Doch Dort "
    "Durch Ein Eine Einen Einer Einige Er Erst Es Etwa Für Gegen Genau Gleichzeitig Hier Hinter Hinzu Ich Ihr "
    "Ihre Im In Insgesamt Inzwischen Ist Jede Jeder Jetzt Kein Keine Laut Man Manche Mehr Mit Nach Nachdem Neben "
    "Nicht Noch Nun Nur Ob Obwohl Ohne Rund Schon Sein Seine Seit Seitdem Sie Sind So Sogar Sollte Somit Später "
    "Statt Trotz Trotzdem Über Um Und Unter Viele Vom Von Vor Während Wann War Waren Warum Was Weder Wegen Weil "
    "Weitere Welche Wenn Wer Werden Wie Wir Wird Wo Zu Zudem Zuletzt Zum Zunächst Zur Zuvor Zwar Zwischen Zugleich "
    "Immerhin Dabei Unterdessen Demnach Heute Gestern Morgen Bereits Ebenso Außerdem Anschließend Schließlich"
)

_LAST_WORDS = re.compile(r"(?:([\w-]+)([^\w-]+))?([\w-]+)[\s]+$")
_NO_ADJECTIVES = words(
    "der die das den dem des ein eine einen einem einer eines oder aber unter über hinter neben gegen zwischen wegen ohne "
    "seine seinen seiner ihre ihren ihrer meine unsere diese diesen dieser alle wenn denn worden werden wurde wurden hatte "
    "hatten habe haben waren wäre sollen sollte müssen können konnte kamen ihnen innen außer immer wieder weder sondern"
)
_NOUN_AHEAD = re.compile(
    r"\s*((?:[a-zäöüß][\w-]*(?:e|en|er|es|em)\s+|[A-ZÄÖÜ]\w*(?:schen|sche|scher)\s+){0,3})([A-ZÄÖÜ][\w-]*)"
)


def gender(noun: str) -> Gender:
    """Guess a noun's gender from its end: ``Geburtstag`` → m; empty where nothing is known."""
    word = noun.rsplit("-", 1)[-1].lower()
    for start in range(len(word)):
        known = _NOUN_ENDS.get(word[start:])
        if known:
            return known
    return next((kind for end, kind in _SUFFIXES if word.endswith(end)), "")


def words_before(text: str) -> tuple[str, str]:
    """The last two words of ``text``, where only blanks stand between and after them."""
    found = _LAST_WORDS.search(text[-80:])
    if not found:
        return "", ""
    between = found[2]
    return (found[1] or "" if between is not None and not between.strip() else ""), found[3]


def noun_ahead(text: str) -> tuple[str, str]:
    """The adjectives and the noun that ``text`` begins with, or two empty strings."""
    found = _NOUN_AHEAD.match(text)
    if not found or not _NO_ADJECTIVES.isdisjoint(found[1].split()):
        return "", ""
    return found[1].strip(), found[2]


def is_determiner(word: str) -> bool:
    """Whether ``word`` asks for an ending, as der, am and seinem do."""
    low = word.lower()
    return low in _DETERMINERS or bool(_FORMS_OF_MY.fullmatch(low))


def ordinal_ending(before: str, after: str) -> str:
    """The ending of an ordinal between ``before`` and ``after``: ``am …. Juni`` → en."""
    earlier, previous = words_before(before)
    adjectives, noun = noun_ahead(after)
    kind = gender(noun) if noun else ""
    low = previous.lower()
    mine = _FORMS_OF_MY.fullmatch(low)
    if low in {"der", "dieser", "jener", "jeder"}:
        return _after_der(before, earlier, kind, noun)
    if low in {"die", "diese"} and adjectives and adjectives.split()[-1].endswith("en"):
        return "en"  # die dreißigsten Olympischen Spiele
    if low in _DETERMINERS:
        return _ENDINGS.get(low, "en")
    if mine:
        return _after_ein(mine["end"], kind)
    if is_determiner(earlier) and _MAY_FOLLOW_DETERMINER.fullmatch(previous):
        # "dem heutigen 3. Spieltag": neighbours are inflected alike
        return previous[-2:] if previous[-2:] in {"en", "er", "es", "em"} else "e"
    return _STRONG[_CASES.get(low, "nominative")][kind]


_CAPITAL_ADJECTIVE = re.compile(r"\s*[A-ZÄÖÜ][a-zäöüß]+(en?)\s+[A-ZÄÖÜ]")


def adjective_ending(before: str, after: str) -> str | None:
    """The ending of an adjective that was abbreviated: ``die sog.`` Reichsbürger → en; None without a noun."""
    alike = _CAPITAL_ADJECTIVE.match(after)  # der sog. Schwarze Block: neighbours are inflected alike
    if alike:
        return alike[1]
    noun = noun_ahead(after)[1]
    if not noun:
        return None
    low = words_before(before)[1].lower()
    kind = gender(noun)
    if is_determiner(low):
        plural = kind in {"m", "n"} or (not kind and noun.endswith(("en", "n", "s")))
        mine = _FORMS_OF_MY.fullmatch(low)
        if plural and (low in {"die", "diese", "jene"} or (mine and mine["end"] == "e")):
            return "en"
        return ordinal_ending(before, after)
    if kind in {"n", "f"}:
        return ordinal_ending(before, after)
    return "en" if low in DATIVE and noun.endswith("n") else "e"  # no article: far oftener plural


def _after_ein(end: str | None, kind: Gender) -> str:
    if end is None:
        return _MIXED[kind]
    return "e" if end == "e" else "en"


def _after_der(before: str, earlier: str, kind: Gender, noun: str) -> str:
    """``der`` is nominative for masculine nouns, dative or genitive for feminine ones."""
    if kind == "f" or earlier.lower() in DATIVE:
        return "en"
    if kind == "m":
        return "e"
    opens = not before.rstrip().removesuffix("er").rstrip("dD").rstrip()
    return "e" if opens or not earlier or earlier[:1].islower() or not noun else "en"


# "auf 1 Prozent", "über 1 Million", "unter 1 Euro": where an amount arrives, not where it lies.
_TO_AN_AMOUNT = frozenset({"auf", "über", "unter", "an"})
_AMOUNT = re.compile(
    r"(?i)(?:prozent|promille|punkte?|euro|dollar|franken|cent|million|milliarde|billion|meter|liter|gramm|tonne|grad)$"
)


def one(before: str, noun: str) -> str:
    """How a bare 1 before ``noun`` is said: mit ``einer`` Stimme, ``ein`` Euro, ``eine`` Million."""
    _, previous = words_before(before)
    low = previous.lower()
    kind = gender(noun)
    if kind == "m" and noun.endswith("e") and not noun.lower().endswith(_WEAK):
        kind = "f"  # "1 Verletzte": he would be "1 Verletzter"
    if low in _TO_AN_AMOUNT and kind and _AMOUNT.search(noun):
        return {"m": "einen", "f": "eine"}.get(kind, "ein")
    if low in DATIVE:
        return "einer" if kind == "f" else "einem"
    if low in ACCUSATIVE:
        return {"m": "einen", "f": "eine"}.get(kind, "ein")
    return "eine" if kind == "f" else "ein"


def half(before: str, noun: str) -> str:
    """How ½ before ``noun`` is said: ``eine halbe`` Stunde, ``einen halben`` Liter."""
    low = words_before(before)[1].lower()
    kind = gender(noun)
    if low in DATIVE:
        return "einer halben" if kind == "f" else "einem halben"
    if not low:
        return {"f": "eine halbe", "n": "ein halbes"}.get(kind, "ein halber")
    return {"f": "eine halbe", "n": "ein halbes"}.get(kind, "einen halben")


def is_known(noun: str) -> bool:
    """Whether the noun is one that often stands after an ordinal."""
    word = noun.rsplit("-", 1)[-1].lower()
    return any(word[start:] in _NOUN_ENDS for start in range(len(word)))


def ends_sentence(rest: str) -> bool:
    """Whether a point before ``rest`` is also a full stop."""
    stripped = rest.lstrip()
    if not stripped:
        return True
    word = re.match(r"\w+", stripped)
    return bool(word and word[0] in STARTERS and rest[:1].isspace())
