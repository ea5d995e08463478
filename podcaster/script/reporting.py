"""The verbs of German reporting in all their forms; tables only, and what inflects them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "wider", "zer", "unter", "über")
_NO_PREFIX = _words("beicht bell bet bitt erb ernt")


def _infinitive(stem: str) -> str:
    return stem + ("n" if stem.endswith(("er", "el")) and not stem.endswith(("ier", "är")) else "en")


def _link(stem: str) -> str:
    return "e" if stem.endswith(("d", "t", "gn", "chn", "fn", "tm")) else ""


def _finite(stem: str) -> frozenset[str]:
    """Third person of a regular verb, present and past: ``sag`` → sagt, sagen, sagte, sagten."""
    link = _link(stem)
    return frozenset({f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}ten", _infinitive(stem)})


def _participle(stem: str) -> str:
    """``sag`` → gesagt, ``erklär`` → erklärt, ``plädier`` → plädiert."""
    is_plain = stem.endswith("ier") or (stem.startswith(_INSEPARABLE) and stem not in _NO_PREFIX)
    return f"{'' if is_plain else 'ge'}{stem}{_link(stem)}t"


_REGULAR = """
    sag erklär beton erläuter äußer bericht erzähl antwort frag mein kommentier warn ergänz bekräftig bestätig
    versicher behaupt verkünd verkündig vermeld meld erwider entgegn bemerk vermerk bedauer beklag mahn ermahn forder
    verlang appellier resümier bilanzier konstatier urteil spekulier scherz spott polter wetter schimpf höhn jubel
    argumentier begründ präzisier konkretisier verdeutlich veranschaulich klag zitier twitter post notier formulier
    signalisier mutmaß raun murmel flüster stöhn seufz dementier plädier beteuer prophezei wiederhol witzel ätz
    frotzel konter droh skandier entschuldig bedank wünsch hoff vermut prognostizier glaub erinner schwärm lob
    kritisier freu unterricht unterstell predig fluch schilder moser motz läster bedeut beantwort erkundig erwart
    befürcht fürcht begrüß verteidig reagier gratulier kondolier würdig rühm rechtfertig interpretier veröffentlich
    bezweifel zweifel erwäg telefonier bekund gelob garantier beharr insistier protestier monier bemängel leugn
    vernein bejah beantrag berichtig relativier schlussfolger folger diagnostizier analysier definier proklamier
    deklarier postulier referier rezitier rekapitulier publizier informier übermittel offenbar enthüll erwähn erörter
    überleg sinnier philosophier orakel unk zürn wüt tob empör entrüst ereifer erbos echauffier beschwer jammer
    wehklag schluchz stammel stotter brumm knurr grummel murr nörgel mäkel mecker schnauz blaff keif zeter
    donner tön trumpf prahl schwadronier stichel spöttel feix frohlock jauchz jubilier johl brüll kreisch gröl
    ruf fleh bettel drängt beschwichtig beruhig tröst ermunter ermutig staun wunder grübel
    schmeichel plauder verrat verlautbar attestier bescheinig bezeug skizzier umreiß befürwort unterstütz
    vereinbar poch beurteil kalauer flachs lamentier räsonier schnarr raunz kommunizier petitionier apostrophier
    versetz alarmier quittier parier widerleg bestreit gesteh verwahr distanzier solidarisier bezichtig
    schätz errechn berechn kalkulier bereu ahn gift pöbel stänker säusel tuschel hauch krächz keuch sekundier assistier
    beanstand reklamier debattier diskutier rätsel tipp beobacht spezifizier akzentuier revidier korrigier
    beleg untermauer propagier benachrichtig ersuch erhoff ersehn mail blogg diktier protokollier dokumentier
    replizier juxt ulk kicher lach lächel grins schmunzel strahl heul ächz nick beicht dank beglückwünsch träum wett
    votier weiger lehr dozier erfrag hinterfrag problematisier thematisier
    besag beziffer droh munkel titel veranschlag vertröst rüffel
    """
# Infinitive, present, past and participle of the others.
_IRREGULAR = """
    schreiben schreibt schrieb schrieben geschrieben
    rufen ruft rief riefen gerufen
    sprechen spricht sprach sprachen gesprochen
    versprechen verspricht versprach versprachen versprochen
    widersprechen widerspricht widersprach widersprachen widersprochen
    befinden befindet befand befanden befunden
    empfehlen empfiehlt empfahl empfahlen empfohlen
    denken denkt dachte dachten gedacht
    gestehen gesteht gestand gestanden gestanden
    unterstreichen unterstreicht unterstrich unterstrichen unterstrichen
    verweisen verweist verwies verwiesen verwiesen
    schreien schreit schrie schrien geschrien
    raten rät riet rieten geraten
    bitten bittet bat baten gebeten
    beschwören beschwört beschwor beschworen beschworen
    schwören schwört schwor schworen geschworen
    erkennen erkennt erkannte erkannten erkannt
    beginnen beginnt begann begannen begonnen
    bekennen bekennt bekannte bekannten bekannt
    wissen weiß wusste wussten gewusst
    bestreiten bestreitet bestritt bestritten bestritten
    verraten verrät verriet verrieten verraten
    befehlen befiehlt befahl befahlen befohlen
    verlesen verliest verlas verlasen verlesen
    schließen schließt schloss schlossen geschlossen
    werben wirbt warb warben geworben
    verneinen verneint verneinte verneinten verneint
    beschließen beschließt beschloss beschlossen beschlossen
    entscheiden entscheidet entschied entschieden entschieden
    unterbrechen unterbricht unterbrach unterbrachen unterbrochen
    erwägen erwägt erwog erwogen erwogen
    widerrufen widerruft widerrief widerriefen widerrufen
    unterscheiden unterscheidet unterschied unterschieden unterschieden
    verheißen verheißt verhieß verhießen verheißen
    befürworten befürwortet befürwortete befürworteten befürwortet
    singen singt sang sangen gesungen
    beweisen beweist bewies bewiesen bewiesen
    """
_SINGLE_FORMS = "hieß heißt hiess verlautete verlautet lautet lautete verschwieg warf"
# Particle and stem of regular verbs in two parts: teilte … mit, mitgeteilt.
_PARTED_REGULAR = """
    mit:teil hinzu:füg an:füg bei:füg ein:räum an:kündig fest:stell klar:stell heraus:stell vor:stell dar:stell
    unter:stell aus:führ an:führ fort:führ hinzu:setz fort:setz aus:drück nach:leg dar:leg offen:leg nahe:leg
    zu:stimm bei:pflicht klar:mach deutlich:mach geltend:mach ab:lehn an:merk ein:wend nach:frag nach:hak an:klag
    an:pranger auf:forder heraus:forder an:mahn an:droh an:mess nach:schick vor:warn vor:rechn auf:zähl zusammen:fass
    ein:lenk ab:wiegel ab:winkt ab:wink zurück:ruder nach:doppel entgegen:setz entgegen:schleuder vor:bet
    an:deut zu:sicher zu:sag ab:sag an:sag aus:sag voraus:sag vorher:sag weiter:sag nach:erzähl an:vertrau
    auf:klär aus:plauder los:polter auf:trumpf auf:begehr zu:raun zu:flüster hervor:heb bekannt:mach kund:mach
    weiter:fragt weiter:frag zurück:frag zurück:meld zu:rechn klar:leg an:erkenn
    vor:schlag gegenüber:stell richtig:stell in_frage:stell ein:stimm an:reg aus:rechn an:ordn ein:schätz
    an:kreid an:last zur_last:leg nahe:leg ein:schränk nach:bohr nach:setz heraus:platz ab:wäg vorweg:schick
    dagegen:setz dagegen:red zu:gesteh hinein:ruf auf:schlüssel voran:stell dazwischen:red ein:hak
    """
_PARTED_IRREGULAR = """
    an zu bekannt zurück wieder kund: geben gibt gab gaben gegeben
    hin zurück an ab: weisen weist wies wiesen gewiesen
    fort: fahren fährt fuhr fuhren gefahren
    vor ein: werfen wirft warf warfen geworfen
    aus an ab zu frei: sprechen spricht sprach sprachen gesprochen
    nach hinterher vor zu: schieben schiebt schob schoben geschoben
    heraus: streichen streicht strich strichen gestrichen
    an auf: greifen greift griff griffen gegriffen
    aus daraus: schließen schließt schloss schlossen geschlossen
    ein zu: gestehen gesteht gestand gestanden gestanden
    aus zu auf hervor dazwischen: rufen ruft rief riefen gerufen
    hervor: heben hebt hob hoben gehoben
    davon: gehen geht ging gingen gegangen
    ab kund: tun tut tat taten getan
    entgegen auf: treten tritt trat traten getreten
    vor zurück fest: halten hält hielt hielten gehalten
    entgegen dagegen: halten hält hielt hielten gehalten
    vor: schlagen schlägt schlug schlugen geschlagen
    vor: lesen liest las lasen gelesen
    vor entgegen hervor zum_ausdruck: bringen bringt brachte brachten gebracht
    ab zu an: raten rät riet rieten geraten
    nach: schreien schreit schrie schrien geschrien
    auf zurück: schreiben schreibt schrieb schrieben geschrieben
    los: lassen lässt ließ ließen gelassen
    bei: springen springt sprang sprangen gesprungen
    ein: gehen geht ging gingen gegangen
    auf: werfen wirft warf warfen geworfen
    an vorweg: nehmen nimmt nahm nahmen genommen
    an: bieten bietet bot boten geboten
    ein: wenden wendet wandte wandten gewandt
    vor zusammen: tragen trägt trug trugen getragen
    an voraus vorher: sehen sieht sah sahen gesehen
    heraus: finden findet fand fanden gefunden
    nach: weisen weist wies wiesen gewiesen
    hervor: stoßen stößt stieß stießen gestoßen
    ab: streiten streitet stritt stritten gestritten
    vor preis durch: geben gibt gab gaben gegeben
    """
# What makes a verb of everyday one of speech: zeigte sich überzeugt, zog Bilanz, lässt mitteilen.
_WITH_COMPLEMENT = """
    zog zogen zieht ziehen: bilanz fazit resümee schluss schlussfolgerung lehre
    zeigte zeigten zeigt zeigen: überzeugt sich
    ist war sind waren sei: überzeugt sicher meinung ansicht auffassung überzeugung
    lässt ließ ließen lassen: wissen mitteilen verlauten ausrichten erklären durchblicken keinen zitieren
    brachte brachten bringt bringen: ausdruck punkt
    meldete meldeten meldet melden: wort
    nahm nahmen nimmt nehmen: stellung
    will wollte wollen wollten: wissen
    gab gaben gibt geben: protokoll auskunft stellungnahme antwort erkennen verstehen bedenken
    kam kamen kommt kommen: schluss ergebnis
    gelangte gelangten gelangt gelangen: schluss ergebnis überzeugung
    vertrat vertraten vertritt vertreten: ansicht meinung auffassung these standpunkt position haltung
    teilt teilte teilten teilen: ansicht meinung auffassung einschätzung
    stellte stellten stellt stellen: frage aussicht abrede theorie these behauptung
    übte übten übt üben: kritik
    erhob erhoben erhebt erheben: vorwurf vorwürfe einspruch anklage forderung
    fasste fassten fasst fassen: beschluss
    verlieh verliehen verleiht verleihen: ausdruck
    berief beriefen beruft berufen: sich
    äußerte äußerten äußert äußern: sich
    machte machten macht machen: klar deutlich geltend luft aufmerksam vorwurf vorwürfe
    richtete richteten richtet richten: appell worte
    hatte hat haben hatten: mitteilen gemeint wissen
    """
# Verbs that give a name to something: what they say stands in quotation marks as a word or two.
_JUDGING_REGULAR = """
    bezeichn verurteil charakterisier kritisier bewert wert titulier bemängel rüg brandmark tadel geißel
    qualifizier verspott würdig lob preis attackier beschimpf betitel attestier bescheinig umschreib diffamier
    beschuldig stuf versteh vergleich deklarier definier feier brandmark denunzier verteufel verharmlos geißel
    verunglimpf schmäh rühm beurteil klassifizier bespöttel belächel empfind etikettier abtun
    betracht eracht beleidig verhöhn herabwürdig diskreditier porträtier maßregel rüffel
    """
_JUDGING_IRREGULAR = """
    nennen nennt nannte nannten genannt
    sprechen spricht sprach sprachen gesprochen
    beschreiben beschreibt beschrieb beschrieben beschrieben
    halten hält hielt hielten gehalten
    sehen sieht sah sahen gesehen
    finden findet fand fanden gefunden
    vergleichen vergleicht verglich verglichen verglichen
    empfinden empfindet empfand empfanden empfunden
    preisen preist pries priesen gepriesen
    schelten schilt schalt schalten gescholten
    umschreiben umschreibt umschrieb umschrieben umschrieben
    """


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def _parted() -> tuple[dict[str, frozenset[str]], frozenset[str], frozenset[str]]:
    """Finite part → what may stand at the clause's end; both parts as one word; participles."""
    parted: dict[str, set[str]] = {}
    joined: set[str] = set()
    participles: set[str] = set()
    for particle, stem in (verb.split(":") for verb in _PARTED_REGULAR.split()):
        for form in _finite(stem):
            parted.setdefault(form, set()).add(particle)
            joined.add(particle + form)
        participles.add(particle + _participle(stem))
    for particles, forms in (line.split(":") for line in _PARTED_IRREGULAR.strip().splitlines()):
        *finite, participle = forms.split()
        for particle in particles.split():
            for form in finite:
                parted.setdefault(form, set()).add(particle)
                joined.add(particle + form)
            participles.add(particle + participle)
    for forms, complements in (line.split(":") for line in _WITH_COMPLEMENT.strip().splitlines()):
        for form in forms.split():
            parted.setdefault(form, set()).update(complements.split())
    return (
        {form: frozenset(found) for form, found in parted.items()},
        frozenset(joined),
        frozenset(participles),
    )


