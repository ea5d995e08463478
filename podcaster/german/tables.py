"""What German abbreviates, and how it is said in full; grows by data."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list written as a text."""
    return frozenset(text.split())


MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember", "Jänner", "Feber",
)  # fmt: skip
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
    "₿": ("Bitcoin", "", ""), "₪": ("Schekel", "", ""), "zł": ("Zloty", "", ""), "PLN": ("Zloty", "", ""), "Kč": ("Kronen", "", ""),
    "DM": ("D-Mark", "Pfennig", "Pfennig"), "D-Mark": ("D-Mark", "Pfennig", "Pfennig"), "CNY": ("Yuan", "", ""),
    "CZK": ("Kronen", "Heller", "Heller"), "HUF": ("Forint", "", ""), "RON": ("Lei", "", ""), "BGN": ("Lewa", "", ""),
    "INR": ("Rupien", "", ""), "BRL": ("Real", "", ""), "ZAR": ("Rand", "", ""), "THB": ("Baht", "", ""), "UAH": ("Hrywnja", "", ""),
    "KRW": ("Won", "", ""), "ILS": ("Schekel", "", ""), "MXN": ("mexikanische Pesos", "", ""), "RMB": ("Yuan", "", ""),
    "HK$": ("Hongkong-Dollar", "Cent", "Cent"), "NZ$": ("neuseeländische Dollar", "Cent", "Cent"), "AU$": ("australische Dollar", "Cent", "Cent"),
    "CA$": ("kanadische Dollar", "Cent", "Cent"), "BTC": ("Bitcoin", "", ""), "ETH": ("Ether", "", ""),
    "Mark": ("Mark", "Pfennig", "Pfennig"), "Schilling": ("Schilling", "Groschen", "Groschen"), "öS": ("Schilling", "Groschen", "Groschen"),
    "kr": ("Kronen", "", ""), "SFR": ("Franken", "Rappen", "Rappen"), "Kronen": ("Kronen", "", ""), "ATS": ("Schilling", "Groschen", "Groschen"),
    "SEK": ("schwedische Kronen", "", ""), "NOK": ("norwegische Kronen", "", ""), "DKK": ("dänische Kronen", "", ""),
    "T€": ("tausend Euro", "", ""), "TEUR": ("tausend Euro", "", ""), "¢": ("Cent", "", ""), "ct": ("Cent", "", ""), "Ct": ("Cent", "", ""), "Rp": ("Rappen", "", ""),
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
    "h": ("Stunde", "Stunden"), "Std": ("Stunde", "Stunden"),
    "W": ("Watt", "Watt"), "kW": ("Kilowatt", "Kilowatt"), "MW": ("Megawatt", "Megawatt"), "GW": ("Gigawatt", "Gigawatt"),
    "TW": ("Terawatt", "Terawatt"), "kWp": ("Kilowatt Peak", "Kilowatt Peak"),
    "Wh": ("Wattstunde", "Wattstunden"), "kWh": ("Kilowattstunde", "Kilowattstunden"), "MWh": ("Megawattstunde", "Megawattstunden"),
    "GWh": ("Gigawattstunde", "Gigawattstunden"), "TWh": ("Terawattstunde", "Terawattstunden"),
    "PS": ("P S", "P S"), "Nm": ("Newtonmeter", "Newtonmeter"), "V": ("Volt", "Volt"), "kV": ("Kilovolt", "Kilovolt"),
    "mA": ("Milliampere", "Milliampere"), "mAh": ("Milliamperestunde", "Milliamperestunden"), "Ah": ("Amperestunde", "Amperestunden"),
    "kJ": ("Kilojoule", "Kilojoule"), "cal": ("Kalorie", "Kalorien"), "kcal": ("Kilokalorie", "Kilokalorien"),
    "Hz": ("Hertz", "Hertz"), "kHz": ("Kilohertz", "Kilohertz"), "MHz": ("Megahertz", "Megahertz"), "GHz": ("Gigahertz", "Gigahertz"),
    "hPa": ("Hektopascal", "Hektopascal"), "Pa": ("Pascal", "Pascal"), "kPa": ("Kilopascal", "Kilopascal"), "bar": ("Bar", "Bar"),
    "mbar": ("Millibar", "Millibar"),
    "dB": ("Dezibel", "Dezibel"), "Bq": ("Becquerel", "Becquerel"), "mSv": ("Millisievert", "Millisievert"),
    "µSv": ("Mikrosievert", "Mikrosievert"), "Sv": ("Sievert", "Sievert"), "lx": ("Lux", "Lux"), "Ω": ("Ohm", "Ohm"),
    "TL": ("Teelöffel", "Teelöffel"), "EL": ("Esslöffel", "Esslöffel"), "Msp": ("Messerspitze", "Messerspitzen"),
    "Pck": ("Packung", "Packungen"), "Pkg": ("Packung", "Packungen"), "Pers": ("Person", "Personen"), "Bft": ("Beaufort", "Beaufort"),
    "kN": ("Kilonewton", "Kilonewton"), "J": ("Joule", "Joule"), "MJ": ("Megajoule", "Megajoule"),
    "GJ": ("Gigajoule", "Gigajoule"), "PJ": ("Petajoule", "Petajoule"), "TJ": ("Terajoule", "Terajoule"), "MPa": ("Megapascal", "Megapascal"),
    "mmHg": ("Millimeter Quecksilbersäule", "Millimeter Quecksilbersäule"), "mm Hg": ("Millimeter Quecksilbersäule", "Millimeter Quecksilbersäule"),
    "kBq": ("Kilobecquerel", "Kilobecquerel"), "MBq": ("Megabecquerel", "Megabecquerel"), "GBq": ("Gigabecquerel", "Gigabecquerel"),
    "TBq": ("Terabecquerel", "Terabecquerel"), "Gy": ("Gray", "Gray"), "lm": ("Lumen", "Lumen"), "cd": ("Candela", "Candela"),
    "mol": ("Mol", "Mol"), "mmol": ("Millimol", "Millimol"), "kVA": ("Kilovoltampere", "Kilovoltampere"), "MVA": ("Megavoltampere", "Megavoltampere"),
    "MWp": ("Megawatt Peak", "Megawatt Peak"), "GWp": ("Gigawatt Peak", "Gigawatt Peak"), "mW": ("Milliwatt", "Milliwatt"),
    "mV": ("Millivolt", "Millivolt"), "kA": ("Kiloampere", "Kiloampere"), "mT": ("Millitesla", "Millitesla"),
    "U/min": ("Umdrehung pro Minute", "Umdrehungen pro Minute"), "mph": ("Meile pro Stunde", "Meilen pro Stunde"), "lb": ("Pfund", "Pfund"), "lbs": ("Pfund", "Pfund"),
    "oz": ("Unze", "Unzen"), "yd": ("Yard", "Yards"), "AE": ("Astronomische Einheit", "Astronomische Einheiten"),
    "Lj": ("Lichtjahr", "Lichtjahre"), "BRT": ("Bruttoregistertonne", "Bruttoregistertonnen"), "BRZ": ("B R Z", "B R Z"),
    "MP": ("Megapixel", "Megapixel"),
    "L": ("Liter", "Liter"), "mL": ("Milliliter", "Milliliter"), "µl": ("Mikroliter", "Mikroliter"), "µL": ("Mikroliter", "Mikroliter"),
    "µs": ("Mikrosekunde", "Mikrosekunden"), "ns": ("Nanosekunde", "Nanosekunden"), "ng": ("Nanogramm", "Nanogramm"), "pg": ("Pikogramm", "Pikogramm"),
    "Ztr": ("Zentner", "Zentner"), "dag": ("Dekagramm", "Dekagramm"), "dkg": ("Dekagramm", "Dekagramm"),
    "Vol.-%": ("Volumenprozent", "Volumenprozent"), "Vol-%": ("Volumenprozent", "Volumenprozent"), "hm": ("Höhenmeter", "Höhenmeter"),
    "Hm": ("Höhenmeter", "Höhenmeter"), "Fm": ("Festmeter", "Festmeter"), "fm": ("Festmeter", "Festmeter"), "kbps": ("Kilobit pro Sekunde", "Kilobit pro Sekunde"),
    "Gbps": ("Gigabit pro Sekunde", "Gigabit pro Sekunde"), "PB": ("Petabyte", "Petabyte"),
    "MiB": ("Mebibyte", "Mebibyte"), "GiB": ("Gibibyte", "Gibibyte"), "Kilo": ("Kilo", "Kilo"),
    "kB": ("Kilobyte", "Kilobyte"), "KB": ("Kilobyte", "Kilobyte"), "MB": ("Megabyte", "Megabyte"), "GB": ("Gigabyte", "Gigabyte"),
    "TB": ("Terabyte", "Terabyte"), "kbit": ("Kilobit", "Kilobit"), "Mbit": ("Megabit", "Megabit"), "Gbit": ("Gigabit", "Gigabit"),
    "MBit": ("Megabit", "Megabit"), "GBit": ("Gigabit", "Gigabit"), "Mbps": ("Megabit pro Sekunde", "Megabit pro Sekunde"),
    "ppm": ("parts per million", "parts per million"), "dpi": ("dots per inch", "dots per inch"),
    "px": ("Pixel", "Pixel"), "fps": ("Bilder pro Sekunde", "Bilder pro Sekunde"),
    "kn": ("Knoten", "Knoten"), "Kn": ("Knoten", "Knoten"), "ft": ("Fuß", "Fuß"), "Stk": ("Stück", "Stück"),
    "Pkt": ("Punkt", "Punkte"),
}  # fmt: skip

