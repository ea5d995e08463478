"""Genders of the nouns that news count and number; grows by data."""

from __future__ import annotations

from typing import Literal

from podcaster.german.tables import words

Gender = Literal["m", "f", "n", ""]

# Ends of nouns → gender: "jahr" also knows "Geburtsjahr". News German that stands after an ordinal or a 1.
_ENDS: dict[Gender, str] = {
    "m": """
        januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag
        freitag samstag sonntag sonnabend tag abend morgen mittag vormittag nachmittag monat weltkrieg krieg platz rang stock
        versuch satz senat artikel absatz spieltag akt bezirk lauf titel teil sieg aufstieg abstieg schritt punkt euro dollar
        franken yen rubel cent rappen meter liter grad fall vorsitzende präsident kanzler gang treffer fc sc sv kreis spieler
        gipfel mann mensch sohn bruder stern band abschnitt stand test lockdown start sprung zug schlag vertrag kongress
        advent stich termin schuss ball freistoß korb innen preis besuch zusatz anlauf verein chef könig papst hinweis brand
        fuß kopf baum turm bau schaden tote verletzte infekt deutsche befragte beschäftigte jugendliche erwachsene angestellte
        studierende versicherte kranke arbeitslose abgeordnete angeklagte verdächtige haushalt entwurf wert strich weg
        kandidat zyklus rat staat beitrag antrag apfel nagel vogel esel onkel mantel schlüssel teufel löffel winkel hebel
        tunnel gürtel würfel zettel zweifel wechsel handel mangel himmel stapel kessel deckel flügel hügel spiegel stempel
        tempel automat salat soldat diplomat demokrat advokat demonstrant elefant hund wolf fisch wal bär hirsch fuchs
        affe tiger löwe hase polizist arzt anwalt koch gast dieb feind freund held herr prinz graf fürst hof ort staat
        kontinent berg fluss bach see strand wald park garten boden grund stein sand schnee regen sturm wind blitz donner
        hagel orkan hurrikan anschlag angriff einsatz einwand einspruch eingriff eingang ausgang zugang abgang umgang vorgang
        durchgang jahrgang lehrgang unfall vorfall zufall überfall abfall notfall ausfall todesfall vorschlag rückschlag
        ratschlag plan traum raum zeitraum innenraum film song hit roman brief text aufsatz bericht beschluss entschluss
        abschluss ausschuss schluss kompromiss prozess konflikt streit kampf wettkampf wahlkampf protest streik putsch
        vorwurf verdacht verstoß betrug mord raub diebstahl einbruch ausbruch umbruch zusammenbruch absturz sturz umsatz
        gewinn verlust ertrag betrag kredit lohn zins kurs markt konzern betrieb job beruf posten sitz arbeitsplatz vorsitz
        eintrag auftrag zuschlag abschlag aufschlag vorsprung rückstand abstand zustand aufstand umstand widerstand bestand
        rekord pokal cup meistertitel einwurf strafstoß elfmeter eckball doppelpack dreier einser zähler durchschnitt schnitt
        anteil vorteil nachteil bestandteil ortsteil stadtteil landesteil grad kilometer zentimeter millimeter quadratmeter
        hektar liter esslöffel teelöffel becher bund block bus lkw pkw wagen lastwagen kleinwagen panzer hubschrauber
        flieger jet satellit mond planet komet asteroid rechner computer roboter chip bildschirm akku motor reaktor meiler
        stuhl tisch schrank ofen herd kamin kamm kuchen keks käse joghurt saft wein schnaps kaffee zucker pfeffer essig
        arm finger zahn muskel nerv knochen magen darm hals rücken bauch tumor herzinfarkt virus impfstoff wirkstoff stoff
        rest tipp link post eintrag kommentar podcast kanal sender hersteller händler nutzer kunde käufer wähler bürger
        einwohner bewohner nachbar flüchtling häftling säugling zwilling jüngling zeuge täter toter verletzter wunsch
        grund anlass effekt fehler faktor sektor trend boom index bonus schein ausweis pass führerschein anruf notruf aufruf
        ruf ruhetag feiertag werktag geburtstag jahrestag parteitag bundestag landtag wahlgang durchlauf marathon ironman
        halbmarathon slalom riesenslalom abfahrtslauf korridor kommissar minister sprecher richter staatsanwalt zeitpunkt
        höhepunkt prozentpunkt tweet hashtag klick download ordner server router stromausfall lichtblick blick augenblick rückblick überblick
        saal flur keller dachboden balkon aufzug lift schacht deich damm kanal hafen bahnhof flughafen anleger kutter kahn
        container tanker frachter dampfer zweikampf applaus preisträger nobelpreis oscar bambi grammy beweis kreislauf
        asylantrag leitartikel unterschied schwerpunkt standort ursprung vorrat vorstand aufsichtsrat betriebsrat gemeinderat
        schuh patient baum läufer monteur gutachter stadtrat kreistag landkreis wahlkreis stimmkreis kanton bezirk stadtbezirk distrikt bundesstaat nachkomme
    """,
    "f": """
        liga million milliarde billion stunde minute sekunde woche nacht mark klasse stimme person frau runde etage stelle
        mannschaft saison halbzeit hälfte stufe welle dosis macht wahl kammer instanz amtszeit hand art zeit zahl stadt
        straße bahn tochter schwester mutter fahrt kraft fahrbahn bank bilanz luft form regel tonne unze krone lira republik
        gewalt welt reihe spitze armee division brigade etappe fassung ausgabe staffel folge periode phase seite linie marke
        größe kommission fraktion lesung sitzung auflage sinfonie novelle nachricht schicht wache gruppe nummer position ecke
        biennale berlinale mission partie tour serie kugel uhr zone ziffer tür insel zwiebel kartoffel schaufel nadel fackel
        schüssel tafel wurzel vokabel gabel formel ampel bibel orgel achsel klausel messerspitze feier steuer mauer dauer oper
        butter feder leber schulter faser ader trauer folter klammer kiefer erlaubnis kenntnis finsternis wildnis befugnis tat
        heimat burg hürde not angst lust brust wurst kunst gunst vernunft zukunft ankunft auskunft unterkunft
        zunft haft kraft botschaft wissenschaft mehrheit minderheit einheit wahrheit krankheit gelegenheit maschine bombe mine
        rakete drohne granate waffe pistole kuh katze maus gans sau ratte ameise biene fliege mücke schlange spinne pflanze
        blume rose tulpe eiche buche tanne dose flasche tasse kanne pfanne prise packung portion scheibe tüte knolle knoblauchzehe zehe
        tomate gurke möhre karotte paprika zitrone orange banane birne kirsche erdbeere nuss bohne erbse linse suppe soße
        torte pizza milch sahne hefe wohnung stube küche garage hütte villa kirche moschee synagoge schule kita universität
        klinik praxis apotheke polizei feuerwehr bundeswehr partei koalition opposition regierung behörde akte frist
        klage anklage strafe geldstrafe freiheitsstrafe beschwerde petition initiative umfrage studie analyse prognose quote
        rate inzidenz infektion impfung operation therapie diagnose tablette pille spritze kandidatin präsidentin kanzlerin
        note telefonnummer email mail website webseite datei plattform
        firma aktie anleihe börse kasse rechnung gebühr prämie rente pension hypothek miete reise route strecke spur brücke
        kurve kreuzung autobahn bundesstraße fähre yacht jacht flotte crew besatzung familie ehe scheidung geburt hochzeit
        beerdigung leiche rolle szene show sendung episode staffel premiere ausstellung messe tournee platte single
        medaille goldmedaille silbermedaille bronzemedaille meisterschaft weltmeisterschaft europameisterschaft niederlage
        verlängerung karte torchance chance vorlage flanke ecke parade tabelle führung wende krise katastrophe explosion
        kollision flut dürre lawine sturmflut hitzewelle rückkehr abkehr umkehr antwort frage debatte rede idee zahlung forderung
        spende hilfe prüfung zulassung genehmigung lizenz meile seemeile feinunze kilowattstunde megawattstunde kalorie
        kilokalorie umdrehung woche viertelstunde halbzeit minutenzahl wm em dm cd dvd gmbh ag kg ig eu spd cdu fdp csu afd
    """,
    "n": """
        jahr jahrhundert jahrtausend jahrzehnt mal quartal halbjahr stockwerk drittel viertel fünftel kapitel spiel tor
        regiment bataillon korps kind mitglied tier haus buch land pfund prozent promille gramm kilo watt volt hertz byte
        gesetz wochenende rennen match finale festival treffen geschlecht auto flugzeug schiff opfer foto bild wort zeichen
        duell derby album gebot projekt programm modell team plenum reich paket ziel amt dutzend handy gericht verfahren
        urteil manöver werk geschoss og gold training ultimatum konto stück glas bier barrel hotel mittel rätsel segel
        siegel bündel möbel rudel feuer messer fenster zimmer wasser muster theater lager ufer alter wetter leder kloster
        pflaster silber kupfer ruder gitter fieber futter monster poster orchester register semester trimester ende auge
        gebäude gemälde gemüse getreide gewerbe interesse gebirge gelände gefüge knie komitee café klischee image genie regime
        comeback ergebnis bündnis zeugnis gefängnis ereignis verhältnis hindernis erlebnis geständnis format plakat referat
        attentat mandat zertifikat konsulat inserat zitat resultat sekretariat radio studio video büro bad bett brot brötchen dorf
        feld dach fach gebiet gesicht gewicht gewehr gespräch geschäft gespenst gerät gemetzel getränk gift gesuch
        huhn kalb lamm pferd rind schaf schwein kamel krokodil ei herz hirn ohr haar bein blut gehirn organ protein vitamin
        medikament mittel präparat labor institut museum zentrum stadion schloss denkmal grab kreuz grundstück bauwerk kraftwerk
        atomkraftwerk stahlwerk windrad rad fahrrad motorrad boot uboot kreuzfahrtschiff containerschiff kanu netz internet
        netzwerk smartphone tablet laptop programm system problem thema konzept angebot verbot gebot parlament
        dokument argument instrument element experiment abkommen unternehmen abonnement budget defizit plus minus wachstum
        eigentum vermögen geld bargeld kapital produkt lied stück konzert gedicht drama interview statement
        turnier halbfinale viertelfinale achtelfinale endspiel länderspiel heimspiel auswärtsspiel testspiel hinspiel
        rückspiel jubiläum fest oktoberfest beben erdbeben hochwasser unwetter gewitter unglück versehen verbrechen vergehen delikt
        opfer todesopfer mädchen baby ehepaar paar pärchen duo trio quartett individuum gremium ministerium referendum
        volksbegehren volk heer militär kommando bundesland schuljahr geschäftsjahr lebensjahr lebensmonat obergeschoss klärwerk
        gigabyte megabyte kilogramm kilowatt megahertz gigahertz achtel zehntel
        tal meer moor eiland klima licht dunkel rezept blatt heft papier magazin journal lexikon wörterbuch zelt fass
    """,
}
# Matched whole, or behind a hyphen: as ends they would know too much ("Partei" is no "Ei").
_WHOLE: dict[str, Gender] = {"ei": "n", "gen": "n", "hai": "m", "reh": "n", "app": "f", "tee": "m", "eis": "n", "akt": "m", "tat": "f", "öl": "n", "ex": "m", "kg": "f", "ag": "f", "em": "f", "wm": "f", "pc": "m", "tv": "n"}  # fmt: skip
# Masculine nouns in -e that are no adjectives: "ein Zeuge", but "ein Verletzter, eine Verletzte".
WEAK = (
    "junge", "kunde", "zeuge", "name", "kollege", "experte", "franzose", "russe", "türke", "grieche", "chinese", "pole", "brite",
    "schwede", "däne", "finne", "ire", "afghane", "buchstabe", "gedanke", "löwe", "hase", "bote", "affe", "bulgare", "kroate", "serbe",
    "biologe", "psychologe", "soziologe", "geologe", "erbe", "insasse", "genosse", "nachfahre", "neffe", "rabe", "sklave", "schütze",
    "wille", "funke", "käse", "friede", "glaube", "nachkomme", "bulle", "ochse", "drache", "pate", "riese", "laie", "gatte",
)  # fmt: skip
# What often stands behind an ordinal without an article: "in 3. Lesung"; after any other a point ends the sentence.
_ORDERED = words(
    """
    januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag
    freitag samstag sonntag tag abend morgen monat weltkrieg krieg platz rang stock versuch satz senat artikel absatz
    spieltag akt bezirk lauf titel teil sieg aufstieg abstieg schritt punkt prozentpunkt euro dollar franken yen rubel cent
    rappen meter liter zentimeter kilometer millimeter grad fall bürgermeister vorsitzende präsident kanzler gang treffer
    wahlgang fc sc sv kreis spieler gipfel parteitag bundestag landtag mann mensch sohn bruder stern band abschnitt stand
    test lockdown start sprung zug schlag vertrag kongress advent stich termin schuss eckball ball freistoß korb innen preis
    besuch zusatz anlauf verein chef könig papst hinweis brand fuß kopf baum turm bau schaden tote verletzte infekt deutsche
    befragte beschäftigte jugendliche erwachsene angestellte studierende versicherte kranke arbeitslose abgeordnete
    angeklagte verdächtige haushalt entwurf wert strich weg kandidat stürmer torhüter torschuss tatort zyklus trainer wahlkreis rat staat
    strafsenat zivilsenat beitrag antrag liga million milliarde billion stunde minute sekunde woche nacht mark klasse stimme
    person frau runde etage stelle mannschaft saison halbzeit hälfte stufe welle dosis macht wahl kammer instanz amtszeit
    hand art zeit zahl stadt straße bahn tochter schwester mutter fahrt kraft fahrbahn bank bilanz luft form regel tonne unze
    krone lira republik gewalt welt reihe spitze armee division brigade etappe fassung ausgabe staffel folge
    legislaturperiode periode phase seite linie marke größe kommission fraktion lesung sitzung auflage symphonie sinfonie
    novelle nachricht schicht wache gruppe nummer position ecke impfung biennale berlinale expedition mission partie tour
    serie kugel uhr viertelstunde zone ziffer tür jahr jahrhundert jahrtausend jahrzehnt mal quartal halbjahr stockwerk
    drittel viertel fünftel kapitel semester spiel tor lebensjahr regiment bataillon korps kind mitglied tier haus buch land
    pfund prozent promille kilogramm gramm kilo watt kilowatt volt hertz megahertz gigahertz byte gigabyte gesetz trimester
    wochenende rennen match finale halbfinale viertelfinale achtelfinale festival treffen geschlecht auto flugzeug schiff
    opfer todesopfer foto bild wort zeichen duell derby album gebot projekt programm modell team plenum reich paket ziel amt
    schuljahr geschäftsjahr dutzend bundesland handy gericht verfahren urteil überholmanöver sanktionspaket klärwerk werk
    obergeschoss geschoss og gold training lebensmonat ultimatum konto stück glas bier barrel
    """
)
_SHORT_END = 2