PARTED, _JOINED, _PARTED_PARTICIPLES = _parted()
"""Verbs of speech in two parts: finite part → what may stand behind it in its clause."""

SAYING = (
    frozenset(form for stem in _REGULAR.split() for form in _finite(stem))
    | frozenset(form for row in _rows(_IRREGULAR) for form in row[:4])
    | _words(_SINGLE_FORMS)
    | _JOINED
)
JUDGING = frozenset(form for stem in _JUDGING_REGULAR.split() for form in _finite(stem)) | frozenset(
    form for row in _rows(_JUDGING_IRREGULAR) for form in row[:4]
)
JUDGING_PARTICIPLES = _words(
    "bezeichnet genannt beschrieben kritisiert verurteilt gewürdigt bewertet eingestuft betitelt beschimpft "
    "charakterisiert tituliert gebrandmarkt gefeiert abgetan empfunden umschrieben angesehen dargestellt verspottet "
    "betrachtet erachtet gerügt geschmäht verhöhnt eingeordnet abgestempelt"
)
PARTICIPLES = (
    frozenset(_participle(stem) for stem in (_REGULAR + _JUDGING_REGULAR).split())
    | frozenset(row[4] for row in _rows(_IRREGULAR))
    | _PARTED_PARTICIPLES
    | JUDGING_PARTICIPLES
    | _words("bekanntgegeben eingestuft geheißen mitteilen verlauten sagen erklären zugeben einräumen")
) - _words("begonnen geschlossen bekannt gehalten bedeutet")
"""Behind *hat*, *wurde* …: what makes it a verb of speech."""