# After a stroke: €/Monat, km/h
PER = {
    "h": "Stunde",
    "s": "Sekunde",
    "min": "Minute",
    "d": "Tag",
    "a": "Jahr",
    "t": "Tonne",
    "qm": "Quadratmeter",
}

# Abbreviation with its points and no blanks → in full. Its last point is a full stop too where the sentence ends.
ABBREVIATIONS = {
    "mult.": "multiplex", "Beisp.": "Beispiel", "vertr.": "vertreten", "verw.": "verwitwet", "angebl.": "angeblich", "ver.di": "Verdi", "Ver.di": "Verdi",
    "vorauss.": "voraussichtlich", "erb.": "erbaut", "ren.": "renoviert", "m.W.": "meines Wissens", "Jugendl.": "Jugendliche",
    "Erw.": "Erwachsene", "Mitgl.": "Mitglied", "Buchst.": "Buchstabe", "Einw.": "Einwohner", "Ew.": "Einwohner", "Bev.": "Bevölkerung",
    "Bj.": "Baujahr", "stdl.": "stündlich", "Reg.-Präs.": "Regierungspräsident", "Vj.": "Vorjahr", "Rd.-Nr.": "Randnummer", "Rdnr.": "Randnummer", "b.w.": "bitte wenden", "Dir.": "Direktor", "Präs.": "Präsident", "Maj.": "Major", "Oblt.": "Oberleutnant", "Frhr.": "Freiherr", "Frl.": "Fräulein",
    "Reg.-Bez.": "Regierungsbezirk", "Lkr.": "Landkreis", "Lkrs.": "Landkreis", "Krs.": "Kreis", "Gde.": "Gemeinde", "Gem.": "Gemeinde",
    "zus.": "zusammen", "zuzügl.": "zuzüglich", "abzgl.": "abzüglich", "tgl.": "täglich", "verm.": "vermutlich", "wahrsch.": "wahrscheinlich",
    "möglw.": "möglicherweise", "spez.": "speziell", "ungef.": "ungefähr", "gg.": "gegen", "betr.": "betreffend", "Betr.": "Betreff",
    "bez.": "bezüglich", "durchschn.": "durchschnittlich", "Verl.": "Verlag", "Ztg.": "Zeitung", "Zs.": "Zeitschrift",
    "Ztschr.": "Zeitschrift", "Ltg.": "Leitung", "Abtlg.": "Abteilung", "Ass.": "Assistent", "Postf.": "Postfach", "App.": "Apparat",
    "i.O.": "in Ordnung", "i.J.": "im Jahr", "d.M.": "dieses Monats", "ü.NHN": "über Normalhöhennull", "i.G.": "in Gründung", "i.L.": "in Liquidation",
    "a.k.a.": "alias", "B.A.": "B A", "M.Sc.": "M S C", "B.Sc.": "B S C", "Ph.D.": "P H D", "LL.M.": "L L M", "c.t.": "c t", "s.t.": "s t",
    "p.m.": "p m", "u.zw.": "und zwar", "u.z.": "und zwar", "evt.": "eventuell", "ggfs.": "gegebenenfalls", "Dtl.": "Deutschland",
    "Dtld.": "Deutschland", "Dipl.-Psych.": "Diplom-Psychologe", "Dipl.-Vw.": "Diplom-Volkswirt", "Dipl.-Inf.": "Diplom-Informatiker",
    "Dipl.-Phys.": "Diplom-Physiker", "Dipl.-Päd.": "Diplom-Pädagoge", "Dipl.-Soz.": "Diplom-Soziologe", "Dipl.-Chem.": "Diplom-Chemiker",
    "Dipl.-Biol.": "Diplom-Biologe", "Dipl.-Math.": "Diplom-Mathematiker", "Dipl.-Oec.": "Diplom-Ökonom", "Inh.": "Inhaber", "Wdh.": "Wiederholung",
    "Forts.": "Fortsetzung", "Ausg.": "Ausgabe", "Veranst.": "Veranstaltung", "Anz.": "Anzahl", "Beschl.": "Beschluss", "Rn.": "Randnummer",
    "Rz.": "Randziffer", "i.Ü.": "im Übrigen", "m.w.N.": "mit weiteren Nachweisen", "h.M.": "herrschende Meinung", "a.A.": "anderer Ansicht",
    "n.Vb.": "nach Vereinbarung", "Stck.": "Stück", "Kto.-Nr.": "Kontonummer", "Tel.-Nr.": "Telefonnummer", "Art.-Nr.": "Artikelnummer",
    "Best.-Nr.": "Bestellnummer", "Hausnr.": "Hausnummer", "Telefonnr.": "Telefonnummer", "Handynr.": "Handynummer", "Kontonr.": "Kontonummer",
    "Dr.-Ing.": "Doktor-Ingenieur", "gen.": "genannt", "gespr.": "gesprochen", "ausgespr.": "ausgesprochen",
    "i.allg.": "im Allgemeinen", "i.Vj.": "im Vorjahr", "u.Ä.m.": "und Ähnliches mehr", "d.Js.": "des Jahres", "d.Red.": "die Redaktion", "Anm.d.Red.": "Anmerkung der Redaktion",
    "Slg.": "Sammlung", "Jhs.": "Jahrhunderts", "Jh.s": "Jahrhunderts", "Vorj.": "Vorjahr", "Gesamtl.": "Gesamtlänge", "k.u.k.": "k und k",
    "Gen.-Sekr.": "Generalsekretär", "GenSek.": "Generalsekretär", "Min.-Präs.": "Ministerpräsident", "Chr.": "Christi",
    "a.Rh.": "am Rhein", "o.d.T.": "ob der Tauber", "v.d.H.": "vor der Höhe", "v.d.Höhe": "vor der Höhe", "i.d.Opf.": "in der Oberpfalz",
    "i.W.": "in Westfalen", "i.Westf.": "in Westfalen", "i.Bay.": "in Bayern", "a.S.": "am See", "a.d.": "an der", "Drs.": "Drucksache",
    "a.a.O.": "am angegebenen Ort", "a.D.": "außer Dienst", "a.F.": "alter Fassung", "a.M.": "am Main", "a.o.": "außerordentlich",
    "Abg.": "Abgeordnete", "Abk.": "Abkürzung", "Abt.": "Abteilung",
    "Anh.": "Anhang", "Anm.": "Anmerkung", "Aufl.": "Auflage", "Az.": "Aktenzeichen",
    "b.a.w.": "bis auf Weiteres", "Bd.": "Band", "Bde.": "Bände", "bes.": "besonders", "Bez.": "Bezirk",
    "Bf.": "Bahnhof", "Bgm.": "Bürgermeister", "Bhf.": "Bahnhof", "Bros.": "Brothers",
    "Bsp.": "Beispiel", "bspw.": "beispielsweise", "bzgl.": "bezüglich", "bzw.": "beziehungsweise",
    "ca.": "circa", "cf.": "vergleiche", "Co.": "Co", "Corp.": "Corporation", "D.C.": "D C",
    "d.Gr.": "der Große", "d.h.": "das heißt", "D.h.": "Das heißt", "d.i.": "das ist", "d.J.": "des Jahres",
    "d.Ä.": "der Ältere", "desgl.": "desgleichen", "dgl.": "dergleichen", "Dipl.": "Diplom", "Dipl.-Ing.": "Diplom-Ingenieur",
    "Dipl.-Kfm.": "Diplom-Kaufmann", "Doz.": "Dozent", "Dr.": "Doktor", "Dres.": "Doktoren",
    "dzt.": "derzeit", "e.V.": "E V", "ebd.": "ebenda", "eigtl.": "eigentlich",
    "einschl.": "einschließlich", "entspr.": "entsprechend", "Erzb.": "Erzbischof",
    "etc.": "et cetera", "etw.": "etwas", "evtl.": "eventuell", "exkl.": "exklusive",
    "feat.": "featuring", "geb.": "geborene", "Gebr.": "Gebrüder",
    "gegr.": "gegründet", "gem.": "gemäß", "Ges.": "Gesellschaft", "gesch.": "geschieden", "gest.": "gestorben",
    "gez.": "gezeichnet", "ggf.": "gegebenenfalls", "ggü.": "gegenüber",
    "h.c.": "honoris causa", "habil.": "habil", "Hbf": "Hauptbahnhof", "Hbf.": "Hauptbahnhof",
    "Hg.": "Herausgeber", "hl.": "heilige", "Hl.": "Heilige", "Hptm.": "Hauptmann", "Hr.": "Herr",
    "Hrn.": "Herrn", "Hrsg.": "Herausgeber", "i.A.": "im Auftrag", "i.Allg.": "im Allgemeinen",
    "i.B.": "im Breisgau", "i.Br.": "im Breisgau", "i.d.F.": "in der Fassung", "i.d.R.": "in der Regel",
    "i.E.": "im Elfmeterschießen", "i.e.S.": "im engeren Sinne", "i.H.v.": "in Höhe von",
    "i.R.": "im Ruhestand", "i.S.d.": "im Sinne des", "i.S.v.": "im Sinne von", "i.V.": "in Vertretung",
    "i.V.m.": "in Verbindung mit", "i.w.S.": "im weiteren Sinne", "Inc.": "Incorporated", "Ing.": "Ingenieur",
    "inkl.": "inklusive", "insb.": "insbesondere", "insbes.": "insbesondere",
    "jew.": "jeweils", "Jh.": "Jahrhundert", "Jhd.": "Jahrhundert",
    "Jhdt.": "Jahrhundert", "Jr.": "Junior", "jr.": "junior", "jun.": "junior", "jur.": "jur",
    "k.A.": "keine Angabe", "k.o.": "k o", "K.o.": "K o",
    "Kdt.": "Kommandant", "Kfm.": "Kaufmann", "Kl.": "Klasse", "Kto.": "Konto", "LAbg.": "Landtagsabgeordnete",
    "lit.": "Buchstabe", "lt.": "laut", "Lt.": "Leutnant", "Ltd.": "Limited", "M.A.": "M A",
    "m.a.W.": "mit anderen Worten", "m.E.": "meines Erachtens", "Mag.": "Magister", "max.": "maximal",
    "med.": "med", "Min.": "Minuten", "mind.": "mindestens", "Mk.": "Mark", "Mr.": "Mister", "Mrs.": "Misses", "Ms.": "Miss",
    "mtl.": "monatlich", "MwSt": "Mehrwertsteuer", "MwSt.": "Mehrwertsteuer", "n.Chr.": "nach Christus", "n.F.": "neuer Fassung",
    "n.E.": "nach Elfmeterschießen", "n.u.Z.": "nach unserer Zeitrechnung", "n.V.": "nach Verlängerung",
    "Nachf.": "Nachfolger", "nachm.": "nachmittags", "Ndb.": "Niederbayern", "Nr.": "Nummer", "Nrn.": "Nummern",
    "näml.": "nämlich", "o.a.": "oben angegeben", "o.J.": "ohne Jahr", "o.k.": "okay",
    "o.ä.": "oder ähnlich", "o.Ä.": "oder Ähnliches", "Obb.": "Oberbayern", "od.": "oder", "oec.": "oec",
    "OK": "okay", "Opf.": "Oberpfalz", "p.a.": "pro anno", "p.P.": "pro Person", "P.S.": "P S",
    "Pf.": "Pfennig", "phil.": "phil", "Pkt.": "Punkt", "Pl.": "Platz", "Priv.-Doz.": "Privatdozent",
    "Prof.": "Professor", "Profs.": "Professoren", "rd.": "rund",
    "Red.": "Redaktion", "Reg.": "Regierung", "rer.": "rer", "resp.": "respektive",
    "Rs.": "Rechtssache", "s.a.": "siehe auch", "s.o.": "siehe oben", "s.u.": "siehe unten", "sen.": "senior",
    "Sen.": "Senior", "Sr.": "Senior",
    "Std.": "Stunden", "Stk.": "Stück", "Str.": "Straße",
    "Tel.": "Telefon",
    "theol.": "theol", "tägl.": "täglich", "u.": "und", "u.a.": "unter anderem", "U.a.": "Unter anderem",
    "u.a.m.": "und anderes mehr", "u.A.w.g.": "um Antwort wird gebeten", "u.dgl.": "und dergleichen",
    "u.E.": "unseres Erachtens", "U.S.": "U S", "u.s.w.": "und so weiter", "u.U.": "unter Umständen",
    "u.v.a.": "und viele andere", "u.v.a.m.": "und vieles andere mehr", "u.v.m.": "und vieles mehr",
    "u.ä.": "und ähnlich", "u.Ä.": "und Ähnliches", "ugs.": "umgangssprachlich", "Univ.": "Universität",
    "Urt.": "Urteil", "urspr.": "ursprünglich", "usf.": "und so fort", "usw.": "und so weiter", "v.a.": "vor allem",
    "v.Chr.": "vor Christus", "v.H.": "vom Hundert", "v.l.": "von links", "v.l.n.r.": "von links nach rechts",
    "v.r.": "von rechts", "v.u.Z.": "vor unserer Zeitrechnung", "Verf.": "Verfasser", "verh.": "verheiratet",
    "verst.": "verstorben", "vgl.": "vergleiche", "vorm.": "vormals", "vormitt.": "vormittags",
    "Vors.": "Vorsitzende", "vs.": "versus", "Vs.": "versus", "wg.": "wegen",
    "Whg.": "Wohnung", "wö.": "wöchentlich", "z.B.": "zum Beispiel",
    "Z.B.": "Zum Beispiel", "z.H.": "zu Händen", "z.Hd.": "zu Händen", "z.K.": "zur Kenntnis",
    "z.T.": "zum Teil", "z.Z.": "zur Zeit", "z.Zt.": "zurzeit", "Zi.": "Zimmer", "Zit.": "Zitat",
    "zw.": "zwischen", "zzgl.": "zuzüglich", "zzt.": "zurzeit",
    "ü.d.M.": "über dem Meer", "ü.M.": "über Meer", "ü.NN": "über Normalnull", "übers.": "übersetzt",
}  # fmt: skip

