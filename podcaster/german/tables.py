"""What German abbreviates, and how it is said in full; grows by data."""

from __future__ import annotations

MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Jänner Feber"
).split()
MONTH_SHORT = {
    "Jan": "Januar", "Jän": "Jänner", "Feb": "Februar", "Febr": "Februar", "Mär": "März", "Mrz": "März",
    "Apr": "April", "Jun": "Juni", "Jul": "Juli", "Aug": "August", "Sep": "September", "Sept": "September",
    "Okt": "Oktober", "Nov": "November", "Dez": "Dezember",
}  # fmt: skip
WEEKDAYS = {
    "Mo": "Montag", "Di": "Dienstag", "Mi": "Mittwoch", "Do": "Donnerstag", "Fr": "Freitag",
    "Sa": "Samstag", "So": "Sonntag",
}  # fmt: skip

SCALES = {
    "Tsd": ("Tausend", "Tausend"), "Mio": ("Million", "Millionen"), "Mill": ("Million", "Millionen"),
    "Mrd": ("Milliarde", "Milliarden"), "Mia": ("Milliarde", "Milliarden"), "Bio": ("Billion", "Billionen"),
    "Brd": ("Billiarde", "Billiarden"),
}  # fmt: skip

# Sign or code → (currency, small coin for one, small coin for more)
CURRENCIES = {
    "€": ("Euro", "Cent", "Cent"), "EUR": ("Euro", "Cent", "Cent"), "Euro": ("Euro", "Cent", "Cent"),
    "US-$": ("US-Dollar", "Cent", "Cent"), "US$": ("US-Dollar", "Cent", "Cent"), "USD": ("US-Dollar", "Cent", "Cent"),
    "US-Dollar": ("US-Dollar", "Cent", "Cent"), "Dollar": ("Dollar", "Cent", "Cent"), "$": ("Dollar", "Cent", "Cent"),
    "A$": ("australische Dollar", "Cent", "Cent"), "C$": ("kanadische Dollar", "Cent", "Cent"),
    "AUD": ("australische Dollar", "Cent", "Cent"), "CAD": ("kanadische Dollar", "Cent", "Cent"),
    "£": ("Pfund", "Penny", "Pence"), "GBP": ("Pfund", "Penny", "Pence"), "Pfund": ("Pfund", "Penny", "Pence"),
    "CHF": ("Franken", "Rappen", "Rappen"), "SFr": ("Franken", "Rappen", "Rappen"), "sFr": ("Franken", "Rappen", "Rappen"),
    "Fr": ("Franken", "Rappen", "Rappen"), "Franken": ("Franken", "Rappen", "Rappen"),
    "¥": ("Yen", "", ""), "JPY": ("Yen", "", ""), "₽": ("Rubel", "Kopeke", "Kopeken"), "RUB": ("Rubel", "Kopeke", "Kopeken"),
    "₺": ("Lira", "", ""), "TRY": ("Lira", "", ""), "₴": ("Hrywnja", "", ""), "₩": ("Won", "", ""), "₹": ("Rupien", "", ""),
    "₿": ("Bitcoin", "", ""), "₪": ("Schekel", "", ""), "zł": ("Złoty", "", ""), "PLN": ("Złoty", "", ""), "Kč": ("Kronen", "", ""),
    "DM": ("D-Mark", "Pfennig", "Pfennig"), "D-Mark": ("D-Mark", "Pfennig", "Pfennig"), "CNY": ("Yuan", "", ""),
    "SEK": ("schwedische Kronen", "", ""), "NOK": ("norwegische Kronen", "", ""), "DKK": ("dänische Kronen", "", ""),
    "¢": ("Cent", "", ""), "ct": ("Cent", "", ""), "Ct": ("Cent", "", ""), "Rp": ("Rappen", "", ""),
}  # fmt: skip

