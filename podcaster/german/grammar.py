"""What the words around a number say about its ending: gender, case, and whether it is an ordinal.

Endings follow Duden's grammar: weak after ``der``-words, mixed after ``ein``-words, strong with no
determiner at all.
"""

from __future__ import annotations

import re

from podcaster.german.nouns import WEAK, Gender, gender, known_gender
from podcaster.german.tables import words

_MAY_FOLLOW_DETERMINER = re.compile(r"[a-zäöü]\w*(?:e|en|er|es|em)\b")

DATIVE = words("ab an auf aus außer bei binnen dank entgegen gegenüber gemäß hinter in laut mit nach nahe neben nebst samt seit unter von vor zu zwischen")  # fmt: skip
ACCUSATIVE = words("bis durch für gegen ohne um pro je wider")
GENITIVE = words(
    "anfang ende mitte während wegen trotz innerhalb außerhalb anlässlich angesichts aufgrund infolge mithilfe anhand statt anstelle"
)

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

_LAST_WORDS = re.compile(r"\s+([\w-]+)(?:([^\w-]+)([\w-]+))?")  # of a text read backwards
_NO_ADJECTIVES = words(
    "der die das den dem des ein eine einen einem einer eines oder aber unter über hinter neben gegen zwischen wegen ohne "
    "seine seinen seiner ihre ihren ihrer meine unsere diese diesen dieser alle wenn denn worden werden wurde wurden hatte "
    "hatten habe haben waren wäre sollen sollte müssen können konnte kamen ihnen innen außer immer wieder weder sondern"
)
_NOUN_AHEAD = re.compile(r"\s*((?:[a-zäöüß][\w-]*(?:e|en|er|es|em)\s+){0,3})([A-ZÄÖÜ][\w-]*)")
_CAPITAL_AHEAD = re.compile(r"\s+([A-ZÄÖÜ][\w-]*)")


_FURTHEST_WORD = 80  # characters


def words_before(text: str) -> tuple[str, str]:
    """The last two words of ``text``, where only blanks stand between and after them."""
    found = _LAST_WORDS.match(text[: -_FURTHEST_WORD - 1 : -1])
    if not found:
        return "", ""
    last, between, earlier = found.groups(default="")
    return "" if between.strip() else earlier[::-1], last[::-1]


def noun_ahead(text: str) -> tuple[str, str]:
    """The adjectives and the noun that ``text`` begins with, or two empty strings."""
    found = _NOUN_AHEAD.match(text)
    if not found or not _NO_ADJECTIVES.isdisjoint(found[1].split()):
        return "", ""
    adjectives, noun = found[1].strip(), found[2]
    following = _CAPITAL_AHEAD.match(text, found.end())
    while following and noun.endswith(("e", "en", "er", "es")) and not known_gender(noun):
        adjectives, noun = (
            f"{adjectives} {noun}".strip(),
            following[1],
        )  # "Große Preis", "Frankfurter Buchmesse"
        following = _CAPITAL_AHEAD.match(text, following.end())
    return adjectives, noun


def is_determiner(word: str) -> bool:
    """Whether ``word`` asks for an ending, as der, am and seinem do."""
    low = word.lower()
    return low in _DETERMINERS or bool(_FORMS_OF_MY.fullmatch(low))


_SHE = re.compile(r"\b(?:[Ss]ie|[Dd]ie|[Ii]hr|[A-ZÄÖÜ]\w+in)\s(?:\S+\s)*als\s$")


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
    if not noun and _SHE.search(before[-80:]):
        kind = "f"  # "Sie kam als 5. ins Ziel"
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
    if kind in {"n", "f"} or (kind == "m" and not _LIKE_ITS_PLURAL.search(noun)):
        return ordinal_ending(before, after)
    return "en" if low in DATIVE and noun.endswith("n") else "e"  # no article: far oftener plural


# "Bürger" may be one or many, "Chef" and "Hafen" are one
_LIKE_ITS_PLURAL = re.compile(r"(?:er|el|e|(?<!af)(?<!art)(?<!od)(?<!ad)(?<!of)en)$")


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


