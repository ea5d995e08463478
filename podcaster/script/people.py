"""What the rules of the script know about people: first names, functions, and what shows a woman or a man."""

from __future__ import annotations

from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words("""
    mann frau rat herr sohn zar lord sir lady dr prof imam emir papst prinz vater mister general premier star graf wirt
    bauer meister senior opfer patron
    """)
"""Those that surnames or other nouns end with too (Hoffmann, Vorrat): they count alone only."""

# Endings of nouns for functions, titles and relations: what stands before a name and ends so is no part of it.
_FUNCTION_ENDINGS = """
    abgeordnete abgeordneten abgeordneter admiral ajatollah aktivist aktivistin altkanzler analyst analystin
    anführer angeklagte angeklagter anwalt anwohner anwohnerin anwältin apotheker apothekerin architekt
    architektin archäologe archäologin arzt astronom astronomin augenzeuge augenzeugin autor autorin
    außenbeauftragte azubi bauer beamte beamter beamtin beauftragte beauftragten beauftragter berater beraterin
    besitzer besitzerin betreiber betreiberin bewohner bewohnerin biologe biologin bischof bischöfin blogger
    bloggerin botschafter botschafterin boxer boxerin bruder bundesrat bundesrichter bundesrätin bundestrainer
    bäcker bäckerin bäuerin bürgermeister bürgermeisterin champion chef chefin chemiker chemikerin chirurg
    chirurgin coach dekan dekanin designer designerin dezernent dezernentin diakon diakonin diplomat diplomatin
    direktor direktorin dirigent dirigentin doktor doktorand doktorandin dozent dozentin dr ehefrau ehemann emir
    ermittler ermittlerin erzbischof experte experten expertin fachfrau fachmann fahrer fahrerin forscher
    forscherin fraktionschef frau freund freundin friedensnobelpreisträger fußballer fußballerin führer führerin
    galerist galeristin gefangene gefangener gemeinderat gemeinderätin general generalin generalsekretär geologe
    geologin geschäftsführer geschäftsführerin gewerkschafter gewerkschafterin gouverneur gouverneurin graf
    grafin gründer gründerin guard hauptmann herr historiker historikerin hofrat häftling händler händlerin
    ikone imam influencer influencerin informatiker informatikerin ingenieur ingenieurin inhaber inhaberin
    intendant intendantin interviewer interviewerin journalist journalistin jurist juristin kaiser kandidat
    kandidatin kantonsrat kanute kanzler kanzlerin kapitän kapitänin kardinal klimaforscher kollege kollegin
    kommandant kommandeur kommentator kommentatorin kommissar kommissarin komponist komponistin
    kongressabgeordnete koordinator koordinatorin korrespondent korrespondentin kurator kuratorin könig königin
    künstler künstlerin lady landeshauptfrau landeshauptmann landesrat landesrätin landrat landrätin landwirt
    landwirtin legende lehrer lehrerin leiter leiterin leutnant linkspolitiker lobbyist lobbyistin lord läufer
    läuferin machthaber manager managerin mann mediziner medizinerin meister meisterin meteorologe meteorologin
    milliardär milliardärin minister ministerin ministerpräsident ministerpräsidentin mister mitarbeiter
    mitarbeiterin mitglied moderator moderatorin musiker musikerin mutter nachbar nachbarin nachfolger
    nachfolgerin nationalrat nationalrätin nobelpreisträger nobelpreisträgerin oberst obfrau obmann offizier
    offizierin ologe ologin olympiasieger olympiasiegerin opfer oppositionsführer organisator organisatorin
    papst pater patriarch patron pfarrer pfarrerin pfleger pflegerin philosoph philosophin physiker physikerin
    pianist pianistin pilot pilotin politiker politikerin polizist polizistin praktikant praktikantin
    preisträger preisträgerin premier pressesprecher priester priesterin prinz prinzessin produzent produzentin
    prof professor professorin profi präsident präsidentin präsidiumsmitglied psychologe psychologin rabbi
    rabbiner rat ratsmitglied redakteur redakteurin referent referentin regierungschef regierungsrat
    regierungsrätin regisseur regisseurin rektor rektorin rentner rentnerin reporter reporterin richter
    richterin rätin schauspieler schauspielerin scheich schriftsteller schriftstellerin schwester schwimmer
    schwimmerin schüler schülerin sekretär sekretärin senator senatorin senior sheriff sieger siegerin sir sohn
    soldat soldatin soziologe soziologin spezialist spezialistin spieler spielerin sportler sportlerin sprecher
    sprecherin staatsanwalt staatsanwältin staatschef staatsrat staatsrätin stadtrat stadträtin star
    stellvertreter stellvertreterin strafverteidiger student studentin ständerat ständerätin stürmer sultan
    sänger sängerin talent teamchef techniker technikerin teilnehmer teilnehmerin theologe theologin therapeut
    therapeutin tochter torhüter torhüterin torjäger torwart trainer trainerin täter täterin unternehmer
    unternehmerin vater veranstalter veranstalterin verfassungsrichter verkäufer verkäuferin verteidiger
    verteidigerin vertreter vertreterin verwalter verwalterin veteran virologe virologin volontär volontärin
    vorgänger vorgängerin vorsitzende vorsitzenden vorsitzender vorstand vorstandsmitglied vorständin
    weltmeister weltmeisterin weltrekordler winzer winzerin wirt wirtin wissenschaftler wissenschaftlerin witwe
    witwer youtuber youtuberin zar zeuge zeugin ärztin ökonom ökonomin überlebende überlebender
"""
FUNCTION_ENDINGS = tuple(word for word in _FUNCTION_ENDINGS.split() if word not in FUNCTIONS)
HYPHENATED_ENDINGS = tuple(f"-{word}" for word in sorted(FUNCTIONS))
"""Behind a hyphen all of them count: Basketball-Star."""
FEMALE_ENDINGS = tuple(
    word
    for word in (*FUNCTION_ENDINGS, "frau", "lady")
    if word.endswith(("in", "frau", "mutter", "schwester", "tochter", "witwe", "freundin", "lady"))
)
# Nouns that name whoever was speaking, when they come with the article alone: … so die Expertin.
ANAPHORS = {
    **dict.fromkeys(
        _words("experte fachmann forscher wissenschaftler politiker mediziner ökonom jurist historiker mann"),
        "m",
    ),
    **dict.fromkeys(
        _words(
            "expertin fachfrau forscherin wissenschaftlerin politikerin medizinerin ökonomin juristin historikerin frau"
        ),
        "f",
    ),
}

