"""What a body may put on its agenda, in which form, and what it must not touch (competence by rule). Pure law.

A pair of body and matter that stands in no row of :data:`GEGENSTAENDE` is refused; those in ``ausschluesse`` with
the paragraph that says why. The Kooperationsausschuss has no say in the content of an agreement of kind Nr. 2 and
none at all in Nr. 4 (FACHKONZEPT 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gremien.recht.ausschluesse import Unzustaendig, ausgeschlossen_von
from gremien.recht.formen import Anzuhoerende, Form
from gremien.recht.gremien import AUFSICHT, UEBLICH, Gremiumart, Mehrheit, gremiumtitel
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import IMMER, Geltung, Norm, in_kraft


@dataclass(frozen=True)
class Gegenstand:
    """A kind of matter that bodies take up.

    ``form``: in which form, for the bodies named. ``anzuhoeren``: whom they must have heard before they decide.
    ``ohne_stichentscheid``: by which rule the chair's vote does not decide a tie. ``anmeldende``: kinds of parties that
    may register it although they do not sit in the body. ``im_umlauf``: can be decided without a session.
    ``mit_bezug``: what it is about can be named, so that its result opens something.
    """

    code: str
    titel: str
    gremien: tuple[Gremiumart, ...]
    form: Form
    norm: Norm
    zusammensetzung: str = UEBLICH
    ohne_stichentscheid: Norm | None = None
    mehrheit: Mehrheit = Mehrheit.EINFACH
    anzuhoeren: tuple[Anzuhoerende, ...] = ()
    anmeldende: tuple[Parteiart, ...] = ()
    im_umlauf: bool = True
    mit_bezug: bool = True
    geltung: Geltung = IMMER


_G = Gremiumart
_P = Parteiart
_KOOPERATION = (_G.KOOPERATIONSAUSSCHUSS,)
_BUND_LAENDER = (_G.BUND_LAENDER_AUSSCHUSS,)
_TRAEGER = (_G.TRAEGERVERSAMMLUNG,)
_BEIRAT = (_G.OERTLICHER_BEIRAT,)
_EIGENES = Norm("Geschäftsordnung des Gremiums")
_SEIT_2011 = Geltung(ab=date(2011, 1, 1))
_ALLE_ARTEN_SEIT = date(2011, 4, 1)
_SEEDS = Norm("Hinweise zu Zielvereinbarungen nach § 48b SGB II (DLT 2010)")
_GLEICHHEIT_LEHNT_AB = Norm("§ 44c Abs. 1 Satz 8 Halbsatz 2 SGB II")
_AUS_DER_GE = (_P.BA, _P.KOMMUNE, _P.GE)

GEGENSTAENDE: tuple[Gegenstand, ...] = (
    # Kooperationsausschuss
    Gegenstand(
        "zielvereinbarung_nr3",
        "Zielvereinbarung zwischen dem BMAS und dem Land (Nr. 3)",
        _KOOPERATION,
        Form.BERATUNG,
        Norm("§ 48b Abs. 1 Satz 3 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "verfahren_nr2",
        "Verfahren der Zielvereinbarungen der Träger mit den Geschäftsführungen (Nr. 2)",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 18b Abs. 1 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "verfahren_nr1_nr3",
        "Verfahren der Zielvereinbarungen des Bundes (Nr. 1 und Nr. 3)",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 18b Abs. 1 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "umsetzung_im_land",
        "Umsetzung der Grundsicherung für Arbeitsuchende im Land",
        _KOOPERATION,
        Form.EROERTERUNG,
        Norm("§ 18b Abs. 1 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "ziele_im_land",
        "Ziele und Schwerpunkte der Arbeitsmarkt- und Integrationspolitik im Land",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 18b Abs. 1 Satz 3 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "grundsaetzliche_weisung",
        "Empfehlung zu einer Weisung in grundsätzlichen Angelegenheiten",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 18b Abs. 1 Satz 7, § 44b Abs. 3 Satz 4 SGB II"),
        anmeldende=_AUS_DER_GE,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "weisungszustaendigkeit",
        "Meinungsverschiedenheit über die Weisungszuständigkeit",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 44e Abs. 2 SGB II"),
        anzuhoeren=tuple(Anzuhoerende),
        anmeldende=_AUS_DER_GE,
        im_umlauf=False,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "aufsichtszustaendigkeit",
        "Meinungsverschiedenheit über die Aufsichtszuständigkeit",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 44e Abs. 1 und 2 SGB II"),
        anzuhoeren=tuple(Anzuhoerende),
        anmeldende=_AUS_DER_GE,
        im_umlauf=False,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "geschaeftsfuehrer_vorschlag",
        "Vorschlag zur Bestellung einer Geschäftsführerin oder eines Geschäftsführers",
        _KOOPERATION,
        Form.BESCHLUSS,
        Norm("§ 44d Abs. 2 SGB II"),
        anzuhoeren=(Anzuhoerende.BA, Anzuhoerende.KOMMUNE),
        anmeldende=_AUS_DER_GE,
        im_umlauf=False,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "jahresbericht",
        "Bericht des Bundes über rechtmäßige, zweckmäßige Leistung und Zielerreichung",
        _KOOPERATION,
        Form.EROERTERUNG,
        Norm("Grundsätze der kooperativen Steuerung; § 18b Abs. 1 SGB II"),
        geltung=_SEIT_2011,
    ),
    # Bund-Länder-Ausschuss
    Gegenstand(
        "zielvereinbarungen_gesamt",
        "Die Zielvereinbarungen insgesamt",
        _BUND_LAENDER,
        Form.EROERTERUNG,
        Norm("§ 18c Abs. 1 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "einheitliche_grundlagen",
        "Einheitliche Grundlagen der Zielvereinbarungen mit den Ländern (Nr. 3)",
        _BUND_LAENDER,
        Form.BERATUNG,
        Norm("§ 48b Abs. 1 Satz 4 SGB II a. F."),
        geltung=Geltung(date(2011, 1, 1), _ALLE_ARTEN_SEIT),
    ),
    Gegenstand(
        "einheitliche_grundlagen",
        "Einheitliche Grundlagen der Zielvereinbarungen",
        _BUND_LAENDER,
        Form.BERATUNG,
        Norm("§ 48b Abs. 1 Satz 4 SGB II"),
        geltung=Geltung(ab=_ALLE_ARTEN_SEIT),
    ),
    Gegenstand(
        "zentrale_fragen",
        "Zentrale Fragen der Umsetzung der Grundsicherung",
        _BUND_LAENDER,
        Form.BERATUNG,
        Norm("§ 18c Abs. 1 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "kennzahlenvergleich",
        "Fragen des Kennzahlenvergleichs",
        _BUND_LAENDER,
        Form.BERATUNG,
        Norm("§ 18c Abs. 1, § 48a Abs. 2 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "datenerhebung",
        "Fragen der zu erhebenden Daten",
        _BUND_LAENDER,
        Form.BERATUNG,
        Norm("§ 18c Abs. 1, § 51b Abs. 1 Satz 2 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "aufsicht",
        "Fragen der Aufsicht",
        _BUND_LAENDER,
        Form.EROERTERUNG,
        Norm("§ 18c Abs. 1 und 3 SGB II"),
        zusammensetzung=AUFSICHT,
        geltung=_SEIT_2011,
    ),
    # Trägerversammlung
    Gegenstand(
        "geschaeftsfuehrer_bestellung",
        "Bestellung der Geschäftsführerin oder des Geschäftsführers",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 2 Satz 2 Nr. 1, § 44d Abs. 2 SGB II"),
        ohne_stichentscheid=_GLEICHHEIT_LEHNT_AB,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "geschaeftsfuehrer_abberufung",
        "Abberufung der Geschäftsführerin oder des Geschäftsführers",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 2 Satz 2 Nr. 1, § 44d Abs. 2 SGB II"),
        ohne_stichentscheid=_GLEICHHEIT_LEHNT_AB,
        im_umlauf=False,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "organisation",
        "Verwaltungsablauf und Organisation",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 2 Satz 2 Nr. 2 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "aufgabenwahrnehmung",
        "Wahrnehmung einzelner Aufgaben durch die Träger oder durch Dritte",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 2 Satz 2 Nr. 4, § 44b Abs. 4 SGB II"),
        ohne_stichentscheid=_GLEICHHEIT_LEHNT_AB,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "innere_ordnung",
        "Standort, Ordnung der Dienststelle, Arbeitsplätze und Angelegenheiten der Beschäftigten",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 2 Satz 2 Nr. 3, 5 bis 7 und 9 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "stellenplan",
        "Stellenplan und Stellenbewirtschaftung (bedarf der Genehmigung der Träger)",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 2 Satz 2 Nr. 8, § 44k Abs. 2 SGB II"),
        ohne_stichentscheid=_GLEICHHEIT_LEHNT_AB,
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "arbeitsmarktprogramm",
        "Örtliches Arbeitsmarkt- und Integrationsprogramm",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 44c Abs. 6 SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "beirat_berufung",
        "Berufung der Mitglieder des örtlichen Beirats",
        _TRAEGER,
        Form.BESCHLUSS,
        Norm("§ 18d SGB II"),
        geltung=_SEIT_2011,
    ),
    Gegenstand(
        "inhalt_nr2",
        "Inhalt der Zielvereinbarung der Träger mit der Geschäftsführung (Nr. 2)",
        _TRAEGER,
        Form.EROERTERUNG,
        Norm("§ 44c Abs. 2, § 48b Abs. 1 Satz 1 Nr. 2 SGB II"),
        geltung=_SEIT_2011,
    ),
    # örtlicher Beirat
    Gegenstand(
        "eingliederungsleistungen",
        "Auswahl und Gestaltung der Eingliederungsinstrumente und -maßnahmen",
        _BEIRAT,
        Form.BERATUNG,
        Norm("§ 18d SGB II"),
        geltung=_SEIT_2011,
    ),
    # Gremium des Landes mit seinen Optionskommunen
    Gegenstand(
        "zielvereinbarung_nr4",
        "Zielvereinbarungen des Landes mit seinen Optionskommunen (Nr. 4)",
        (_G.LANDESGREMIUM,),
        Form.BERATUNG,
        _SEEDS,
    ),
    # weitere Gremien
    Gegenstand(
        "gremienvorbehalt",
        "Zustimmung zu einer unter Gremienvorbehalt gezeichneten Zielvereinbarung",
        (_G.WEITERES,),
        Form.BESCHLUSS,
        Norm("§ 48b Abs. 1 SGB II; Kommunalverfassungsrecht"),
    ),
    Gegenstand(
        "zulassung_option",
        "Antrag auf Zulassung als kommunaler Träger",
        (_G.WEITERES,),
        Form.BESCHLUSS,
        Norm("§ 6a Abs. 2 SGB II"),
        mehrheit=Mehrheit.ZWEI_DRITTEL,
        im_umlauf=False,
    ),
    Gegenstand(
        "haushalt_kommune",
        "Haushalt der Kommune",
        (_G.WEITERES,),
        Form.BESCHLUSS,
        Norm("Kommunalverfassungsrecht"),
        im_umlauf=False,
    ),
    Gegenstand(
        "wirkziele",
        "Abstimmung der Wirkziele",
        (_G.WEITERES,),
        Form.BERATUNG,
        Norm("Grundsätze der Zielsteuerung 2005"),
    ),
    # alle
    Gegenstand(
        "vorsitz_wahl",
        "Wahl des Vorsitzes",
        (_G.KOOPERATIONSAUSSCHUSS, _G.TRAEGERVERSAMMLUNG, _G.OERTLICHER_BEIRAT, _G.WEITERES),
        Form.BESCHLUSS,
        Norm("§ 18b Abs. 3, § 44c Abs. 1 SGB II; Geschäftsordnung"),
        mit_bezug=False,
    ),
    Gegenstand(
        "sonstiges",
        "Bericht oder Aussprache",
        tuple(_G),
        Form.EROERTERUNG,
        _EIGENES,
        mit_bezug=False,
    ),
    Gegenstand(
        "eigener_beschluss",
        "Beschluss in eigenen Angelegenheiten",
        (_G.KOOPERATIONSAUSSCHUSS, _G.TRAEGERVERSAMMLUNG, _G.OERTLICHER_BEIRAT, _G.LANDESGREMIUM, _G.WEITERES),
        Form.BESCHLUSS,
        _EIGENES,
        mit_bezug=False,
    ),
)


def gegenstand(code: str, am: date) -> Gegenstand:
    """The row with a code in force on a day; :class:`Unzustaendig` when there is none."""
    zeile = next((zeile for zeile in in_kraft(GEGENSTAENDE, am) if zeile.code == code), None)
    if zeile is None:
        raise Unzustaendig(f"Für den {am:%d.%m.%Y} ist kein Gegenstand „{code}“ geregelt.", Norm("SGB II"))
    return zeile


def gegenstaende_von(art: Gremiumart | str, am: date) -> tuple[Gegenstand, ...]:
    """What a kind of body may take up on a day, in the order of the table."""
    return tuple(zeile for zeile in in_kraft(GEGENSTAENDE, am) if art in zeile.gremien)


def zustaendig(art: Gremiumart | str, code: str, am: date) -> Gegenstand:
    """The matter as a kind of body takes it up on a day.

    Raises :class:`Unzustaendig` with the paragraph when it may not: because a row of ``AUSSCHLUESSE`` says so, or
    because no row of :data:`GEGENSTAENDE` gives it to that kind of body; then the text names the bodies that may.
    """
    for zeile in ausgeschlossen_von(art, am):
        if zeile.gegenstand == code:
            raise Unzustaendig(zeile.meldung, zeile.norm)
    gefunden = gegenstand(code, am)
    if art not in gefunden.gremien:
        andere = ", ".join(gremiumtitel(eine) for eine in gefunden.gremien)
        raise Unzustaendig(
            f"„{gefunden.titel}“ gehört nicht zu den Aufgaben dieses Gremiums ({gremiumtitel(art)}). "
            f"Zuständig: {andere}.",
            gefunden.norm,
        )
    return gefunden