# The same, of adjectives: the stem, inflected where a noun follows. Adverbs are in ADVERBS.
ADJECTIVES = {
    "röm.-kath.": "römisch-katholisch", "ev.-luth.": "evangelisch-lutherisch", "evang.-luth.": "evangelisch-lutherisch",
    "ev.-ref.": "evangelisch-reformiert", "luth.": "lutherisch", "sozialdem.": "sozialdemokratisch",
    "dän.": "dänisch", "norw.": "norwegisch", "schwed.": "schwedisch", "finn.": "finnisch", "niederl.": "niederländisch", "holl.": "holländisch",
    "belg.": "belgisch", "port.": "portugiesisch", "portug.": "portugiesisch", "brasil.": "brasilianisch", "mexik.": "mexikanisch",
    "jap.": "japanisch", "kor.": "koreanisch", "arab.": "arabisch", "hebr.": "hebräisch", "israel.": "israelisch", "iran.": "iranisch",
    "syr.": "syrisch", "serb.": "serbisch", "kroat.": "kroatisch", "tschech.": "tschechisch", "slowak.": "slowakisch", "rumän.": "rumänisch",
    "bulg.": "bulgarisch", "europ.": "europäisch", "afrik.": "afrikanisch", "asiat.": "asiatisch", "austral.": "australisch",
    "kanad.": "kanadisch", "islam.": "islamisch", "polit.": "politisch", "milit.": "militärisch", "elektr.": "elektrisch",
    "elektron.": "elektronisch", "automat.": "automatisch", "hist.": "historisch", "histor.": "historisch", "preuß.": "preußisch",
    "österr.-ungar.": "österreichisch-ungarisch", "US-amerik.": "U S-amerikanisch", "priv.": "privat", "ausl.": "ausländisch",
    "o.g.": "oben genannt", "u.g.": "unten genannt", "bayr.": "bayerisch", "hess.": "hessisch", "württ.": "württembergisch", "bad.": "badisch",
    "südl.": "südlich", "nördl.": "nördlich", "westl.": "westlich", "östl.": "östlich", "gleichn.": "gleichnamig", "versch.": "verschieden",
    "allg.": "allgemein", "amerik.": "amerikanisch", "bayer.": "bayerisch", "brit.": "britisch", "chin.": "chinesisch",
    "dt.": "deutsch", "ehem.": "ehemalig", "engl.": "englisch", "ev.": "evangelisch", "evang.": "evangelisch",
    "franz.": "französisch", "frz.": "französisch", "griech.": "griechisch", "internat.": "international",
    "ital.": "italienisch", "jüd.": "jüdisch", "kath.": "katholisch", "lat.": "lateinisch", "lfd.": "laufend",
    "poln.": "polnisch", "prot.": "protestantisch", "russ.": "russisch", "röm.": "römisch", "schweiz.": "schweizerisch",
    "sog.": "sogenannt", "sogen.": "sogenannt", "span.": "spanisch", "stellv.": "stellvertretend", "stv.": "stellvertretend",
    "städt.": "städtisch", "sächs.": "sächsisch", "techn.": "technisch", "türk.": "türkisch", "ukrain.": "ukrainisch",
    "ungar.": "ungarisch", "vors.": "vorsitzend", "wiss.": "wissenschaftlich", "österr.": "österreichisch",
}  # fmt: skip
ADVERBS = {"ehemalig": "ehemals"}

