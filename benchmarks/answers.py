"""How long the server takes for the page and the API answer of one Jobcenter, and for the list of all.

    .venv/bin/python -m benchmarks.answers

In process, through every middleware, against a published demonstration of 106 months. Prints medians of 50.
"""

from __future__ import annotations

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss

ADRESSEN = (
    "/jobcenter/05315/",
    "/jobcenter/05315/?monate=alle",
    "/api/v1/kennzahlwerte/?kennzahl=K2&einheit=05315",
    "/api/v1/kennzahlwerte/?kennzahl=K1,K2,K3&einheit=05315,land:05,bund&von=2024-01",
    "/api/v1/kennzahlwerte/?kennzahl=K2&einheit=05315&format=csv",
    "/jobcenter/",
)


def main() -> None:
    """Publish once, then measure each address."""
    with datenbank():
        from django.test import Client

        from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
        from zielsystem.parties.zugriff import betrieb

        lade_zahlen(106)
        veroeffentliche(bis=LETZTER, durch=betrieb(JETZT.date()), am=JETZT)
        client = Client(headers={"host": "localhost"})
        for adresse in ADRESSEN:
            antwort = client.get(adresse)
            if antwort.status_code != 200:
                raise SystemExit(f"{adresse}: {antwort.status_code}")
            dauer = miss(lambda adresse=adresse: client.get(adresse), 50)  # type: ignore[misc]
            print(f"{dauer * 1000:7.1f} ms  {adresse}")


if __name__ == "__main__":
    main()