# First names, common ones in German news; names of both (Andrea, Kim) as they are more often used there.
MALE_NAMES = _words("""
    Aaron Achim Alwin Ansgar Asmus Bilal Burak Can Claas Cornelius Danilo Darius Detlev Edmund Emre Enno Enrico Ferit
    Fiete Florin Friedemann Frieder Gideon Hagen Hanno Hasan Hauke Heino Henrich Hinnerk Hinrich Hüseyin Ilyas Ingolf
    Jannis Jaron Jaspar Jasper Jonah Joost Jost Karsten Keno Kevin Kersten Klemens Laszlo László Leif Levin Mahmoud
    Marek Marten Matthis Matthäus Mihai Mirko Nico Niko Niklas Nikos Okan Onno Özcan Piet Quentin Reiko Reto Roberto
    Rocco Rico Samir Sinan Sören Stéphane Tjark Torge Ueli Urban Veit Viktor Wieland Wim Wolfhard Yannik Yasin Zoran
    Aage Abdulla Abe Adam Adolf Adrian Akira Alain Alan Albert Albrecht Alejandro Aleksandar Alessandro Alex
    Alexander Alexandre Alexei Alexej Alfons Alfred Ali Aljoscha Alois Anatol Anders Andre Andreas Andrei Andrej
    Andrew Andrij Andrzej André Angelo Antoine Anton Antonio António Armin Arndt Arne Arno Arnold Arthur Artur
    Arve Attila August Axel Barack Bartosz Bastian Ben Benedikt Benjamin Benno Bernd Bernhard Bernie Bert
    Berthold Bertram Bill Björn Blake Bob Bodo Boris Brian Bruce Bruno Burkhard Börge Carl Carlo Carlos Carsten
    Cem Charles Charlie Chase Chris Christian Christof Christoph Christopher Christos Claude Claudius Claus
    Clemens Clemente Cole Conrad Dan Daniel Daniele Danila Danny Dante Dave David Davide Denis Dennis Detlef
    Diego Dieter Dietmar Dietrich Dirk Dmitri Dmitrij Dmytro Dominic Dominik Don Donald Donatus Dwayne Dylan
    Eberhard Eckart Eckhard Eddie Edgar Eduard Edward Egon Eike Ekkehard Elia Elias Elmar Elon Emanuel Emil
    Emile Emilio Emmanuel Emmerich Engelbert Enrique Erdal Erhard Eric Erich Erik Ernst Erwin Eugen Eugène Ewald
    Fabian Fabio Falk Federico Felipe Felix Ferdinand Fernando Filip Finn Florian Francesco Francis Francisco
    Frank Franz Fred Frederic Frederik Friedhelm Friedrich Fritz Gabriel Gary Gennadi Georg George Georgi Gerald
    Gerd Gerhard Gernot Gert Giorgio Giovanni Giuseppe Gottfried Gregor Guido Guillaume Gunnar Gunther Gustav
    Guy Günter Günther Hamsa Hannes Hans Harald Harry Hartmut Hassan Hauke Heiko Heinrich Heinz Helge Helmut
    Helmuth Hendrik Henning Henrik Henry Herbert Heribert Hermann Hilmar Holger Horst Howard Hubert Hubertus
    Hugo Ian Ibrahim Ignaz Igor Ilias Ilja Immanuel Imre Ingo Isa Ismail Issa Ivan Ivo Iwan Jack Jacob Jacques
    Jake Jakob James Jamie Jan Janis Jannik Janusz Jaroslaw Jean Jeff Jens Jeremy Jesse Jim Jimmy Joachim Joao
    Jochen Joe Joel Johann Johannes John Johnny Jon Jona Jonas Jonathan Jorge Joschka Jose Josef Joseph Joshua
    José João Juan Julian Julius Jupp Juri Justin Jörg Jürgen Kai Kalle Karim Karl Karlheinz Karsten Kaspar
    Kasper Kay Kemal Ken Kevin Kilian Kim Klaus Klemens Knut Kolja Konrad Konstantin Korbinian Kurt Kyle Lance
    Lars Lasse Laurent Laurenz Leander Lennart Leo Leon Leonard Leonhard Leopold Linus Lorenz Lothar Louis Luc
    Luca Lucas Ludger Ludwig Luigi Luis Lukas Luke Luther Lutz Magnus Malte Manfred Manuel Marc Marcel Marcello
    Marco Marcus Marian Mario Marius Mark Markku Marko Markus Martin Marvin Massimo Mateusz Mathias Mats Matteo
    Matthew Matthias Maurice Maurizio Max Maxim Maximilian Maxym Mehdi Mehmet Micha Michael Michail Michel
    Michele Miguel Mikael Mike Milan Miro Miroslav Mischa Mohamed Mohammad Mohammed Momme Moritz Moussa Muhammad
    Murat Musa Mustafa Mykola Nicholas Nick Nicolai Nicolas Niels Nikita Nikolai Nikolaj Nikolas Nikolaus Nils
    Noah Norbert Nuri Olaf Ole Oleg Oliver Olivier Omar Orhan Osama Oscar Oskar Ottmar Otto Ottokar Ove Pablo
    Paolo Pascal Patrick Patrik Paul Pavel Pawel Pedro Per Pete Peter Petr Petro Phil Philip Philipp Philippe
    Phillip Pierre Pietro Piotr Rafael Raimund Rainer Ralf Ralph Ramon Raphael Ray Recep Reinald Reiner Reinhard
    Reinhold Rene René Ricardo Richard Robbie Robert Roberto Robin Roderich Roger Roland Rolf Roman Ron Ronald
    Ronnie Ruben Rudi Rudolf Rune Ruprecht Russell Ryan Salvatore Sam Samuel Sandro Sascha Saša Scott Sebastian
    Selim Sepp Serge Sergei Sergej Sergio Shane Siegfried Siegmar Sigmar Sigmund Silvio Simon Stanislaw Stefan
    Stefano Steffen Stephan Stephen Steve Steven Sture Sune Sven Swen Sönke Tage Tarek Tariq Ted Theo Theodor
    Thilo Thomas Thorben Thorsten Till Tilman Tilo Tim Timo Timothy Tino Tobias Tom Tomas Tomasz Toni Tony
    Torben Torsten Tristan Udo Uffe Ulf Ulrich Urs Usama Uwe Valentin Valerij Vicente Victor Viktor Vincent
    Vinzenz Vitali Vladimir Volker Volkmar Volodymyr Wade Waldemar Walerij Walter Walther Wanja Warren Wassili
    Wayne Werner Wilfried Wilhelm Willem Willi William Willie Willy Winfried Wladimir Wladislaw Wolf Wolfgang
    Wolfram Wolodymyr Xaver Yannick Yusuf Zacharias Özgür
    """)