# Acronyms that are read out of place as letters, with the genitive "des Bundesverfassungsgerichts".
IN_FULL = {
    "Bft": "Beaufort",
    "AsylG": "Asylgesetz", "AufenthG": "Aufenthaltsgesetz", "BVerfG": "Bundesverfassungsgericht",
    "BWahlG": "Bundeswahlgesetz", "IfSG": "Infektionsschutzgesetz",
    "BVerfGG": "Bundesverfassungsgerichtsgesetz", "BVerwG": "Bundesverwaltungsgericht", "BSozG": "Bundessozialgericht", "BArbG": "Bundesarbeitsgericht",
    "BFinH": "Bundesfinanzhof", "OVG": "Oberverwaltungsgericht", "VerfGH": "Verfassungsgerichtshof",
}  # fmt: skip

# Abbreviation → in full, where a number or a Roman numeral follows.
BEFORE_NUMBER = {
    "Alt.": "Alternative", "Var.": "Variante", "UAbs.": "Unterabsatz", "Hs.": "Halbsatz", "Bl.": "Blatt", "H.": "Heft",
    "Sp.": "Spalte", "Z.": "Zeile",
    "Abb.": "Abbildung", "Abs.": "Absatz", "Abschn.": "Abschnitt", "Art.": "Artikel", "Fn.": "Fußnote", "Jg.": "Jahrgang", "min.": "mindestens", "v.": "vom",
    "geb.": "geboren", "gest.": "gestorben", "Kap.": "Kapitel", "S.": "Seite",
    "s.": "siehe", "Tab.": "Tabelle", "Vol.": "Volume", "Ziff.": "Ziffer",
}  # fmt: skip

