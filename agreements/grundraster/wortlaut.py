"""The suggested wording, section by section: the sober German of administration.

A row is a paragraph. Roles instead of names, so that no name has to be inflected; § without a law is SGB II.
"""

from __future__ import annotations

from agreements.grundraster.absatz import Absatz
from agreements.recht import SOZIALE_TEILHABE_SEIT, Traegerseite
from zielsystem.recht import Geltung

_BEIDE = (Traegerseite.BEIDE,)
_NUR_BA = (Traegerseite.BA,)
_NUR_KOMMUNE = (Traegerseite.KOMMUNE,)
_MIT_BA = (Traegerseite.BEIDE, Traegerseite.BA)
_MIT_KOMMUNE = (Traegerseite.BEIDE, Traegerseite.KOMMUNE)

ERKLAERUNG = (
    Absatz(
        "Das Bundesministerium für Arbeit und Soziales (im Folgenden: Bundesministerium) und die Bundesagentur für "
        "Arbeit (im Folgenden: Bundesagentur) schließen diese Zielvereinbarung; das Bundesministerium handelt dabei "
        "im Einvernehmen mit dem Bundesministerium der Finanzen.",
        (1,),
    ),
    Absatz(
        "Die Bundesagentur für Arbeit (im Folgenden: Bundesagentur) und der kommunale Träger schließen diese "
        "Zielvereinbarung gemeinsam mit der Geschäftsführerin oder dem Geschäftsführer der gemeinsamen Einrichtung "
        "(im Folgenden: Geschäftsführung).",
        (2,),
        _BEIDE,
    ),
    Absatz(
        "Die Bundesagentur für Arbeit (im Folgenden: Bundesagentur) schließt diese Zielvereinbarung mit der "
        "Geschäftsführerin oder dem Geschäftsführer der gemeinsamen Einrichtung (im Folgenden: Geschäftsführung). "
        "Der kommunale Träger vereinbart seine Ziele gesondert; die beiden Vereinbarungen werden so aufeinander "
        "abgestimmt, dass die Geschäftsführung beide erfüllen kann.",
        (2,),
        _NUR_BA,
    ),
    Absatz(
        "Der kommunale Träger schließt diese Zielvereinbarung mit der Geschäftsführerin oder dem Geschäftsführer "
        "der gemeinsamen Einrichtung (im Folgenden: Geschäftsführung). Die Bundesagentur für Arbeit (im Folgenden: "
        "Bundesagentur) vereinbart ihre Ziele gesondert; die beiden Vereinbarungen werden so aufeinander "
        "abgestimmt, dass die Geschäftsführung beide erfüllen kann.",
        (2,),
        _NUR_KOMMUNE,
    ),
    Absatz(
        "Das Bundesministerium für Arbeit und Soziales (im Folgenden: Bundesministerium) und das Land, vertreten "
        "durch die zuständige oberste Landesbehörde, schließen diese Zielvereinbarung.",
        (3,),
    ),
    Absatz(
        "Das Land, vertreten durch die zuständige oberste Landesbehörde, und der zugelassene kommunale Träger "
        "schließen diese Zielvereinbarung.",
        (4,),
    ),
    Absatz(
        "Die Vertragsparteien erklären ihren gemeinsamen Willen, die Ziele der Grundsicherung für Arbeitsuchende in "
        "der Zeit vom {ab} bis zum {bis} zu erreichen. Die Vereinbarung ist kein Selbstzweck: Sie dient den "
        "Menschen, die auf Leistungen der Grundsicherung angewiesen sind."
    ),
    Absatz(
        "Die Vertragsparteien stimmen darin überein, dass tragfähige Ziele nur im offenen und fairen Gespräch "
        "entstehen. Sie legen die Annahmen offen, auf denen ihre Vorschläge beruhen, und verwenden die Begriffe "
        "dieser Vereinbarung in gleicher Bedeutung."
    ),
)

