"""The compute part alone, all measures and aggregates of 400 Jobcenter, beside pandas and SQL window functions.

    .venv/bin/python -m benchmarks.computing [--monate 240] [--laeufe 5]

All three get the figures where they are at home (array, data frame, table), form numerator and denominator of every
measure over its window for every unit and month, and add them up for every way of grouping (Bund, Land, kind …).
The peers do less: no reasons, no completeness, no mergers. One core; medians.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.surroundings import JETZT, datenbank, lade_zahlen, miss, speicher


def main() -> None:
    """Set up, measure, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--monate", type=int, default=240)
    parser.add_argument("--laeufe", type=int, default=5)
    optionen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with datenbank():
        vergleiche(optionen.monate, optionen.laeufe)


def vergleiche(monate: int, laeufe: int) -> None:
    """Measure the three ways on the same figures, and see that they agree."""
    from kennzahlen.formeln import aggregiere, berechne
    from kennzahlen.veroeffentlichungen.veroeffentlichung import _cube, _eingaben

    eingaben = _eingaben(lade_zahlen(monate), JETZT.date())
    cube, achse = _cube(eingaben), eingaben.achse

    def mit_numpy() -> Any:
        einzeln = berechne(cube, existiert=achse.existiert, nachfolgen=achse.nachfolgen)
        return aggregiere(einzeln, achse.gruppierungen)

    rahmen = datenrahmen(cube, achse)
    schreibe_tabelle(rahmen)
    print(f"{len(cube.einheiten)} Jobcenter, {monate} Monate, Stand {JETZT:%d.%m.%Y}")
    eigene = miss(mit_numpy, laeufe)
    print(f"NumPy:             {eigene}")
    for name, akt in (("pandas", lambda: mit_pandas(rahmen)), ("SQL-Fenster", lambda: mit_sql(arten(rahmen)))):
        dauer = miss(akt, laeufe)
        print(f"{name + ':':18} {dauer}; das ist das {dauer / eigene:.1f}-Fache")
    print(speicher())
    gruppen = mit_numpy()
    unser = gruppen.zaehler[0, -1, gruppen.codes.index("K2")]
    andere = mit_pandas(rahmen)["gruppe0"].loc[(0, len(cube.monate) - 1), "z_K2"], mit_sql(arten(rahmen))
    if not (unser == andere[0] == andere[1]):
        raise SystemExit(f"Die drei Wege kommen zu verschiedenen Summen: {unser}, {andere}")


def definitionen() -> dict[str, Any]:
    """The definition of each code that is in force now."""
    from kennzahlen.recht import KENNZAHL_CODES, fassungen

    return {code: fassungen(code)[-1] for code in KENNZAHL_CODES}


def datenrahmen(cube: Any, achse: Any) -> pd.DataFrame:
    """One row per unit and month: the figures, and the number of its group of each kind."""
    from kennzahlen.recht import GRUNDGROESSEN

    einheiten, monate, _ = cube.werte.shape
    spalten: dict[str, Any] = {
        "einheit": np.repeat(np.arange(einheiten), monate),
        "monat": np.tile(np.arange(monate), einheiten),
    }
    spalten |= {g.code.lower(): cube.werte[:, :, nr].ravel() for nr, g in enumerate(GRUNDGROESSEN)}
    spalten |= {f"gruppe{nr}": g.zuordnung.ravel() for nr, g in enumerate(achse.gruppierungen)}
    return pd.DataFrame(spalten)


def arten(rahmen: pd.DataFrame) -> list[str]:
    """The columns that name a group; the first is the Bund."""
    return [spalte for spalte in rahmen if spalte.startswith("gruppe")]


def mit_pandas(rahmen: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """groupby, shift and rolling by unit; groupby and sum by group."""
    je_einheit = rahmen.groupby("einheit", sort=False)
    teile = rahmen[["monat", *arten(rahmen)]].copy()
    for code, definition in definitionen().items():
        for name, ausdruck in (("z", definition.zaehler), ("n", definition.nenner)):
            reihe = je_einheit[ausdruck.groesse.lower()]
            verschoben = reihe.shift(-ausdruck.bis) if ausdruck.bis else rahmen[ausdruck.groesse.lower()]
            if ausdruck.laenge > 1:
                fenster = verschoben.groupby(rahmen["einheit"], sort=False).rolling(ausdruck.laenge, min_periods=1)
                verschoben = fenster.sum().reset_index(level=0, drop=True)
            teile[f"{name}_{code}"] = verschoben
    summen = [spalte for spalte in teile if spalte[:2] in ("z_", "n_")]
    return {art: teile.groupby([art, "monat"])[summen].sum() for art in arten(rahmen)}


def schreibe_tabelle(rahmen: pd.DataFrame) -> None:
    """The same rows as a table of the database."""
    from django.db import connection

    spalten = ", ".join(f"{name} double precision" for name in rahmen)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE zahlen ({spalten})")
        with cursor.copy("COPY zahlen FROM STDIN") as copy:
            copy.write(rahmen.to_csv(sep="\t", header=False, index=False, na_rep="\\N"))
        cursor.execute("ANALYZE zahlen")


def mit_sql(gruppen: list[str]) -> float:
    """Window functions over the units, then one GROUP BY per kind; returns the newest numerator of K2 of the Bund."""
    from django.db import connection

    teile = ", ".join(
        f"{_fenster(ausdruck)} AS {name}_{code.lower()}"
        for code, definition in definitionen().items()
        for name, ausdruck in (("z", definition.zaehler), ("n", definition.nenner))
    )
    summen = ", ".join(
        f"sum({name}_{code.lower()}) AS {name}_{code.lower()}" for code in definitionen() for name in "zn"
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS teile")
        cursor.execute(f"CREATE TEMP TABLE teile AS SELECT monat, {', '.join(gruppen)}, {teile} FROM zahlen")
        for art in gruppen:
            cursor.execute(f"DROP TABLE IF EXISTS je_{art}")
            cursor.execute(
                f"CREATE TEMP TABLE je_{art} AS SELECT {art}, monat, {summen} FROM teile GROUP BY {art}, monat"
            )
        cursor.execute("SELECT z_k2 FROM je_gruppe0 WHERE gruppe0 = 0 ORDER BY monat DESC LIMIT 1")
        return float(cursor.fetchone()[0])


def _fenster(ausdruck: Any) -> str:
    von, bis = f"{-ausdruck.von} PRECEDING", f"{-ausdruck.bis} PRECEDING" if ausdruck.bis else "CURRENT ROW"
    rahmen = f"ROWS BETWEEN {von} AND {bis}"
    return f"sum({ausdruck.groesse.lower()}) OVER (PARTITION BY einheit ORDER BY monat {rahmen})"


if __name__ == "__main__":
    main()