_NOUN_ENDS: dict[str, Gender] = {end: kind for kind, ends in _ENDS.items() for end in ends.split()}
_NOUN_ENDS.update(dict.fromkeys(WEAK, "m"))
for _end in [end for end in _NOUN_ENDS if len(end) <= _SHORT_END]:
    _WHOLE.setdefault(_end, _NOUN_ENDS.pop(_end))

# Ends of words → gender, where no noun above fits.
_SUFFIXES: tuple[tuple[str, Gender], ...] = (
    ("chen", "n"), ("lein", "n"), ("ment", "n"), ("tum", "n"), ("ium", "n"), ("um", "n"), ("nis", "n"),
    ("ung", "f"), ("heit", "f"), ("keit", "f"), ("schaft", "f"), ("ion", "f"), ("tät", "f"), ("enz", "f"),
    ("anz", "f"), ("ur", "f"), ("ik", "f"), ("ie", "f"), ("ei", "f"), ("in", "f"), ("itis", "f"), ("sis", "f"),
    ("ismus", "m"), ("ling", "m"), ("er", "m"), ("or", "m"), ("ist", "m"), ("ant", "m"), ("ent", "m"),
    ("eur", "m"), ("ing", "n"), ("e", "f"),
)  # fmt: skip
"""Duden, Die Grammatik: the gender that derivation gives."""


def known_gender(noun: str) -> Gender:
    """The gender of a noun of the table: ``Geburtstag`` → m; empty where it is not there."""
    word = noun.rsplit("-", 1)[-1].lower()
    if word in _WHOLE:
        return _WHOLE[word]
    for start in range(len(word) - _SHORT_END):
        known = _NOUN_ENDS.get(word[start:])
        if known:
            return known
    return ""


def is_ordered(noun: str) -> bool:
    """Whether the noun is one that often stands behind an ordinal."""
    word = noun.rsplit("-", 1)[-1].lower()
    return any(word[start:] in _ORDERED for start in range(len(word)))


def gender(noun: str) -> Gender:
    """The gender by the table, else by the noun's end: ``Regierung`` → f; empty where nothing is known."""
    word = noun.rsplit("-", 1)[-1].lower()
    return known_gender(noun) or next((kind for end, kind in _SUFFIXES if word.endswith(end)), "")