PRAEAMBEL = (
    Absatz(
        "Die Grundsicherung für Arbeitsuchende sichert ein Leben, das der Würde des Menschen entspricht. Sie soll "
        "die Eigenverantwortung der Leistungsberechtigten stärken und dazu beitragen, dass sie ihren "
        "Lebensunterhalt unabhängig von der Grundsicherung aus eigenen Mitteln und Kräften bestreiten können (§ 1 "
        "SGB II)."
    ),
    Absatz(
        "Die Leistungen sind darauf auszurichten, dass Hilfebedürftigkeit durch Erwerbstätigkeit vermieden oder "
        "beseitigt, ihre Dauer verkürzt oder ihr Umfang verringert wird und dass Erwerbsfähigkeit erhalten, "
        "verbessert oder wiederhergestellt wird. Die Gleichstellung von Frauen und Männern ist durchgängiges "
        "Prinzip. Die Lebensverhältnisse von Leistungsberechtigten, die Kinder erziehen oder Angehörige pflegen, "
        "werden berücksichtigt, behindertenspezifische Nachteile werden überwunden."
    ),
    Absatz(
        "Die Vereinbarung setzt den Rahmen für die Vereinbarungen mit den Geschäftsführungen der gemeinsamen "
        "Einrichtungen. Sie wird schlank gehalten, damit vor Ort Raum bleibt, Ziele nach den Verhältnissen des "
        "örtlichen Arbeitsmarktes zu vereinbaren.",
        (1,),
    ),
    Absatz(
        "In der gemeinsamen Einrichtung nehmen Bundesagentur und kommunaler Träger ihre Aufgaben einheitlich wahr "
        "(§ 44b SGB II). Die Vereinbarung umfasst alle Leistungen nach dem SGB II.",
        (2,),
        _BEIDE,
    ),
    Absatz(
        "In der gemeinsamen Einrichtung nehmen Bundesagentur und kommunaler Träger ihre Aufgaben einheitlich wahr "
        "(§ 44b SGB II). Diese Vereinbarung und die gesonderte Vereinbarung des anderen Trägers umfassen zusammen "
        "alle Leistungen nach dem SGB II.",
        (2,),
        (Traegerseite.BA, Traegerseite.KOMMUNE),
    ),
    Absatz(
        "Die Vereinbarung umfasst alle Leistungen nach dem SGB II. Die Beratungen über sie führt der "
        "Kooperationsausschuss (§ 18b SGB II); über einheitliche Grundlagen berät der Bund-Länder-Ausschuss (§ 18c "
        "SGB II). Sie gibt den Vereinbarungen des Landes mit den zugelassenen kommunalen Trägern Orientierung (§ "
        "48b Abs. 4 SGB II) und lässt ihnen Raum für örtliche Besonderheiten.",
        (3,),
    ),
    Absatz(
        "Der zugelassene kommunale Träger nimmt die Aufgaben der Grundsicherung für Arbeitsuchende in eigener "
        "Verantwortung wahr (§§ 6a, 6b SGB II). Die Vereinbarung umfasst alle Leistungen nach dem SGB II. Sie "
        "orientiert sich an der Vereinbarung zwischen dem Bundesministerium für Arbeit und Soziales und dem Land (§ "
        "48b Abs. 4 SGB II); Abweichungen werden benannt.",
        (4,),
    ),
    Absatz(
        "[Ausgangslage: Entwicklung des Arbeitsmarktes, Zusammensetzung der Leistungsberechtigten, besondere "
        "Rahmenbedingungen]"
    ),
)