# Verbs that report now and then, and mostly tell of something else: they give way to the others of a sentence.
_NOW_AND_THEN = """
    unterstütz befürwort übermittel publizier veröffentlich alarmier verwahr vereinbar versetz analysier definier
    beantrag reagier folger erwart informier unterricht erwäg überleg sinnier grübel wunder verteidig gratulier
    kondolier offenbar enthüll interpretier rechtfertig distanzier solidarisier widerleg drängt beruhig tröst bedeut
    lob würdig ruf bezeug quittier unterstell erinner hoff fürcht wünsch glaub
    diskutier debattier beobacht revidier korrigier beleg untermauer benachrichtig ersuch erhoff ersehn
    protokollier dokumentier dank beglückwünsch träum wett votier weiger lehr droh diktier lach nick strahl
    problematisier thematisier hinterfrag propagier berechn kalkulier beanstand
    """
_NOW_AND_THEN_FORMS = """
    beginnt begann begannen beginnen erkennt erkannte erkannten erkennen weiß wusste wussten wissen denkt dachte dachten denken schließt schloss
    schlossen schließen wirbt warb warben werben greift griff griffen greifen tritt trat traten treten geht ging
    gingen gehen liest las lasen lesen lässt ließ ließen lassen hält hielt hielten halten sieht sah sahen sehen
    findet fand fanden finden beschließt beschloss beschlossen beschließen entscheidet entschied entschieden entscheiden
    unterscheidet unterschied unterschieden unterscheiden unterbricht unterbrach unterbrachen unterbrechen singt sang
    sangen singen beweist bewies bewiesen beweisen nimmt nahm nahmen nehmen bietet bot boten bieten trägt trug trugen
    tragen
    """