# Sign → (for one, for more); a square or cube and "per" are put together by the reader.
UNITS = {
    "%": ("Prozent", "Prozent"), "‰": ("Promille", "Promille"), "v.H.": ("vom Hundert", "vom Hundert"),
    "°C": ("Grad Celsius", "Grad Celsius"), "°F": ("Grad Fahrenheit", "Grad Fahrenheit"), "℃": ("Grad Celsius", "Grad Celsius"),
    "°": ("Grad", "Grad"),
    "mm": ("Millimeter", "Millimeter"), "cm": ("Zentimeter", "Zentimeter"), "dm": ("Dezimeter", "Dezimeter"),
    "m": ("Meter", "Meter"), "km": ("Kilometer", "Kilometer"), "nm": ("Nanometer", "Nanometer"),
    "µm": ("Mikrometer", "Mikrometer"), "qm": ("Quadratmeter", "Quadratmeter"), "qkm": ("Quadratkilometer", "Quadratkilometer"),
    "cbm": ("Kubikmeter", "Kubikmeter"), "ccm": ("Kubikzentimeter", "Kubikzentimeter"), "ha": ("Hektar", "Hektar"),
    "sm": ("Seemeile", "Seemeilen"), "mi": ("Meile", "Meilen"),
    "µg": ("Mikrogramm", "Mikrogramm"), "mg": ("Milligramm", "Milligramm"), "g": ("Gramm", "Gramm"),
    "kg": ("Kilogramm", "Kilogramm"), "t": ("Tonne", "Tonnen"), "kt": ("Kilotonne", "Kilotonnen"), "Mt": ("Megatonne", "Megatonnen"),
    "ml": ("Milliliter", "Milliliter"), "cl": ("Zentiliter", "Zentiliter"), "dl": ("Deziliter", "Deziliter"),
    "l": ("Liter", "Liter"), "hl": ("Hektoliter", "Hektoliter"),
    "ms": ("Millisekunde", "Millisekunden"), "s": ("Sekunde", "Sekunden"), "sec": ("Sekunde", "Sekunden"),
    "Sek": ("Sekunde", "Sekunden"), "min": ("Minute", "Minuten"), "Min": ("Minute", "Minuten"),
    "h": ("Stunde", "Stunden"), "Std": ("Stunde", "Stunden"), "d": ("Tag", "Tage"), "a": ("Jahr", "Jahre"),
    "W": ("Watt", "Watt"), "kW": ("Kilowatt", "Kilowatt"), "MW": ("Megawatt", "Megawatt"), "GW": ("Gigawatt", "Gigawatt"),
    "TW": ("Terawatt", "Terawatt"), "kWp": ("Kilowatt Peak", "Kilowatt Peak"),
    "Wh": ("Wattstunde", "Wattstunden"), "kWh": ("Kilowattstunde", "Kilowattstunden"), "MWh": ("Megawattstunde", "Megawattstunden"),
    "GWh": ("Gigawattstunde", "Gigawattstunden"), "TWh": ("Terawattstunde", "Terawattstunden"),
    "PS": ("P S", "P S"), "Nm": ("Newtonmeter", "Newtonmeter"), "V": ("Volt", "Volt"), "kV": ("Kilovolt", "Kilovolt"),
    "mA": ("Milliampere", "Milliampere"), "mAh": ("Milliamperestunde", "Milliamperestunden"), "Ah": ("Amperestunde", "Amperestunden"),
    "J": ("Joule", "Joule"), "kJ": ("Kilojoule", "Kilojoule"), "cal": ("Kalorie", "Kalorien"), "kcal": ("Kilokalorie", "Kilokalorien"),
    "Hz": ("Hertz", "Hertz"), "kHz": ("Kilohertz", "Kilohertz"), "MHz": ("Megahertz", "Megahertz"), "GHz": ("Gigahertz", "Gigahertz"),
    "hPa": ("Hektopascal", "Hektopascal"), "Pa": ("Pascal", "Pascal"), "kPa": ("Kilopascal", "Kilopascal"), "bar": ("Bar", "Bar"),
    "mbar": ("Millibar", "Millibar"),
    "dB": ("Dezibel", "Dezibel"), "Bq": ("Becquerel", "Becquerel"), "mSv": ("Millisievert", "Millisievert"),
    "µSv": ("Mikrosievert", "Mikrosievert"), "Sv": ("Sievert", "Sievert"), "lx": ("Lux", "Lux"), "K": ("Kelvin", "Kelvin"), "Ω": ("Ohm", "Ohm"),
    "kB": ("Kilobyte", "Kilobyte"), "KB": ("Kilobyte", "Kilobyte"), "MB": ("Megabyte", "Megabyte"), "GB": ("Gigabyte", "Gigabyte"),
    "TB": ("Terabyte", "Terabyte"), "kbit": ("Kilobit", "Kilobit"), "Mbit": ("Megabit", "Megabit"), "Gbit": ("Gigabit", "Gigabit"),
    "MBit": ("Megabit", "Megabit"), "GBit": ("Gigabit", "Gigabit"), "Mbps": ("Megabit pro Sekunde", "Megabit pro Sekunde"),
    "ppm": ("parts per million", "parts per million"), "dpi": ("dots per inch", "dots per inch"),
    "MP": ("Megapixel", "Megapixel"), "px": ("Pixel", "Pixel"), "fps": ("Bilder pro Sekunde", "Bilder pro Sekunde"),
    "kn": ("Knoten", "Knoten"), "Kn": ("Knoten", "Knoten"), "ft": ("Fuß", "Fuß"), "Stk": ("Stück", "Stück"),
    "Pkt": ("Punkt", "Punkte"), "EW": ("Einwohner", "Einwohner"),
}  # fmt: skip