# Verbs whose noun is no object, those with one in the dative; every other one is taken for transitive.
_COPULAS = words(
    "ist sind war waren wird werden wurde wurden bleibt blieb blieben heißt hieß hießen sei seien wäre wären gilt galt scheint "
    "schien starb sterben starben stirbt kam kamen kommt fehlt fehlte fehlen ging geht lebte lebt entstand geschah folgt "
    "sagte sagt erklärte erklärt"
)
_DATIVE_VERBS = words(
    "folgte folgten diente dienten gehört gehörte gehörten half halfen hilft dankte dankt gratulierte gratuliert begegnete "
    "begegneten unterlag unterlagen widersprach widersprechen vertraute vertraut glich ähnelt ähnelte gefiel gefällt gelang "
    "misslang huldigte huldigten schrieb unterstand unterstanden drohte verdankt verdankte"
)
_NO_VERBS = words(
    "und oder wie als dass ob weil wenn nach von zu mit bei aus für um durch gegen ohne bis in an auf unter über vor hinter "
    "neben zwischen der die das den dem des ein eine einen einem einer eines nicht kein keine noch nur schon auch so sehr er "
    "sie es wir ich ihr man minus plus mal sich ihm ihn ihnen pro je ab seit laut sowie sondern aber denn sein seine ihre beide alle"
)
_ADVERBS = words(
    "nur noch etwa genau rund gut knapp mindestens höchstens bereits schon auch einst dort hier sogar nun je erst jeweils dann "
    "fast gerade ungefähr insgesamt gleich dabei damals heute gestern sich zunächst später nun mal maximal circa"
)
_SUBJECT_PRONOUNS = words("er sie wir ich man wer")
_SUBJECT_ARTICLES = words(
    "der die das ein eine kein keine sein seine ihr ihre mein meine unser unsere dieser diese dieses jeder jede"
)
_NO_SUBJECTS = words("ihm ihn ihnen den dem des einen einem einer dies")
_CLAUSE = re.compile(r"[^.,;:!?]*$")


def object_case(before: str) -> str:
    """The case of a noun at the end of ``before`` that no preposition governs, from verb and subject of its clause.

    The subject is in front unless a preposition, an adverb or an object is: ``Er traf`` … but ``Damals traf`` ….
    """
    clause = _CLAUSE.search(before[-120:])
    words_ = clause[0].split() if clause else []
    if (words_ and words_[0][0].isdigit()) or (before.endswith(", ") and before[-3:-2].isalpha()):
        # "1 Haus, 2 Autos und 1": as the first of the list
        words_ = [*re.split(r"[.;:!?]\s", before[-120:])[-1].split(), "und"]
    if words_ and words_[-1] in _JOINS:  # "Er zahlte 1 Euro und": as the first of the two
        if "einen" in words_:
            return "accusative"
        words_ = words_[: next((i for i, word in enumerate(words_) if word[0].isdigit()), len(words_))]
    while words_ and words_[-1] in _ADVERBS:
        words_.pop()
    if len(words_) < _SUBJECT_AND_VERB:
        return "nominative"
    verb, first = words_[-1], words_[0].lower()
    if verb in _SUBJECT_PRONOUNS and words_[-2][0].islower():
        return "nominative" if words_[-2] in _COPULAS else "accusative"  # "Am Montag traf er …"
    if not verb[0].islower() or verb in _NO_VERBS or verb in _COPULAS:
        return "nominative"
    article = first in _SUBJECT_ARTICLES and len(words_) > _SUBJECT_AND_VERB
    named = (
        words_[0][0].isupper()
        and words_[0] not in STARTERS
        and first not in _CASES
        and first not in _NO_SUBJECTS
    )
    if not (first in _SUBJECT_PRONOUNS or article or named):
        return "nominative"
    return "dative" if verb in _DATIVE_VERBS else "accusative"


_SUBJECT_AND_VERB = 2
_JOINS = frozenset({"und", "oder", "sowie"})
# "auf 1 Prozent", "über 1 Million", "unter 1 Euro": where an amount arrives, not where it lies.
_TO_AN_AMOUNT = frozenset({"auf", "über", "unter", "an"})
_AMOUNT = re.compile(
    r"(?i)(?:prozent|promille|punkte?|euro|dollar|franken|cent|million|milliarde|billion|drittel|viertel|zehntel|fünftel|meter|liter|gramm|tonne|grad)$"
)
_LIES = re.compile(
    r"\b(?:lieg(?:t|en|e)|lagen?|bleib(?:t|en)|blieb(?:en)?|steh(?:t|en)|standen?|verharrt?e?n?|notiert?e?n?|koste(?:t|te|n|ten)|gilt|verkauft|gehandelt)\b[^.,;:!?]*$"
)