# The same, where a number stands before.
AFTER_NUMBER = {
    "f.": "folgende", "ff.": "fortfolgende", "J.": "Jahre", "Mon.": "Monate", "Wo.": "Wochen", "Tg.": "Tage", "Fl.": "Flaschen",
    "Zi.": "Zimmer", "Wdh.": "Wiederholungen",
}  # fmt: skip

# The same, where a capital follows.
BEFORE_NAME = {
    "Fa.": "Firma", "d.": "der", "Fam.": "Familie", "Fr.": "Frau", "St.": "Sankt", "v.": "von",
}  # fmt: skip

# All capitals, but spoken as a word.
WORD_ACRONYMS = words(
    "NATO UNO UNESCO UNICEF AIDS OPEC NASA UEFA FIFA PISA BAMF COVID ASEAN MERCOSUR GEMA DEKRA EDEKA IKEA REWE ALDI LIDL "
    "NAFTA OLAF EUROPOL INTERPOL FRONTEX LASER RADAR PIN SIM RAM GAU DAX MDAX TECDAX SDAX BASIC JUSO JUSOS TÜV WLAN "
    "ISAF KFOR UNIFIL MINUSMA UNMIK ATTAC PETA FIDE CERN INSA FORSA DIN BILD PEGIDA CETA TTIP BREXIT SWIFT "
    "HAMAS FARC ETA IRA OPEL SEAT FIAT MIX TOP NEU MIDI JPEG GIF ROM ASCII SARS MERS TEPCO JAXA ICANN UNIDO COROT "
    "ELSTER BAFÖG BAFA KAMAZ MINT SUSE BAFIN TASS RIAS AWACS NADA WADA ECOWAS ASEM IBAN TAN LOL CAPTCHA "
    "SPIEGEL CORRECTIV VOGUE STERN FOCUS ZEIT WELT DELL NOKIA VISA POLITICO CARE ADIDAS PUMA AUDI "
)

# Letters, though their form is no row of capitals or sounds like a word; also lower-case ones.
SPELLED = words(
    "AfD GmbH KfW StGB StPO EuGH VfGH VfB VfL VfR TuS GdP GdF GdL DoD BfV BfArM IfW KMdB MdB MdL MdEP mbH dpa afp apa epd "
    "kna sid ntv BGB OLG BtMG StVO StVZO UStG EStG SGB GbR KGaA OHG EnBW EStDV KdÖR "
    "DAAD ADAC UNHCR DIHK AOK IAA IAEA IAEO OSZE OECD IGH IAO ILO IOC EADS UEA AKW AKWs Lkw Lkws Pkw Pkws Kfz Kfzs Lkw-Fahrer "
    "MESZ EU UN US USA UK UAE ICE IC EC IT KI IS IP ID AI EA ISS IOM AUA ASIO TU FU BIP ARD APO AStA IHK IKT IWF IAB ISBN IG EG"
)  # fmt: skip