CHARAKTER = (
    Absatz(
        "Diese Vereinbarung ist eine Zielvereinbarung nach {norm}. Sie steuert über vereinbarte Ergebnisse. Über "
        "die Wege zu diesen Ergebnissen entscheidet die ausführende Seite in eigener Verantwortung."
    ),
    Absatz(
        "Die Aufsicht des Bundesministeriums nach § 47 SGB II bleibt unberührt. Im Gegenstand dieser Vereinbarung "
        "stützt sich das Bundesministerium auf den Zieldialog und sieht von Vorgaben zu einzelnen Verfahren ab.",
        (1,),
    ),
    Absatz(
        "Soweit die Vertragsparteien es hier bestimmen, ersetzt die Vereinbarung erforderliche Genehmigungen oder "
        "Zustimmungen des Bundesministeriums und lässt die Selbstbewirtschaftung von Haushaltsmitteln für "
        "Leistungen zur Eingliederung in Arbeit und für Verwaltungskosten zu (§ 48b Abs. 6 SGB II). [Bestimmung der "
        "Vertragsparteien]",
        (1,),
    ),
    Absatz(
        "Vertragspartei ist die Geschäftsführung, nicht die gemeinsame Einrichtung. Die Verantwortung der Träger "
        "für die rechtmäßige und zweckmäßige Erbringung ihrer Leistungen und ihr Weisungsrecht (§ 44b Abs. 3 SGB "
        "II) bleiben unberührt, ebenso die Zuständigkeit der Trägerversammlung (§ 44c SGB II). Weisungen zu "
        "einzelnen Verfahren und Maßnahmen sollen die vereinbarten Ziele nicht unterlaufen.",
        (2,),
    ),
    Absatz(
        "Die Vereinbarung begründet keine Weisungsrechte des Bundes gegenüber dem Land. Die Aufsicht des Landes "
        "über die zugelassenen kommunalen Träger (§ 48 SGB II) bleibt unberührt.",
        (3,),
    ),
    Absatz(
        "Die Vereinbarung fügt sich in den Aufsichtsweg nach § 48 SGB II ein. Die Rechtsaufsicht bleibt unberührt. "
        "Soweit dem Land nach Landesrecht fachaufsichtliche Befugnisse zustehen, übt es sie während der Laufzeit im "
        "Gegenstand dieser Vereinbarung nicht aus, solange der zugelassene kommunale Träger am Zieldialog mitwirkt.",
        (4,),
    ),
    Absatz(
        "Das interne Controlling der gemeinsamen Einrichtung ist nicht Gegenstand dieser Vereinbarung. Seine Zahlen "
        "stehen der gemeinsamen Einrichtung allein zur Verfügung.",
        (2,),
    ),
    Absatz(
        "Das interne Controlling des zugelassenen kommunalen Trägers ist nicht Gegenstand dieser Vereinbarung. "
        "Seine Zahlen stehen ihm allein zur Verfügung.",
        (4,),
    ),
)

GRUNDSAETZE = (
    Absatz(
        "Die Vereinbarung gilt vom {ab} bis zum {bis}. Sie wird nach der Beschlussfassung des Deutschen Bundestages "
        "über das Haushaltsgesetz geschlossen (§ 48b Abs. 2 SGB II)."
    ),
    Absatz(
        "Für den Abschluss der Vereinbarung und für die Nachhaltung der Zielerreichung sind die Daten nach § 51b "
        "SGB II und die Kennzahlen nach § 48a Abs. 2 SGB II maßgeblich (§ 48b Abs. 5 SGB II), und zwar in der "
        "veröffentlichten, nach Ablauf der Wartezeit endgültigen Fassung."
    ),
    Absatz(
        "Kennzahlen und Ergänzungsgrößen sind die der Verordnung zur Festlegung der Kennzahlen nach § 48a SGB II "
        "(SGB2KennzV). Eine Ergänzungsgröße erläutert eine Kennzahl und trägt keinen Zielwert. Wird die Definition "
        "einer Kennzahl während der Laufzeit geändert, verständigen sich die Vertragsparteien über die Folgen für "
        "das betroffene Ziel."
    ),
    Absatz(
        "Änderungen dieser Vereinbarung bedürfen der Zustimmung aller Vertragsparteien und der Schriftform. Die "
        "frühere Fassung bleibt erhalten."
    ),
)

ZIELE = (Absatz("Die Vertragsparteien verfolgen die folgenden Ziele. Sie stehen gleichrangig nebeneinander."),)

ZIELDIMENSION = (
    Absatz(
        "Für die Integration in Erwerbstätigkeit (K2) und die Vermeidung von langfristigem Leistungsbezug (K3) wird "
        "je ein Zielwert vereinbart, soweit zu dem Ziel keine andere Zieldimension genannt ist. Die Summe der "
        "Leistungen zum Lebensunterhalt (K1) wird ohne Zielwert beobachtet."
    ),
    Absatz(
        "Das Ziel der sozialen Teilhabe wird qualitativ, mit Meilensteinen, beschrieben.",
        (2, 3, 4),
        geltung=Geltung(ab=SOZIALE_TEILHABE_SEIT),
    ),
    Absatz(
        "An die Stelle eines Zielwerts können ein Zielkorridor, eine Tendenz, der Vergleich mit einer "
        "Vergleichsgruppe oder eine qualitative Beschreibung treten. Auf eine Kennzahl mit unvollständiger "
        "Grundlage wird kein Zielwert vereinbart."
    ),
)