# After a stroke: €/Monat, km/h
PER = {"h": "Stunde", "s": "Sekunde", "min": "Minute", "d": "Tag", "a": "Jahr", "t": "Tonne", "qm": "Quadratmeter"}

# Abbreviation, with its points and no blanks → in full. A point at its end is a full stop too where
# the sentence ends. The value may open with "N", "A" or "B" and a bar: said so only before a number,
# after a number, or before a name.
ABBREVIATIONS = {
    "a.a.O.": "am angegebenen Ort", "a.D.": "außer Dienst", "a.M.": "am Main", "a.o.": "außerordentlich",
    "Abb.": "N|Abbildung", "abds.": "abends", "Abk.": "Abkürzung", "Abs.": "N|Absatz", "Abschn.": "N|Abschnitt", "Abt.": "Abteilung",
    "allg.": "allgemein", "amerik.": "amerikanisch", "Anh.": "Anhang", "Anm.": "Anmerkung", "Art.": "N|Artikel", "Aufl.": "Auflage",
    "Az.": "Aktenzeichen", "b.a.w.": "bis auf Weiteres",
    "Bd.": "Band", "Bde.": "Bände", "bes.": "besonders", "Bez.": "Bezirk", "Bf.": "Bahnhof", "Bhf.": "Bahnhof", "Hbf.": "Hauptbahnhof", "Hbf": "Hauptbahnhof",
    "brit.": "britisch", "bspw.": "beispielsweise", "bzgl.": "bezüglich", "bzw.": "beziehungsweise", "ca.": "circa", "cf.": "vergleiche",
    "d.h.": "das heißt", "d.i.": "das ist", "d.J.": "des Jahres", "d.Ä.": "der Ältere", "d.Gr.": "der Große", "dgl.": "dergleichen",
    "desgl.": "desgleichen", "Dipl.-Ing.": "Diplom-Ingenieur", "Dipl.-Kfm.": "Diplom-Kaufmann", "dt.": "deutsch",
    "Doz.": "Dozent", "Dr.": "Doktor", "Dres.": "Doktoren", "dzt.": "derzeit", "e.V.": "e V", "ebd.": "ebenda", "ehem.": "ehemals",
    "eigtl.": "eigentlich", "einschl.": "einschließlich", "engl.": "englisch", "entspr.": "entsprechend", "etc.": "et cetera",
    "etw.": "etwas", "ev.": "evangelisch", "evtl.": "eventuell", "exkl.": "exklusive", "f.": "A|folgende", "ff.": "A|fortfolgende", "Fa.": "B|Firma",
    "Fam.": "B|Familie", "Fr.": "B|Frau", "franz.": "französisch", "Fn.": "N|Fußnote", "geb.": "geborene", "Gebr.": "Gebrüder", "gegr.": "gegründet",
    "gem.": "gemäß", "gest.": "gestorben", "gez.": "gezeichnet", "ggf.": "gegebenenfalls", "ggü.": "gegenüber", "griech.": "griechisch",
    "h.c.": "honoris causa", "Hg.": "Herausgeber", "Hrsg.": "Herausgeber", "hl.": "heilige", "Hl.": "Heilige", "Hptm.": "Hauptmann", "Hr.": "Herr", "Hrn.": "Herrn",
    "i.A.": "im Auftrag", "i.Allg.": "im Allgemeinen", "i.d.R.": "in der Regel", "i.d.F.": "in der Fassung", "i.e.S.": "im engeren Sinne",
    "i.H.v.": "in Höhe von", "i.S.d.": "im Sinne des", "i.S.v.": "im Sinne von", "i.V.m.": "in Verbindung mit", "i.V.": "in Vertretung",
    "i.w.S.": "im weiteren Sinne", "i.Br.": "im Breisgau", "i.B.": "im Breisgau", "i.R.": "im Ruhestand",
    "inkl.": "inklusive", "insb.": "insbesondere", "insbes.": "insbesondere", "Ing.": "Ingenieur", "internat.": "international", "ital.": "italienisch",
    "jew.": "jeweils", "Jh.": "Jahrhundert", "Jhd.": "Jahrhundert", "Jhdt.": "Jahrhundert", "Jr.": "Junior", "jr.": "junior", "jun.": "junior", "kath.": "katholisch", "Kap.": "N|Kapitel",
    "Kfm.": "Kaufmann", "Kto.": "Konto", "lat.": "lateinisch", "lfd.": "laufend", "lit.": "N|Buchstabe", "lt.": "laut", "M.A.": "M A", "m.E.": "meines Erachtens",
    "m.a.W.": "mit anderen Worten", "max.": "maximal", "med.": "med", "mind.": "mindestens", "Min.": "A|Minuten", "Mk.": "Mark", "mtl.": "monatlich", "Mr.": "Mister", "Mrs.": "Misses", "Ms.": "Miss",
    "MwSt.": "Mehrwertsteuer", "MwSt": "Mehrwertsteuer", "n.Chr.": "nach Christus", "n.u.Z.": "nach unserer Zeitrechnung", "v.u.Z.": "vor unserer Zeitrechnung",
    "nachm.": "nachmittags", "Nachf.": "Nachfolger", "näml.": "nämlich", "Nr.": "Nummer", "Nrn.": "Nummern", "o.a.": "oben angegeben",
    "o.ä.": "oder ähnlich", "o.Ä.": "oder Ähnliches", "o.g.": "oben genannte", "o.J.": "ohne Jahr", "od.": "oder", "österr.": "österreichisch",
    "p.a.": "pro anno", "p.P.": "pro Person", "Pf.": "Pfennig", "phil.": "phil", "Pkt.": "Punkt", "Pl.": "Platz", "Prof.": "Professor", "Profs.": "Professoren",
    "Priv.-Doz.": "Privatdozent", "prot.": "protestantisch", "Red.": "Redaktion", "Reg.": "Regierung", "rd.": "rund", "resp.": "respektive",
    "röm.": "römisch", "russ.": "russisch", "S.": "N|Seite", "s.": "N|siehe", "s.a.": "siehe auch", "s.o.": "siehe oben", "s.u.": "siehe unten", "sen.": "senior", "Sen.": "Senior", "sm.": "Seemeilen",
    "sog.": "sogenannte", "sogen.": "sogenannte", "sächs.": "sächsisch", "St.": "B|Sankt", "Sr.": "Senior", "Std.": "Stunden", "stellv.": "stellvertretende", "stv.": "stellvertretende", "Str.": "Straße",
    "tägl.": "täglich", "Tel.": "Telefon", "u.a.": "unter anderem", "u.ä.": "und ähnlich", "u.Ä.": "und Ähnliches", "u.a.m.": "und anderes mehr", "u.A.w.g.": "um Antwort wird gebeten",
    "u.dgl.": "und dergleichen", "u.U.": "unter Umständen", "u.v.a.": "und viele andere", "u.v.m.": "und vieles mehr", "u.v.a.m.": "und vieles andere mehr", "Univ.": "Universität", "urspr.": "ursprünglich", "usf.": "und so fort",
    "usw.": "und so weiter", "u.s.w.": "und so weiter", "u.E.": "unseres Erachtens", "v.a.": "vor allem", "v.Chr.": "vor Christus", "v.H.": "vom Hundert", "v.l.n.r.": "von links nach rechts",
    "v.l.": "von links", "v.r.": "von rechts", "verh.": "verheiratet", "vgl.": "vergleiche", "vs.": "versus", "vorm.": "vormals", "vormitt.": "vormittags", "Vol.": "N|Volume", "Verf.": "Verfasser",
    "wg.": "wegen", "Whg.": "Wohnung", "wiss.": "wissenschaftlich", "wö.": "wöchentlich", "z.B.": "zum Beispiel", "Z.B.": "Zum Beispiel", "D.h.": "Das heißt", "U.a.": "Unter anderem", "z.H.": "zu Händen", "z.Hd.": "zu Händen", "z.K.": "zur Kenntnis",
    "z.T.": "zum Teil", "z.Z.": "zur Zeit", "z.Zt.": "zurzeit", "zw.": "zwischen", "zzgl.": "zuzüglich", "zzt.": "zurzeit", "Ziff.": "N|Ziffer", "Zit.": "Zitat", "ü.d.M.": "über dem Meer", "ü.M.": "über Meer", "ü.NN": "über Normalnull",
    "Bros.": "Brothers", "Corp.": "Corporation", "Inc.": "Incorporated", "Ltd.": "Limited", "Co.": "Co", "feat.": "featuring",
    "n.V.": "nach Verlängerung", "i.E.": "im Elfmeterschießen", "n.E.": "nach Elfmeterschießen", "k.o.": "k o", "K.o.": "K o", "k.o": "k o", "K.o": "K o", "k.A.": "keine Angabe", "o.k.": "okay", "P.S.": "P S", "U.S.": "U S", "D.C.": "D C",
    "Zi.": "Zimmer", "Kl.": "Klasse", "Sek.": "A|Sekunden", "Stk.": "Stück", "verst.": "verstorben", "vors.": "vorsitzende", "Vors.": "Vorsitzende", "Vs.": "versus", "Bsp.": "Beispiel", "Ges.": "Gesellschaft", "gesch.": "geschieden",
    "techn.": "technisch", "span.": "spanisch", "ugs.": "umgangssprachlich", "übers.": "übersetzt", "Tab.": "N|Tabelle", "Qu.": "Quartal", "Nds.": "Niedersachsen", "Komm.": "Kommissar", "Kdt.": "Kommandant", "Gen.": "General",
    "Lt.": "Leutnant", "Obb.": "Oberbayern", "Opf.": "Oberpfalz", "Ndb.": "Niederbayern", "Erzb.": "Erzbischof", "Bgm.": "Bürgermeister", "LAbg.": "Landtagsabgeordnete", "Abg.": "Abgeordnete", "Mag.": "Magister", "jur.": "jur", "rer.": "rer", "nat.": "nat", "pol.": "pol", "oec.": "oec", "theol.": "theol", "habil.": "habil", "dpl.": "diplom",
}  # fmt: skip

