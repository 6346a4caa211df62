"""Suggested wording of a Planungsbrief. Pure: the BMAS changes it as it sees fit."""

from __future__ import annotations

from datetime import date


def vorschlag(ab: date, zeitraum: str) -> dict[str, str]:
    """Text for each section of ``recht.BRIEFABSCHNITTE``, for a round by the first day and the years of its period."""
    return {
        "anlass": (
            f"Für {zeitraum} werden nach § 48b SGB II Zielvereinbarungen geschlossen. Dieser Planungsbrief eröffnet "
            "die Planung der Werte. Er wendet sich an die Länder, die Bundesagentur für Arbeit, die kommunalen Träger "
            "und die Jobcenter und beschreibt die gemeinsamen Grundlagen, auf denen alle Beteiligten planen."
        ),
        "rahmen": (
            "Die Planung geht von der bei Veröffentlichung dieses Briefes geltenden Rechtslage und von den Eckwerten "
            f"des Regierungsentwurfs zum Bundeshaushalt {ab.year} aus. Vereinbarungen werden erst geschlossen, wenn "
            "der Bundestag den Haushalt beschlossen hat (§ 48b Abs. 2 SGB II)."
        ),
        "ziele": (
            "Erwartet werden Fortschritte bei der Integration in Erwerbstätigkeit (K2) und bei der Vermeidung von "
            "langfristigem Leistungsbezug (K3). Die Werte sind Erwartungen und keine Vorgaben. Die Verringerung der "
            "Hilfebedürftigkeit (K1) wird ohne Zielwert beobachtet."
        ),
        "verfahren": (
            "Die Erwartungswerte sind nach einer einheitlichen Regel auf die Jobcenter aufgeteilt. Jedes Jobcenter "
            "sieht die Herleitung seines Wertes und antwortet mit einem Angebotswert. Weicht er ab, nennt das "
            "Jobcenter Gründe und Quelle. Das Land antwortet den Optionskommunen, die Bundesagentur für Arbeit den "
            "gemeinsamen Einrichtungen. Die Werte eines Landes ergeben sich aus denen seiner Jobcenter."
        ),
        "hinweise": (
            "Grundlage sind die veröffentlichten endgültigen Kennzahlen nach § 48a SGB II. Werte, die unvollständig "
            "oder geheim zu halten sind, tragen keinen Erwartungswert; die betroffenen Jobcenter sind benannt. "
            "Aus dem Erreichen oder Verfehlen eines Wertes folgen weder finanzielle Vor- noch Nachteile."
        ),
    }