BEITRAEGE = (
    Absatz("Die vereinbarten Ziele sind nur gemeinsam zu erreichen. Dazu leistet jede Vertragspartei ihren Beitrag."),
    Absatz(
        "Das Bundesministerium",
        (1,),
        punkte=(
            "setzt sich im Haushaltsverfahren für eine aufgabengerechte und verlässliche Ausstattung mit "
            "Eingliederungs- und Verwaltungsmitteln ein,",
            "unterrichtet die Bundesagentur frühzeitig über Rechtsänderungen und ihre Auslegung,",
            "veröffentlicht monatlich die Kennzahlenvergleiche nach § 48a SGB II und erläutert sie,",
            "wirkt auf die Lösung von Strukturproblemen hin, die nur auf Bundesebene gelöst werden können.",
        ),
    ),
    Absatz(
        "Die Bundesagentur",
        (1,),
        punkte=(
            "vereinbart mit den Geschäftsführungen der gemeinsamen Einrichtungen Ziele, die den Verhältnissen vor "
            "Ort entsprechen,",
            "unterstützt die gemeinsamen Einrichtungen mit Fachberatung, Personalentwicklung und ihren "
            "Dienstleistungen,",
            "stellt die Daten nach § 51b SGB II vollständig und rechtzeitig bereit,",
            "berichtet dem Bundesministerium zum Zieldialog über Zielerreichung und Rahmenbedingungen.",
        ),
    ),
    Absatz(
        "Die Bundesagentur",
        (2,),
        _MIT_BA,
        (
            "stellt Personal und Eingliederungsmittel planbar und rechtzeitig zur Verfügung,",
            "unterstützt die Geschäftsführung mit Fachberatung und Personalentwicklung,",
            "bringt die Leistungen ihrer Agentur für Arbeit ein, insbesondere die Arbeits- und Ausbildungsvermittlung,",
            "hilft bei Strukturproblemen, die die gemeinsame Einrichtung nicht allein lösen kann.",
        ),
    ),
    Absatz(
        "Der kommunale Träger",
        (2,),
        _MIT_KOMMUNE,
        (
            "stellt die kommunalen Eingliederungsleistungen nach § 16a SGB II bedarfsgerecht bereit: "
            "Kinderbetreuung und häusliche Pflege, Schuldnerberatung, psychosoziale Betreuung und Suchtberatung,",
            "stellt Personal planbar und rechtzeitig zur Verfügung,",
            "verknüpft die Arbeit der gemeinsamen Einrichtung mit Jugendhilfe, Sozialhilfe und Wirtschaftsförderung.",
        ),
    ),
    Absatz(
        "Die Geschäftsführung",
        (2,),
        punkte=(
            "richtet Organisation, Personaleinsatz und Arbeitsmarktprogramm im Rahmen der Beschlüsse der "
            "Trägerversammlung auf die vereinbarten Ziele aus,",
            "sichert die Qualität der Daten nach § 51b SGB II,",
            "berichtet zum Zieldialog über Zielerreichung und Rahmenbedingungen.",
        ),
    ),
    Absatz(
        "Das Bundesministerium",
        (3,),
        punkte=(
            "setzt sich im Haushaltsverfahren für eine aufgabengerechte und verlässliche Ausstattung mit "
            "Eingliederungs- und Verwaltungsmitteln ein,",
            "unterrichtet das Land frühzeitig über Rechtsänderungen und ihre Auslegung,",
            "veröffentlicht monatlich die Kennzahlenvergleiche nach § 48a SGB II und erläutert sie,",
            "unterstützt den Austausch guter Praxis zwischen den Ländern.",
        ),
    ),
    Absatz(
        "Das Land",
        (3,),
        punkte=(
            "vereinbart mit den zugelassenen kommunalen Trägern Ziele, die den Verhältnissen vor Ort entsprechen,",
            "berät und unterstützt die Träger und fördert ihren Austausch,",
            "stimmt seine arbeitsmarktpolitischen Programme mit den vereinbarten Zielen ab,",
            "berichtet zum Zieldialog über Zielerreichung und übergreifende Rahmenbedingungen.",
        ),
    ),
    Absatz(
        "Das Land",
        (4,),
        punkte=(
            "stellt Beratungskapazitäten bereit und unterstützt die Personalentwicklung,",
            "prüft, ob und in welchem Umfang besondere Mittel des Landes eingesetzt werden können,",
            "setzt sich beim Bund für eine verlässliche Ausstattung mit Eingliederungsmitteln ein,",
            "unterstützt den Träger bei Strukturproblemen und nimmt auf günstige wirtschaftliche Rahmenbedingungen "
            "Einfluss.",
        ),
    ),
    Absatz(
        "Der zugelassene kommunale Träger",
        (4,),
        punkte=(
            "richtet Eingliederungsplanung, Personaleinsatz und Arbeitsmarktprogramm auf die vereinbarten Ziele aus,",
            "stellt die kommunalen Eingliederungsleistungen nach § 16a SGB II bedarfsgerecht bereit,",
            "sichert die Qualität der Daten nach § 51b SGB II,",
            "berichtet zum Zieldialog über Zielerreichung und Rahmenbedingungen.",
        ),
    ),
    Absatz("[Weitere Beiträge der Vertragsparteien]"),
)