# All capitals, but spoken as a word.
WORD_ACRONYMS = frozenset(
    "NATO UNO UNESCO UNICEF AIDS OPEC NASA ESA UEFA FIFA PISA BAMF COVID ASEAN MERCOSUR GEMA DEKRA EDEKA IKEA REWE ALDI LIDL "
    "NAFTA UNHCR OLAF EUROPOL INTERPOL FRONTEX LASER RADAR PIN SIM RAM GAU DAX MDAX TECDAX SDAX BASIC JUSO JUSOS TÜV WLAN "
    "ISAF KFOR UNIFIL MINUSMA UNMIK ATTAC PETA FIDE CERN INSA FORSA DIN BILD HIV-POSITIV PEGIDA CETA TTIP BREXIT SWIFT "
    "HAMAS FARC ETA IRA OPEL SEAT FIAT SAP-ARENA MIDI JPEG GIF LED ROM ASCII SARS MERS GIZ TEPCO JAXA ICANN UNIDO COROT "
    "ELSTER DAAD BAFÖG BAFA KAMAZ TASS RIAS AWACS NADA WADA DIHK MESZ-ZEIT ECOWAS OECD-RAT ASEM IBAN TAN LOL CAPTCHA "
    "SPIEGEL CORRECTIV VOGUE STERN FOCUS ZEIT WELT DELL NOKIA VISA POLITICO CARE ADIDAS PUMA AUDI CUM-EX".split()
) - {"DAAD", "UNHCR", "DIHK", "ESA", "LED", "GIZ", "BILD-TV", "IRA", "ETA", "DIN"} | {"ETA", "DIN", "IRA"}

# Letters, though their form is no row of capitals or sounds like a word; also lower-case ones.
SPELLED = frozenset(
    "AfD GmbH KfW StGB StPO EuGH VfGH VfB VfL VfR TuS GdP GdF GdL DoD BfV BfArM IfW KMdB MdB MdL MdEP mbH dpa afp apa epd "
    "kna sid ntv BGB BVerfG BVerwG BVerfGE OLG BtMG StVO StVZO UStG EStG AufenthG AsylG SGB GbR KGaA OHG EnBW EStDV KdÖR "
    "DAAD ADAC UNHCR DIHK AOK IAA IAEA IAEO OSZE OECD IGH IAO ILO IOC EADS UEA AKW AKWs Lkw Lkws Pkw Pkws Kfz Kfzs Lkw-Fahrer "
    "EU UN US USA UK UAE ICE IC EC IT KI IS IP ID AI EA ISS IOM AUA ASIO TU FU BIP ARD APO AStA IHK IKT IWF IAB ISBN IG EG".split()
)  # fmt: skip