FEMALE_NAMES = _words("""
    Ada Adele Adelheid Adriana Agathe Agnes Aisha Alexandra Alice Alina Aline Alma Almut Amanda Amelie Amy Ana
    Anastasia Andrea Angela Angelika Angelina Anika Anita Anja Anke Ann Ann-Kathrin Anna Annalena Annalisa Anne
    Annegret Anneliese Annemarie Annett Annette Annika Antje Antonia Antonie Ariane Ashley Asta Astrid Aurora
    Aylin Ayşe Barbara Bea Beate Beatrice Beatrix Bella Berit Bernadette Berta Beth Bettina Betty Bianca Birgit
    Brigitta Brigitte Britta Bärbel Camilla Carina Carla Carmen Carol Carola Carolin Carolina Caroline Catherine
    Cathrin Celine Chantal Charlotte Chiara Christa Christel Christiane Christina Christine Cindy Clara Claudia
    Constanze Cordula Corinna Cornelia Cristina Dagmar Daniela Daria Deborah Deniz Diana Dilek Dora Doris
    Dorothea Dorothee Dorothy Dunja Edda Edith Eileen Elena Eleni Eleonore Elfriede Elif Elisa Elisabeth Elise
    Elizabeth Elke Ella Ellen Elli Elsa Elsbeth Elvira Emilia Emily Emma Erika Erin Erna Esther Eva Evelin
    Evelyn Evi Fatima Fatma Felicitas Fernanda Filiz Flora Franka Franziska Frauke Frederike Frieda Friederike
    Gabi Gabriela Gabriele Gerda Gerlinde Gertrud Gesa Gesine Giorgia Gisela Gitta Gloria Greta Grete Gretel
    Gudrun Gundula Gwen Hanna Hannah Hanne Hannelore Harriet Hedwig Heide Heidemarie Heidi Heike Helen Helena
    Helene Helga Helma Henriette Henrike Herta Hilde Hildegard Hilke Hillary Ida Ilka Ilona Ilse Imke Ina Ines
    Inga Inge Ingeborg Ingrid Inka Insa Irene Irina Iris Irmgard Isabel Isabell Isabella Isabelle Jacqueline
    Jana Jane Janet Janina Janine Jasmin Jeanne Jeannette Jennifer Jenny Jessica Jill Jo Joana Johanna Josephine
    Jovana Juana Judith Judy Julia Juliane Julie Juliette Jutta Kamala Karen Karin Karina Karla Karola Karoline
    Katarina Kate Katharina Katherine Kathleen Kathrin Katja Katrin Katrina Kelly Kerstin Kimberly Kirsten
    Kirstin Klara Klaudia Konstanze Kristin Kristina Lara Larissa Laura Lauren Lea Leila Lena Leonie Leonore
    Leyla Lia Lidia Liesa Liesel Lilian Lilli Lilly Lina Linda Lisa Lisbeth Liv Liz Lola Lore Lotte Louisa
    Louise Lucia Lucy Luisa Luise Luzia Lydia Lynn Magda Magdalena Maja Malala Malu Manon Manuela Mara Mareike
    Maren Margaret Margarete Margarethe Margit Margot Margret Margrit Maria Marianne Marie Marie-Agnes
    Marie-Luise Mariella Marietta Marija Marina Marine Marion Marisa Marlene Marlies Marta Martha Martina Mary
    Mathilde Maud Maya Mechthild Megan Meghan Melanie Melina Mia Michaela Michelle Mila Milena Mira Miriam
    Mirjam Mona Monica Monika Muriel Nadia Nadine Nadja Nancy Natalia Natalie Natascha Nele Nicola Nicole Nina
    Nora Olena Olga Olivia Oxana Pamela Patricia Paula Pauline Petra Pia Rachel Rahel Ramona Raphaela Rebecca
    Rebekka Regina Regine Regula Renate Ricarda Rita Roberta Romy Ronja Rosa Rosalie Rosemarie Rosi Rosmarie
    Roswitha Roxana Ruth Sabina Sabine Sabrina Sahra Salome Samira Sandra Sara Sarah Saskia Selma Serap Sevim
    Sharon Sibylle Sigrid Sigrun Silke Silvana Silvia Simone Sina Siv Sofia Sofie Solveig Sonja Sophia Sophie
    Stefanie Steffi Stella Stephanie Susan Susann Susanna Susanne Svenja Svetlana Swetlana Sylvia Sylvie Tamara
    Tanja Tatiana Tatjana Teresa Thea Theres Theresa Therese Theresia Tina Tove Trude Ulla Ulrike Ursel Ursula
    Uschi Uta Ute Valentina Valerie Vanessa Vera Verena Veronika Victoria Viktoria Viola Violetta Vivian
    Waltraud Wanda Wencke Wendy Wiebke Wilhelmine Wilma Xenia Yasemin Yasmin Yvette Yvonne Zeynep Zoe
    """)