def _lies(before: str, preposition: str) -> bool:
    """Whether an amount is where something stays: "liegt unter 1 Euro", "Auf 1 Quadratkilometer leben"."""
    if preposition in {"Auf", "Unter"}:
        return True
    return preposition.lower() in {"auf", "unter"} and bool(_LIES.search(before[-_NEAR:]))


# A measure before these is in the accusative: "einen Monat alt", "einen Tag lang" (Duden, Die Grammatik).
_MEASURED = re.compile(
    r"\s?(?:lang|lange|alt|groß|hoch|breit|tief|dick|schwer|weit|entfernt|später|früher|zuvor|danach|vor|nach|unter|über|östlich|westlich|nördlich|südlich|kürzer|länger|mehr|weniger)\b"
)
_INFINITIVE_LAST = re.compile(r"[^.!?]*\s[a-zäöüß]+(?:en|ern|eln)[.!]?$")
_FINITE = re.compile(
    r"\b(?:ist|war|wird|wurde|kann|konnte|soll|sollte|will|wollte|muss|musste|darf|durfte|hat|hatte|sind|waren|werden|haben)\b"
)


def is_instruction(before: str, after: str) -> bool:
    """Whether the noun opens a recipe's line: ``1 Esslöffel Öl erhitzen``, which is its object."""
    rest = re.split(r"(?<=[.!?])\s", after, maxsplit=1)[0]
    opens = not before.strip() or before.rstrip()[-1] in ".!?:"
    return opens and bool(_INFINITIVE_LAST.match(rest)) and not _FINITE.search(rest)


def one(before: str, noun: str, after: str = "") -> str:
    """How a bare 1 before ``noun`` is said: mit ``einer`` Stimme, ``einen`` Tag lang, ``eine`` Million."""
    before = _ABOUT.sub("", before[-_NEAR:])
    joined = _JOINED_ONE.search(before[-60:])
    if joined:  # "mit einem Ei und 1 Löffel": both in one case
        before = {"m": "mit ", "r": "mit ", "n": "für "}.get(joined[1][-1], "")
    listed = _LISTED_ONE.search(before[-60:])
    if listed:
        before = listed[1]
    if re.match(r"[Aa]uf $", before[-4:]) and _COMES_TO.match(after):
        before = "für "  # "Auf 1 Arzt kommen 250 Einwohner"
    said = one_governed(before, noun)
    if said != "ein" or gender(noun) != "m":
        return said
    accusative = (
        _MEASURED.match(after) or object_case(before) == "accusative" or is_instruction(before, after)
    )
    return "einen" if accusative else "ein"


_AMONG = re.compile(
    r"\s+(?:von(?:\s(?:den|diesen|ihren|seinen|unseren))?|der|dieser|jener|ihrer|seiner|unserer)\s(?:[\w.]+\s)??(?:[a-zäöüß]+e[nr]\s)?(?P<noun>[A-ZÄÖÜ]\w+)"
)
_PLURAL_ENDS = ("", "n", "en", "nen", "e", "s", "er", "ern", "se")
_NO_UMLAUT = str.maketrans("äöüÄÖÜ", "aouAOU")
_NOMINAL_ADJECTIVES = ("ten", "nden", "schen", "igen", "ichen")


def one_among(before: str, after: str) -> str:
    """``1 der 14 Proben`` → eine, ``bei 1 von 5 Kindern`` → einem; empty where the gender is not known."""
    found = _AMONG.match(after)
    if not found:
        return ""
    plural = found["noun"]
    stems = [plural.removesuffix(end) for end in _PLURAL_ENDS if plural.endswith(end)]
    stems += [stem.translate(_NO_UMLAUT) for stem in stems]  # Züge, Bücher
    noun = next((stem for stem in stems if known_gender(stem)), "")
    if not noun:
        if not plural.endswith("en") or plural.endswith(_NOMINAL_ADJECTIVES):
            return ""
        noun = plural[:-1]  # Proben, Scheiben: feminine as most in -e
    kind = gender(noun)
    if kind == "m" and noun.endswith("e"):
        noun = "Mann"  # one of the injured: "einer", where "1 Verletzte" is a woman
    before = _ABOUT.sub("", before[-_NEAR:])
    said = one_governed(before, noun)
    if said != "ein":
        return said
    if kind == "n":
        return "eines"
    return (
        "einen"
        if words_before(before)[1].lower() in ACCUSATIVE or object_case(before) == "accusative"
        else "einer"
    )


