"""What the rules of the script know about German words; tables only."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _endings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# --- sentences ---------------------------------------------------------------------------------

MONTHS = _words(
    "Januar Jänner Jan Februar Feber Feb März Mär April Apr Mai Juni Jun Juli Jul August Aug "
    "September Sep Sept Oktober Okt November Nov Dezember Dez"
)

# Words that often begin a sentence and seldom follow an ordinal or an abbreviation, as they stand there.
STARTERS = _words("""
    Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Kein Keine Keiner Ich Du Er Sie Es Wir Ihr Ihre Ihren
    Ihrem Sein Seine Seinen Seiner Mein Meine Unser Unsere Man Wer Was Wie Wo Wann Warum Weshalb Wieso Woher Wohin
    Welche Welcher Welches Dieser Diese Dieses Diesen Diesem Jener Jene Jenes Jeder Jede Jedes Jetzt Alle Alles Beide
    Viele Vieles Manche Mancher Einige Mehrere Andere Wenige Und Oder Aber Denn Doch Sondern Auch Nur Noch Schon Sogar
    Selbst Nicht Nichts Niemand Jemand Im In Am An Auf Aus Bei Beim Mit Nach Seit Von Vom Vor Zu Zum Zur Zwischen
    Durch Für Gegen Ohne Um Bis Ab Unter Über Hinter Neben Während Wegen Trotz Statt Laut Angesichts Aufgrund Dank
    Innerhalb Außerhalb Dabei Dafür Dagegen Daher Dahin Damit Danach Daneben Dann Daran Darauf Daraufhin Daraus Darin
    Darüber Darum Darunter Davon Davor Dazu Dort Hier Hierbei Hierfür Hierzu Hinzu Da Dass Daß Ob Obwohl Weil Wenn Als
    Nachdem Bevor Sobald Solange Sofern Falls Indem Damals Heute Gestern Morgen Nun So Sonst Somit Trotzdem Dennoch
    Jedoch Allerdings Außerdem Zudem Ferner Weiter Weiterhin Schließlich Zuletzt Zunächst Zuvor Zugleich Gleichzeitig
    Inzwischen Mittlerweile Derzeit Bisher Bislang Später Früher Erst Erstmals Immer Immerhin Meist Oft Manchmal
    Vielleicht Vermutlich Offenbar Wahrscheinlich Möglicherweise Natürlich Zwar Etwa Rund Insgesamt Insbesondere
    Besonders Lediglich Fast Mehr Ebenso Ebenfalls Dementsprechend Demnach Demzufolge Dadurch Deshalb Deswegen Folglich
    Hingegen Stattdessen Unterdessen Kurz Bereits Sollte Sollten Hat Hatte Ist War Wird Wurde Kann Könnte Muss Will
    Gerade Einerseits Andererseits Zwei Drei Vier Fünf Sechs Sieben Acht Neun Zehn Elf Zwölf Dessen Deren Ja Nein Gut
    Demgegenüber Dies Ursprünglich Unlängst Kämen Wäre Wären Hätte Hätten Sei Würde Habe Einzig Anschließend Nachher
    Derweil Wen Wem Wessen Einst Einmal Dereinst Erneut Kürzlich Jüngst Neulich Wörtlich Konkret Ähnlich Genauso
    Wiederum Zumal Vorerst Künftig Umso Übrigens Letztlich Letztendlich Tatsächlich Eigentlich Daneben Derart Hinterher Vorher Nachher Ansonsten Anders Auffällig Wichtig Klar Sicher Weder Sowohl Entweder Draußen Drinnen Drüben Oben Unten Überall Nirgends Aktuell Ganz Generell Grundsätzlich Ausdrücklich Zusätzlich Gemeinsam Abschließend
    """)

# Before a number with a full stop: the number names a thing, and the sentence may end with it.
NUMBERED = _words(
    "um gegen platz seite kapitel nummer nr. rang gruppe bus linie zimmer raum halle tor stufe stand "
    "tempo hausnummer version teil artikel art. paragraph paragraf § absatz abs. ziffer band bd. auf mit von"
)
# Before a large number with a full stop: the number is an ordinal.
ORDINAL_LEADS = _words("""
    der die das dem den des zum zur im am vom beim ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner unser unsere
    unseren jede jeder jedes jeden jedem ein eine einen einem einer dieser diese diesen diesem
    """)

UNITS = _words("m km cm mm g kg mg t h s l ml ha kw kwh mw mwh gw hz mhz ghz gb mb tb db bar v a w")

# Abbreviations that never end a sentence: something belongs behind them. As written, or capitalised.
CLOSED_ABBREVIATIONS = _words("""
    Dr Prof max min Hr Fr Frl Dipl Ing med phil jur rer nat habil Mag St Nr Nrn Abs bzw ca vgl evtl ggf inkl exkl zzgl abzgl
    Bd Bde Kap Ziff lt sog Mr Mrs Ms Hrsg geb gest verh gegr engl frz österr schweiz griech lat kath evang ev allg
    bes betr bez ebd einschl entspr insb insbes jew kgl stv stellv vorm urspr verm wg zw bspw Gen Maj Hptm Lt Ltn
    Oblt Präs Min.Präs u.U z.B d.h z.T o.g v.a i.d.R s.o s.u
    """) | {"z. B", "d. h", "z. T", "o. g", "v. a", "u. U", "i. d", "s. o", "s. u", "i. H"}

# Abbreviations that may end one.
ABBREVIATIONS = _words("""
    usw usf etc u.v.m uä oä uvm Str Mio Mrd Jh Jhd Chr Co Inc Corp Ltd Jr Sr ff bzgl Jan Feb Mär Apr Jun Jul Aug Sep
    Sept Okt Nov Dez Mo Di Mi Do Sa So Std Sek Min Stck Stk Abt Anm Aufl Ausg Bhf Hbf Pos op Nachf Gebr Dtl
    """)
# Words that are abbreviations before a number only (Art. 5, but: von dieser Art. Der …).
NUMBERING = _words("Art Tel Abb Tab Fig Pos Zi Az Bl Sp Kl No Vol")


# --- who says it -------------------------------------------------------------------------------


# Where something was said, before "heißt es" or behind it.
PLACES_OF_SPEECH = _words("in im aus von vom bei beim seitens auf")

# Words behind a verb of speech that are not yet its subject.
FILLERS = _words(
    """
    sich es auch dazu dabei dann weiter ferner zudem außerdem nun jetzt heute gestern zuvor daraufhin darauf später
    schließlich wörtlich weiterhin ebenfalls jedoch aber allerdings unter anderem wiederum dagegen hingegen etwa
    damals bereits noch einmal erneut kürzlich jüngst zuletzt hierzu darüber denn etwa beispielsweise nur wie
    einst selbst so knapp lapidar kurz später hinzu zunächst unterdessen inzwischen
    ihm ihr ihnen uns mir
    """
)
# Prepositions, and what else begins a clause without being its subject.
PREPOSITIONS = _words(
    """
    in im ins an am ans auf aus bei beim mit nach seit von vom vor zu zum zur zwischen durch für gegen ohne um bis ab
    unter über hinter neben während wegen trotz statt laut angesichts aufgrund dank innerhalb außerhalb gegenüber
    anlässlich gemäß entgegen hinsichtlich bezüglich infolge mittels per pro via außer samt nebst mitsamt binnen
    zugunsten zuungunsten anhand mithilfe namens seitens abseits jenseits inmitten ungeachtet
    """
)
CONJUNCTIONS = _words(
    "dass daß ob weil wenn als nachdem bevor sobald solange sofern falls indem obwohl während wonach wodurch damit sodass "
    "seitdem ehe wohingegen sooft soweit da wo wie wobei woraufhin worauf womit weshalb"
)
PRONOUNS = {
    "er": "m",
    "sie": "f",
    "dieser": "m",
    "diese": "f",
    "jener": "m",
    "letzterer": "m",
    "letztere": "f",
}
# Openings that leave the subject where it is: Auch der Präsident …
PARTICLES = _words(
    "auch und doch aber selbst sogar nur denn allein sowohl nicht zumindest einzig lediglich ausgerechnet insbesondere"
)
# At a clause's end they make another verb of one that judges: fand … statt, sah … vor.
PARTICLES_OF_OTHERS = _words(
    "statt vor aus an ab auf um zurück fern stand inne ein bereit zusammen bei teil weiter"
)
# Between clauses and between what is listed.
LINKS = _words("und oder aber sondern sowie beziehungsweise bzw also")
# Between a subject and its verb: X dagegen sagte, X selbst sagte.
CONTRASTS = _words(
    "dagegen hingegen indes indessen jedoch aber allerdings selbst selber wiederum dazu derweil nun also"
)
DETERMINERS = _words(
    """
    der die das ein eine einer einige mehrere viele alle beide zwei drei sein seine ihr ihre unser unsere kein keine
    dieser diese dieses jener jene mancher manche andere weitere zahlreiche manch jeder jede jedes
    """
)
# Articles that no subject has.
OBLIQUE = _words(
    "den dem des einen einem eines seinen seinem seines seiner ihren ihrem ihres ihrer diesen diesem deren dessen"
)
ARTICLES = DETERMINERS | OBLIQUE
NAME_PARTICLES = _words("von van de der den zu bin ibn al el da di du la le ten ter y vom dos della")
# Small words inside of names of organisations in other languages.
NAME_LINKS = _words("of for the and on in de la des du et pour del di y & ohne gegen")
# What a noun phrase goes on with: Sprecher des Ministeriums, Experte für Energie.
MODIFIERS = _words("des der von vom für aus im in am beim bei zur zum vor an")
PLACING = _words("in im am an vor beim bei vom zum zur aus")
"""Those of them that may as well begin what stands next in the sentence."""

# Written things that "say" something in their author's name.
DOCUMENTS = _words(
    """
    beitrag bericht mitteilung pressemitteilung erklärung schreiben brief stellungnahme meldung text artikel kommentar
    posting post tweet video interview rede ansprache urteil studie begründung botschaft aufruf gutachten entwurf
    papier dokument bekanntmachung eintrag e-mail mail nachricht rundschreiben urteilsbegründung presseerklärung
    pressekonferenz gespräch statement blogbeitrag blog facebook twitter instagram telegram x tiktok bluesky mastodon
    threads linkedin youtube whatsapp social antrag gesetz vertrag vereinbarung verordnung verfassung grundgesetz
    satzung protokoll akte akten anklage anklageschrift beschluss resolution petition formulierung passage passus
    absatz paragraf paragraph buch roman nachruf editorial leitartikel essay anzeige inserat broschüre flugblatt
    leitlinie leitlinien richtlinie programm wahlprogramm parteiprogramm koalitionsvertrag manifest testament tagebuch
    umfrage analyse untersuchung expertise dossier memo vermerk notiz sms kurznachricht chat aussendung communiqué
    """
)
DOCUMENT_ENDINGS = _endings(
    """
    meldung mitteilung erklärung bericht schreiben studie statement beitrag interview gutachten stellungnahme urteil
    gesetz gesetzes entwurf vertrag vertrages antrag brief rede buch protokoll verordnung begründung artikel papier
    analyse aussendung nachricht botschaft broschüre resolution programm mitteilungen berichte schreibens berichts
    """
)
# What words stand on or in, nobody's in particular.
SIGNS = _endings(
    """
    schild schilder schildern plakat plakate plakaten transparent transparente transparenten banner bannern zettel
    zetteln tafel tafeln inschrift aufschrift mauer mauern t-shirt t-shirts fahnen aufkleber aufklebern etikett
    homepage website webseite internetseite netzseite startseite titelseite titelblatt spruchband spruchbändern
    armbinde flyer flyern grabstein denkmal bildschirm schriftzug hauswand
    """
)
# Nouns for what somebody says, before a colon: das Fazit von X: „…“
SAYINGS = _words(
    """
    fazit kommentar antwort reaktion begründung urteil motto appell botschaft devise credo worte bilanz rat
    meinung einschätzung erklärung warnung forderung frage feststellung prognose wunsch bitte ruf reim ergebnis
    argument
    """
)
# What somebody says, before *dass* or a comma: der Vorwurf der Partei, es sei „…“
CHARGES = _words(
    "vorwurf vorwürfe behauptung behauptungen kritik frage these forderung forderungen argument einwand hinweis "
    "warnung drohung gerücht gerüchte vermutung vermutungen darstellung annahme eindruck spekulation spekulationen befürchtung befürchtungen "
    "ankündigung aufforderung appell vorschlag äußerung äußerungen zusage versprechen beteuerung empfehlung mahnung "
    "beschwerde klage bitte"
)
# What somebody says or feels, by its ending: it speaks for whoever it belongs to.
ACT_ENDINGS = _endings(
    """
    verweis hinweis aussage aussagen begründung rede ansprache zitat zitate worte worten antwort kritik forderung
    forderungen vorwurf vorwürfe behauptung sorge zuversicht fazit appell warnung wunsch drohung vermutung reaktion
    bilanz einschätzung motto credo devise anspielung bemerkung äußerung äußerungen feststellung erkenntnis
    hoffnung befürchtung ansicht
    """
)
# Countries and states, by their endings: der Vertreter Norwegens.
LAND_ENDINGS = _endings("ien land reich wegen weden polen hessen sachsen ringen bayern")
# Nouns for what people think: nach Ansicht von X, nach Angaben der Y.
OPINIONS = _words(
    """
    angaben angabe ansicht ansichten meinung auffassung einschätzung einschätzungen worten aussage aussagen überzeugung
    informationen information darstellung darstellungen erkenntnissen erkenntnis berichten auskunft auskünften
    beobachtungen beobachtung bewertung urteil wort bekunden lesart schilderung schilderungen beschreibung
    beschreibungen ankündigung idee vorstellung vorstellungen sichtweise sicht verständnis dafürhalten empfinden
    eindruck kenntnis kenntnissen prognose prognosen berechnungen berechnung schätzung schätzungen recherchen
    ermittlungen formulierung definition analyse behauptung mitteilung erklärung äußerungen zeugnis vermutung
    augen feststellung feststellungen ausführungen erinnerung plänen willen wunsch
    """
)
OPINION_ENDINGS = (
    "angaben",
    "meinung",
    "aussagen",
    "berichten",
    "informationen",
    "meldungen",
    "kreisen",
    "schätzungen",
)
"""The same in one word with whose they are: nach Polizeiangaben."""
POSSESSIVES = {
    **dict.fromkeys(_words("sein seine seiner seinen seinem seines dessen"), "m"),
    **dict.fromkeys(_words("ihr ihre ihrer ihren ihrem ihres deren"), "f"),
}
# Verbs of what is written: steht auf dem Schild, war auf dem Plakat zu lesen, findet sich im Gesetz.
STANDING = _words(
    """
    steht stand stehen standen lautet lautete prangt prangte prangten findet fand fanden finden heißt hieß enthält
    enthielt trägt trug trugen tragen liest lesen rede hervor hervorgeht hervorging
    """
)
# Where something was written that the sentence before names.
THEREIN = _words("darin darauf dort hier daraus dabei dazu")

# „…“, ist aus dem Rathaus zu hören.
HEARD = _words("hören vernehmen erfahren")
# What comes from whoever says it, and the verbs for it: Kritik kam von X, Lob gibt es von X, Von X kommt der Vorschlag, …
REACTIONS = _words(
    """
    kritik lob zuspruch unterstützung warnung warnungen forderung forderungen protest proteste widerspruch ablehnung
    zustimmung beifall rückendeckung hinweis hinweise information informationen meldung nachricht vorschlag
    vorschläge einwand einwände reaktion reaktionen antwort dank mahnung appell spott tadel schelte frage gegenwind
    widerstand vorwurf vorwürfe idee
    """
)
COMING = _words("kam kamen kommt kommen gab gibt erhielt bekam erntete folgte stammt stammte")

# The subjunctive of reported speech.
SUBJUNCTIVES = _words(
    """
    sei seien habe werde würde würden müsse könne solle wolle dürfe gebe gehe stehe hätte hätten wäre wären könnten
    müssten zeige bedeute biete erhalte verfolge unterstütze leide rechne warte plane arbeite lebe spiele trete nutze
    setze stelle spreche schreibe erwarte hoffe glaube meine denke fürchte brauche kenne sage erkläre rate beobachte verweise
    fordere verlange bedauere bedaure freue liebe suche kämpfe beginne ende enthalte verstehe verliere gewinne verkenne
    wisse komme bleibe brauche handle handele liege lasse finde sehe mache tue nehme halte trage bestehe
    bestünde gelte drohe fehle führe müßte könnte müsste dürften dürfte käme sollte wollte ginge gäbe
    """
)

# Verbs that every other German sentence has, and pronouns that only sentences have.
VERBAL = _words(
    """
    ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte konnten muss müssen musste
    mussten soll sollen sollte sollten will wollen wollte wollten darf dürfen durfte mag möchte möchten sei seien habe
    hätte hätten wäre wären würde würden bin bist habt seid gibt gab geht ging steht stand kommt kam macht machte tut
    tat weiß wissen wusste lässt ließ bleibt blieb wir ich uns mich mir mein meine meinen unser unsere unseren unserer
    nicht kein keine keinen auch noch dass daß weil wenn ob zu
    """
)

FOREIGN = _words("the of and for to on a la le les de del el los dos e y et di il von's at with by is are")

# Nouns that a name or a title follows.
NAMING_ENDINGS = _endings("""
    titel motto film buch magazin zeitung zeitschrift blatt band album lied song single firma unternehmen verein
    verband organisation partei schiff name namen namens begriff typ modell sender agentur serie sendung gruppe bündnis
    initiative projekt programm kampagne preis roman stück oper musical spiel show reihe werk gemälde bild ausstellung
    festival portal plattform website webseite internetseite seite blog wort ausdruck stichwort schlagwort überschrift
    rubrik flugzeug boot satellit sonde raumfähre rakete fähre frachter kreuzer tanker yacht club klub café
    restaurant hotel kneipe stiftung institut netzwerk bewegung aktion spitzname spitznamen bezeichnung thema
    genannten genannte genannter genanntes label marke produkt software dienst internetdienst fachzeitschrift
    illustrierten nachrichtenagentur nachrichtenmagazin tageszeitung wochenzeitung sonntagszeitung zeitungen
    studie operation mission einheit kategorie kapitel artikel episode folge ballade sonate sinfonie symphonie
    doku dokumentation drama komödie tatort krimi thriller fernsehserie hurrikan taifun orkan zyklon
    wirbelsturm sturmtief bakterium virus gattung stamm prädikat bereich enzyklika grundsatz sprichwort weisheit sendung codename etikett hashtag airline fluggesellschaft maschine orden ehrenzeichen medaille auszeichnung fond fonds
    """)

# Nouns that end so, and no name follows them.
NO_NAMING_ENDINGS = _endings(
    "beispiel beispiele antwort antworten handwerk vorbild vorwort worten schlusswort"
)

# Nouns that do not speak, by their endings, and the bodies that end so and do.
IDEA_ENDINGS = _endings(
    "ung ungen heit heiten keit keiten ion ionen tät täten ismus nis nisse nissen schaft schaften itik anz enz tum"
)
BODIES = _endings("""
    regierung zeitung stiftung verwaltung leitung vereinigung führung abteilung versammlung vertretung sammlung
    innung bewegung verbindung redaktion fraktion kommission opposition organisation delegation union föderation
    koalition institution mission nation nationen generation mehrheit minderheit universität fakultät
    staatsanwaltschaft anwaltschaft gewerkschaft mannschaft belegschaft bürgerschaft gesellschaft gemeinschaft
    wirtschaft ärzteschaft lehrerschaft botschaft genossenschaft körperschaft polizei
    republik klinik regierungen zeitungen vereinigungen organisationen fraktionen gewerkschaften universitäten
    gesellschaften staatsanwaltschaften kanzlei konferenz siedlung sendung bündnis allianz instanz bistum
    nachbarschaft anhängerschaft verwandtschaft schülerschaft studentenschaft bruderschaft obrigkeit direktion sektion intendanz
    corporation association foundation federation administration
    """)
# What else acts and speaks as one, by its ending.
ORGANISATIONS = _endings("""
    ministerium amt verein verband verbund partei bund behörde gericht gerichtshof unternehmen firma konzern bank
    kirche senat parlament kabinett ausschuss gremium gruppe club klub team stadt kreis agentur magazin sender institut
    hochschule schule krankenhaus feuerwehr armee militär justiz bündnis initiative rathaus rat kammer werk dienst
    vorstand stab zentrale komitee büro allianz forum hilfswerk opposition union spd cdu csu fdp grünen linke afd övp
    spö fpö svp ministerien verbände vereine parteien behörden gerichte firmen länder gruppen kommunen städte
    gemeinden kirchen medien
    """)
IDEAS = _words(
    """
    auslöser motiv motive ursache ursachen hintergrund hintergründe voraussetzung zweck sinn mittel stichwort
    vorbild vorbilder ort orte lob tadel zuspruch zweifel bedenken
    fehler schaden schäden rückzug abzug freispruch signal signale zeichen spur spuren
    problem probleme kosten maßnahme maßnahmen verlust verluste vorhaben projekt projekte konzept konzepte modell
    modelle system chance chancen gefahr gefahren risiko risiken krise schuld verhalten vorgehen vorgang vorgänge tat
    taten mord morde leben tod bau ausbau abbau umbau verkauf kauf einsatz erfolg erfolge zustand zustände umstand
    umstände bedarf nutzen vorteil vorteile nachteil nachteile debatte verdacht anstieg rückgang ablauf verlauf
    zuversicht grund gründe werk werke plan pläne name namen vorwurf vorwürfe idee ideen ziel ziele frage fragen
    antwort thema themen vorschlag vorschläge gesetz gesetze fall fälle tag tage woche wochen monat monate jahr jahre
    zeit ende anfang beginn folge folgen preis preise zahl zahlen teil teile punkt punkte schritt schritte weg wege
    krieg frieden unfall unglück angriff angriffe anschlag anschläge spiel spiele sieg niederlage rücktritt besuch
    treffen wahl wahlen lage kritik arbeit geld titel motto begriff satz wort worte ausdruck zusammenhang beispiel
    rahmen sinne hergang buch film lied artikel passage stelle absatz schluss bezug verbot streit konflikt beschluss
    mal uhr prozent euro dollar million millionen milliarde milliarden folgende folgendes blick bild
    sätze rufe anfrage anfragen zeile zeilen parole parolen gewalt angst szene situation moment herbst abend morgen nacht glück pech recht angst mühe zwischenruf abschluss anlass gegensatz hinblick auge augen stunde stunden minute minuten sicht verfahren prozess
    """
)
# Days and the like: no subject, though without a preposition.
TIMES = MONTHS | _words(
    """
    Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Montagabend Dienstagabend Mittwochabend
    Donnerstagabend Freitagabend Samstagabend Sonntagabend Anfang Ende Mitte Letzte Vergangene Uhr Jahr Woche
    """
)

CALLING_VERBS = _words("nennt nannte nennen nannten")
# X nennt sich „…“, präsentiert sich als „…“.
NAMING_VERBS = _words(
    "nennt nannte nennen nannten präsentiert präsentierte umbenannt heißt hieß genannt umbenennen"
)
# Before what a verb like nennen, bezeichnen, sprechen gives as a name.
PREDICATIVES = _words("als ein eine einen einer einem von vor der den dem mit für dies das")

TRANSLATIONS = _words("deutsch englisch übersetzt kurz codename codenamen abgekürzt französisch lateinisch")
# Nouns that words follow as they were called or written.
CALLING_ENDINGS = _endings("""
    parole parolen spruch sprüche sprüchen aufschrift feststellung aussage aussagen worten ruf rufe rufen sprechchöre
    sprechchören slogan slogans bemerkung formulierung schlachtruf behauptung vorwurf forderung appell aufforderung
    transparente transparenten plakate plakaten
    """)

# Adverbs that may open a sentence, by their endings.
ADVERB_ENDINGS = (
    *(
        "lich",
        "isch",
        "end",
        "weise",
        "mäßig",
        "gemäß",
        "halber",
        "dings",
        "wärts",
        "wärtig",
        "zeitig",
        "malig",
    ),
    *(
        "mütig",
        "stimmig",
        "fristig",
        "seitig",
        "zügig",
        "mals",
        "falls",
        "seits",
        "dessen",
        "eilig",
        "fällig",
    ),
)
# How somebody says it, at a sentence's beginning: Besorgt äußerte sich X.
MOODS = _words(
    """
    besorgt verärgert empört erfreut enttäuscht erleichtert überrascht entsetzt bestürzt begeistert entrüstet gelassen
    zufrieden positiv negativ verhalten deutlich scharf heftig hart klar offen einig offiziell generell speziell
    optimal verwundert erstaunt gerührt bewegt betroffen erschüttert unbeeindruckt stolz wütend kühl knapp entschieden
    vehement massiv explizit indirekt direkt öffentlich intern sofort prompt gut schlecht ebenso je hieß zuerst
    """
)
# Einer der Männer, keiner von ihnen: pronouns that a genitive or *von* follows.
PARTITIVES = _words(
    "einer eine eines keiner keine jeder jede mehrere einige viele manche beide zwei drei vier fünf"
)

# What begins a subordinate clause, whose verb comes last.
SUBORDINATORS = CONJUNCTIONS | _words("zumal der die das den dem deren dessen welche welcher welches was wer")

# Small words that end as verbs do.
NO_VERBS = (
    CONJUNCTIONS
    | PREPOSITIONS
    | _words("nicht jetzt erst fast sonst selbst dort zuerst zuletzt meist oft samt statt")
)