_TAIL = 3
"""Letters that every ending has; few endings share their last ones."""


def _by_tail() -> dict[str, tuple[str, ...]]:
    tails: dict[str, list[str]] = {}
    for ending in (*FUNCTION_ENDINGS, *HYPHENATED_ENDINGS):
        tails.setdefault(ending[-_TAIL:], []).append(ending)
    return {tail: tuple(endings) for tail, endings in tails.items()}


_BY_TAIL = _by_tail()


@lru_cache(maxsize=5_000)
def is_function(word: str) -> bool:
    """Whether a word names a function, a title or a relation, as nouns before names do."""
    lowered = word.rstrip(".").lower()
    return any(
        noun in FUNCTIONS or noun.endswith(_BY_TAIL.get(noun[-_TAIL:], ()))
        for noun in (
            lowered,
            *(lowered[: -len(end)] for end in ("s", "n", "en", "es") if lowered.endswith(end)),
        )
    )


@lru_cache(maxsize=5_000)
def is_first_name(word: str) -> bool:
    """Whether a word is a first name, or two with a hyphen."""
    return all(part in MALE_NAMES or part in FEMALE_NAMES for part in word.split("-"))


def gender_of(title: str) -> str | None:
    """``m`` or ``f`` by a function or a title before a name; the dative plural shows neither."""
    lowered = title.lower()
    if lowered.endswith(FEMALE_ENDINGS):
        return "f"
    return "m" if is_function(title) and not lowered.endswith(("mitglied", "opfer", "dr", "prof")) else None


def gender_of_name(first: str) -> str | None:
    """``m`` or ``f`` by a first name; unknown ones in -a are women's."""
    first = first.split("-", maxsplit=1)[0]
    if first in MALE_NAMES:
        return "m"
    if first in FEMALE_NAMES or (first.endswith("a") and len(first) > 2):  # noqa: PLR2004
        return "f"
    return None
