"""Guidance: what the parties should have settled before they accept a section. One tuple of questions per section."""

from __future__ import annotations

ERKLAERUNG = (
    "Sind alle Vertragsparteien richtig bezeichnet, und ist ihre Vertretung geklärt?",
    "Welches gemeinsame Anliegen soll über die gesetzlichen Ziele hinaus sichtbar werden?",
)

PRAEAMBEL = (
    "Welche Entwicklung des Arbeitsmarktes und der Leistungsberechtigten setzen die Vertragsparteien voraus?",
    "Welche Rahmenbedingungen können sie nicht beeinflussen, und wie wird damit umgegangen?",
    "Stützt sich die Ausgangslage auf veröffentlichte Kennzahlen, nicht auf internes Controlling?",
)

CHARAKTER = (
    "Ist klar, welche Entscheidungen der ausführenden Seite vorbehalten bleiben?",
    "Bleiben Rechtsaufsicht, Weisungsrechte und die Zuständigkeit der Gremien unberührt?",
)

GRUNDSAETZE = (
    "Passt die Laufzeit zu den Maßnahmen, die wirken sollen?",
    "Ist geregelt, was gilt, wenn sich eine Kennzahl oder das Gesetz während der Laufzeit ändert?",
    "Werden Begriffe so verwendet wie in der SGB2KennzV?",
)

ZIELE = (
    "Sind die gesetzlichen Ziele vollständig? In den Vereinbarungen nach Nr. 2 bis 4 gehört die soziale Teilhabe dazu.",
    "Welche örtlichen Ziele treten hinzu, und für welche Zielgruppe?",
    "Stehen zwei Ziele zueinander im Widerspruch, und welches geht dann vor?",
)

ZIELDIMENSION = (
    "Ist für jedes Ziel eindeutig, woran sein Erreichen erkannt wird?",
    "Liegt die Kennzahl vollständig vor? Wenn nicht: Korridor, Tendenz, Vergleich oder Meilensteine vereinbaren.",
    "Wirkt derselbe Zielwert in einer guten und in einer schlechten Arbeitsmarktlage angemessen?",
)

BEITRAEGE = (
    "Leistet jede Vertragspartei einen Beitrag, auch die steuernde Seite?",
    "Ist jeder Beitrag so beschrieben, dass sein Eintreten im Zieldialog festgestellt werden kann?",
    "Liegen die zugesagten Beiträge in der Zuständigkeit dessen, der sie zusagt?",
)

ZIELDIALOG = (
    "Wann findet der erste Zieldialog statt, und wer lädt ein? Dichter als vierteljährlich soll er nicht sein.",
    "Wer berichtet worüber und bis wann?",
    "Ist ausgeschlossen, dass aus der Zielerreichung Sanktionen oder Prämien folgen?",
)

ZIELERREICHUNG = (
    "Gilt die Regel für jedes vereinbarte Ziel, oder braucht ein Ziel eine eigene?",
    "Ab wann ist ein Ziel teilweise erreicht?",
)

FINANZEN = (
    "Auf welchem Haushaltsstand beruhen die Beträge?",
    "Ist deutlich, dass die Mittel nicht vom Grad der Zielerreichung abhängen?",
)

INDIKATORENTWICKLUNG = (
    "Welche Daten sind vorhanden, und wer trägt den Aufwand der Erprobung?",
    "Wann wird entschieden, ob der Indikator weiter verwendet wird?",
)