_NEAR = 150
# "von rund 1 Milliarde": what stands between a preposition and its number
_ABOUT = re.compile(
    r"(?<= )(?:rund|knapp|etwa|gut|fast|nur|genau|ungefähr|mindestens|höchstens|circa|maximal|gerade|noch|weniger als|mehr als)\s$"
)
_JOINED_ONE = re.compile(r"\b(ein(?:e[mnr]?)?)\s(?:[\w-]+\s){1,3}(?:und|oder|sowie)\s$")
_LISTED_ONE = re.compile(r"(\b\w+\s)1\s(?:[\w-]+\s){1,3}(?:und|oder|sowie)\s$")
_COMES_TO = re.compile(r"\s*(?:\S+\s)?(?:komm|kam|bewerb|bewarb|wart|entf[aä]ll|entfiel)")


def one_governed(before: str, noun: str) -> str:
    """The same, where only a preposition asks for a case: ``kostet ein Euro fünfzig``, ``für einen Euro fünfzig``."""
    _, previous = words_before(before)
    low = previous.lower()
    kind = gender(noun)
    if not kind and noun.endswith("en"):  # "nahm 1 Verdächtigen fest": the nominative would have no n
        return "einem" if low in DATIVE else "einen"
    if kind == "m" and noun.endswith("e") and not noun.lower().endswith(("ee", *WEAK)):
        kind = "f"  # "1 Verletzte": he would be "1 Verletzter"
    if low in _TO_AN_AMOUNT and kind and _AMOUNT.search(noun) and not _lies(before, previous):
        return {"m": "einen", "f": "eine"}.get(kind, "ein")
    if low in DATIVE:
        return "einer" if kind == "f" else "einem"
    if low in ACCUSATIVE:
        return {"m": "einen", "f": "eine"}.get(kind, "ein")
    if low in GENITIVE and noun.endswith("s"):
        return "eines"
    return "eine" if kind == "f" else "ein"


_RANGE_BEFORE = re.compile(r"[\d.,]+\s(?:bis|und|oder)\s$")
_WITH_DATIVE = frozenset(
    {"mit", "nach", "bei", "von", "aus", "seit", "in", "binnen", "zwischen", "samt", "vor"}
)
_MEASURED_ADJECTIVE = re.compile(
    r"\s?(?:lang|läng|hoch|hoh|höh|breit|tief|dick|dünn|schwer|weit|groß|größ|entfernt|stark|schnell|kurz|kürz|schmal|mehr|weniger|pro\s)"
)


def measure_ending(before: str, after: str) -> str:
    """The n of a measure's dative plural: ``mit 120 Kilometern pro Stunde``, but ``bei drei Meter hohen Wellen``."""
    before = _ABOUT.sub("", _RANGE_BEFORE.sub("", before[-_NEAR:]))
    governed = words_before(before)[1].lower() in _WITH_DATIVE
    return "n" if governed and not _MEASURED_ADJECTIVE.match(after) else ""


def half(before: str, noun: str, after: str = "") -> str:
    """How ½ before ``noun`` is said: ``eine halbe`` Stunde, ``einen halben`` Liter."""
    low = words_before(before)[1].lower()
    kind = gender(noun)
    determined = _FORMS_OF_MY.fullmatch(low)
    if determined:  # "ein ½ Pfund"
        return {None: {"m": "halber", "n": "halbes"}.get(kind, "halbe"), "e": "halbe"}.get(
            determined["end"], "halben"
        )
    reached = low in _TO_AN_AMOUNT and _AMOUNT.search(noun)
    if low in DATIVE and not reached:
        return "einer halben" if kind == "f" else "einem halben"
    if not low and not is_instruction(before, after):
        return {"f": "eine halbe", "n": "ein halbes"}.get(kind, "ein halber")
    return {"f": "eine halbe", "n": "ein halbes"}.get(kind, "einen halben")


def ends_sentence(rest: str) -> bool:
    """Whether a point before ``rest`` is also a full stop."""
    stripped = rest.lstrip()
    if not stripped:
        return True
    word = re.match(r"\w+", stripped)
    return bool(word and word[0] in STARTERS and rest[:1].isspace())