OCCASIONAL = frozenset(form for stem in _NOW_AND_THEN.split() for form in _finite(stem)) | _words(
    _NOW_AND_THEN_FORMS
)

# They judge or tell with one of these only: hielt den Plan für gut, hielt dagegen; but: der Bus hielt an der Kreuzung.
HOLDING = _words("hält hielt hielten halten")
HOLDING_FOR = _words("für als dass daß zurück fest vor entgegen dagegen")

AUXILIARIES = _words(
    "hat haben hatte hatten habe hätte hätten wird werden wurde wurden soll sollen sollte will wollte kann konnte "
    "ist war sei seien sind waren muss musste müsse darf möchte dürfe"
)
MODALS = _words(
    "will wollen wollte wollten kann können konnte konnten muss müssen musste mussten "
    "darf dürfen durfte durften möchte möchten mag mögen mochte mochten wird werden"
)
PASSIVES = _words("wird werden wurde wurden werde würden ist sind war waren sei seien")
# Participles whose passive names the speaker as its subject: X wird mit den Worten zitiert …
INFINITIVES = _words("sagen erklären mitteilen zugeben einräumen")
ACTIVE_IN_PASSIVE = INFINITIVES | {"zitiert"}
# X bestritt den Vorwurf, es sei „…“: the words are somebody else's.
REJECTING = _words(
    "bestritt bestreitet bestritten dementierte dementiert widersprach widerspricht verneinte verneint leugnete leugnet"
)
# Nobody says it: heißt es, steht es geschrieben.
CALLING = _words("heißt hieß hiess")
RUMOURING = _words("verlautet verlautete")
"""The same without *es*: aus dem Rathaus verlautete."""
IMPERSONAL = _words("heißt hieß hiess heiße lautet lautete steht stand sagt meldet wird wurde")
FORMS = frozenset(
    form for form in (*SAYING, *JUDGING, *PARTED, *AUXILIARIES, *PARTICIPLES) if form[0].islower()
)
"""Whatever may be or belong to a verb of speech."""