ZIELDIALOG = (
    Absatz(
        "Die Vertragsparteien begleiten die Umsetzung in Zieldialogen. Diese finden nicht häufiger als "
        "vierteljährlich statt, damit Maßnahmen Zeit haben zu wirken. Erster Zieldialog: [Datum]."
    ),
    Absatz(
        "Grundlage sind ein Bericht der ausführenden Seite über Zielerreichung und Rahmenbedingungen und, soweit "
        "nötig, ein Bericht des Landes über übergreifende Rahmenbedingungen.",
        (2, 3, 4),
    ),
    Absatz(
        "Grundlage ist ein Bericht der Bundesagentur über Zielerreichung und Rahmenbedingungen.",
        (1,),
    ),
    Absatz(
        "Der Zieldialog behandelt allein die Gegenstände dieser Vereinbarung. Sein Ergebnis wird in einer "
        "Niederschrift festgehalten: Feststellungen, Maßnahmen mit Verantwortlichen und Termin sowie gegebenenfalls "
        "ein Vorschlag, die Vereinbarung anzupassen."
    ),
    Absatz(
        "Aus dem Erreichen oder Verfehlen eines Ziels folgen weder Sanktionen noch Prämien. Die Zuweisung von "
        "Mitteln ist davon unabhängig. Der Vergleich mit anderen dient dem Lernen; er zeigt Lage und Streuung in "
        "der Vergleichsgruppe und keine Rangfolge."
    ),
)

ZIELERREICHUNG = (
    Absatz(
        "Ein Ziel mit Zielwert ist erreicht, wenn die Kennzahl am Ende der Laufzeit den Zielwert erreicht oder "
        "übertrifft. Es ist teilweise erreicht, wenn sie sich gegenüber dem Ausgangswert um mindestens [Anteil] des "
        "vereinbarten Weges verbessert hat."
    ),
    Absatz(
        "Ein qualitatives Ziel ist erreicht, wenn alle Meilensteine, und teilweise erreicht, wenn [Anzahl] der "
        "Meilensteine erreicht sind."
    ),
    Absatz(
        "Ein Ziel ist nicht bewertbar, wenn die Kennzahl unvollständig vorliegt oder ihre Definition sich während "
        "der Laufzeit geändert hat. Der Grund wird festgehalten."
    ),
)

FINANZEN = (
    Absatz(
        "Für {jahre} gehen die Vertragsparteien von Eingliederungsmitteln in Höhe von [Betrag] und von "
        "Verwaltungsmitteln in Höhe von [Betrag] aus. Die Angaben dienen der Einordnung der Ziele. Mit dem Grad der "
        "Zielerreichung sind sie nicht verknüpft."
    ),
    Absatz(
        "Ändern sich die Mittel wesentlich, prüfen die Vertragsparteien im Zieldialog, ob die Ziele anzupassen sind."
    ),
)

INDIKATORENTWICKLUNG = (
    Absatz(
        "Die Vertragsparteien entwickeln und erproben bis zum [Datum] einen Indikator, der Fortschritte der "
        "sozialen Stabilisierung und Teilhabe abbildet. Die Entwicklung des Indikators ist selbst ein Ziel dieser "
        "Vereinbarung; einen Zielwert trägt der Indikator während der Erprobung nicht."
    ),
)
