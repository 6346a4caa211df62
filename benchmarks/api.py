"""Requests a second of the API and of a plain ModelViewSet, and how long 100,000 values take from each.

    .venv/bin/python -m benchmarks.api

One gunicorn with 4 workers serves both; wrk asks on loopback (Debian: apt-get install wrk). The measurements take
turns, so that whatever else the machine does meets all alike.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.api_peer.settings"
os.environ["ZIELSYSTEM_API_ANONYM"] = "1000000000"  # the limit is never met, but counted as always

SECONDS, ROUNDS, CONNECTIONS = 4, 5, 16
UNIT = "05315"
PEER_FILL = """
    INSERT INTO api_peer_value (kennzahl, einheit, monat, wert, vollstaendig, monate_vorhanden, einheiten_fehlend,
        stand, grund, vorlaeufig, veroeffentlichung)
    SELECT k.code, e.schluessel, make_date(r.jahr, m.nr, 1), CASE WHEN r.grund[m.nr] = 0 THEN r.wert[m.nr] END,
        true, r.monate[m.nr], r.fehlend[m.nr], v.stand, CASE WHEN r.grund[m.nr] > 0 THEN 'Kein Wert.' END,
        false, v.id
    FROM kennzahlen_kennzahlreihe r
    JOIN kennzahlen_einheit e ON e.id = r.einheit_id
    JOIN kennzahlen_veroeffentlichung v ON v.id = r.veroeffentlichung_id
    JOIN unnest(%s::int[], %s::text[]) k(nr, code) ON k.nr = r.kennzahl
    CROSS JOIN generate_series(1, 12) m(nr)
    WHERE make_date(r.jahr, m.nr, 1) <= v.bis_monat
    ORDER BY 2, 1, 3
"""


def main() -> None:
    """Publish, fill the peer, serve both, measure."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk fehlt; auf Debian: apt-get install wrk")
    with datenbank():
        prepare()
        many = hundred_thousand()
        with gunicorn() as (base, server):
            small(base, server)
            download(base, server, many)


def prepare() -> None:
    """A release of the demonstration's figures, and the same values as rows."""
    from django.db import connection

    from benchmarks.api_peer.models import Value
    from kennzahlen.recht import REIHENNUMMER
    from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
    from zielsystem.parties.zugriff import betrieb

    lade_zahlen(106)
    veroeffentliche(bis=LETZTER, durch=betrieb(JETZT.date()), am=JETZT)
    if Value._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Value)
    with connection.cursor() as cursor:
        cursor.execute(PEER_FILL, [list(REIHENNUMMER.values()), list(REIHENNUMMER)])
        cursor.execute("VACUUM ANALYZE")


def hundred_thousand() -> tuple[str, str]:
    """Measures and first month of a query for just under 100,000 values."""
    from kennzahlen.cube import monat_plus
    from kennzahlen.models import Einheit

    months = 100_000 // (Einheit.objects.count() * 3)
    return "K1,K2,K3", f"{monat_plus(LETZTER, 1 - months):%Y-%m}"


@contextmanager
def gunicorn() -> Iterator[tuple[str, int]]:
    """The server with the database of this measurement: its address, and its process."""
    from django.db import connection

    einst = connection.settings_dict
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = re.sub(r"/[^/?]+(?=$|\?)", f"/{einst['NAME']}", os.environ["DATABASE_URL"])
    command = [sys.executable, "-m", "gunicorn", "zielsystem.wsgi", "--bind", f"127.0.0.1:{port}", "--preload"]
    process = subprocess.Popen(
        [*command, "--workers", "4", "--threads", "4", "--graceful-timeout", "3", "--log-level", "warning"],
        env=os.environ | {"DATABASE_URL": url},
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{base}/gesund/", process)
        yield base, process.pid
    finally:
        process.terminate()
        process.wait(30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; end the measurement when it never will."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            requests.get(url, timeout=5)
            return
        except requests.RequestException:  # refused, or too slow: not there yet
            time.sleep(0.2)
    raise SystemExit("Der Server ist nicht gestartet.")


# -- Small query -----------------------------------------------------------------------------------------------

EVER_NEW = """
units = {%s}
codes = {"K1", "K1E1", "K1E2", "K1E3", "K1E4", "K2", "K2_W", "K2_M", "K2E1", "K2E2", "K2E4", "K3", "K3E1", "K3E2"}
math.randomseed(os.time() + tonumber(tostring({}):sub(8), 16) %% 100000)
request = function()
  local year, month = math.random(2019, 2023), math.random(1, 12)
  return wrk.format("GET", string.format("%s", units[math.random(#units)], codes[math.random(#codes)], year, month,
    year + 2 - (month == 1 and 1 or 0), (month + 10) %% 12 + 1))
end
"""


def small(base: str, server: int) -> None:
    """One unit, one measure, 24 months: from the peer; from the API, ever another question and always the same; and
    for who has the answer already.
    """
    since = f"{LETZTER.year - 2}-{LETZTER.month + 1:02}"
    ours = f"{base}/api/v1/kennzahlwerte/?einheit={UNIT}&kennzahl=K2&von={since}"
    peer = f"{base}/vergleich/werte/?einheit={UNIT}&kennzahl=K2&von={since}-01"
    etag = check(ours, peer)
    asked: dict[str, tuple[str, ...]] = {
        "ModelViewSet": (peer,),
        "API, jedes Mal etwas anderes": ("-s", ever_new(base), base),
        "API, wieder dasselbe": (ours,),
        "API 304": (ours, "-H", f"If-None-Match: {etag}"),
    }
    told: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, arguments in asked.items():
            told[name].append(ask(server, *arguments))
    rate = {name: statistics.median(r for r, _ in some) for name, some in told.items()}
    cost = {name: statistics.median(c for _, c in some) for name, some in told.items()}
    for name in asked:
        print(f"{rate[name]:9.0f} Anfragen/s, {cost[name] * 1000:6.2f} ms Prozessor je Anfrage  {name}")
    first, new, again, unchanged = asked
    compare("neu gegen ModelViewSet", rate[new] / rate[first], cost[first] / cost[new])
    compare("wieder gegen ModelViewSet (Ziel 5)", rate[again] / rate[first], cost[first] / cost[again])
    compare("304 gegen neu (Ziel 2)", rate[unchanged] / rate[new], cost[new] / cost[unchanged])
    compare("304 gegen wieder", rate[unchanged] / rate[again], cost[again] / cost[unchanged])


def compare(what: str, by_rate: float, by_cost: float) -> None:
    """Both ratios: requests a second depend on who else uses the machine, processor time less so."""
    print(f"{by_rate:9.1f} × nach Anfragen/s, {by_cost:5.1f} × nach Prozessorzeit  {what}")


def check(ours: str, peer: str) -> str:
    """Both answer with the same 24 values; the ETag of the API."""
    mine, theirs = requests.get(ours, timeout=30), requests.get(peer, timeout=30)
    rows = mine.json()["results"], theirs.json()["results"]
    if [(r["monat"], r["wert"]) for r in rows[0]] != [(r["monat"][:7], r["wert"]) for r in rows[1]]:
        raise SystemExit("Beide antworten nicht mit denselben Werten.")
    if len(rows[0]) != 24:
        raise SystemExit(f"Es sind {len(rows[0])} Werte statt 24.")
    return mine.headers["ETag"]


def ever_new(base: str) -> str:
    """A script for wrk that asks for another unit, measure and period each time."""
    rows = requests.get(f"{base}/api/v1/einheiten/", timeout=30).json()["results"]
    units = ", ".join(f'"{row["schluessel"]}"' for row in rows if row["art"] == "jobcenter")
    path = "/api/v1/kennzahlwerte/?einheit=%s&kennzahl=%s&von=%d-%02d&bis=%d-%02d"
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write(EVER_NEW % (units, path))
    return script.name


def ask(server: int, *arguments: str) -> tuple[float, float]:
    """Requests a second, and processor seconds of server and database for one; a refused request ends it all."""
    before = processor_seconds(server)
    command = ("wrk", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--timeout", "20s", *arguments)
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = processor_seconds(server) - before
    count = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    if "Non-2xx" in told or not count:
        raise SystemExit(told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), spent / count  # type: ignore[index]


def processor_seconds(server: int) -> float:
    """What the server and the database have used so far, with all their processes."""
    from django.db import connection

    connection.ensure_connection()
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = path.read_text().rpartition(")")
            parent, *numbers = (int(number) for number in rest.split()[1:15])
            stats[int(name.split()[0])] = parent, numbers
    roots = {server, stats[connection.connection.info.backend_pid][0]}
    ticks = 0
    for pid, (parent, numbers) in stats.items():
        if pid in roots or parent in roots:
            ticks += sum(numbers[9:13] if pid in roots else numbers[9:11])
    return ticks / os.sysconf("SC_CLK_TCK")


# -- Many values -----------------------------------------------------------------------------------------------


def download(base: str, server: int, many: tuple[str, str]) -> None:
    """Just under 100,000 values: as CSV from the API, page by page as JSON from the peer."""
    codes, since = many
    ours = f"{base}/api/v1/kennzahlwerte/?kennzahl={codes}&von={since}&format=csv"
    peer = f"{base}/vergleich/werte/?kennzahl={codes}&von={since}-01"
    rows_of_csv(ours)
    told: dict[str, list[tuple[int, float, float]]] = {"als CSV": [], "vom ModelViewSet, 1000 je Seite": []}
    for _ in range(ROUNDS):
        told["als CSV"].append(measured(server, lambda: rows_of_csv(ours)))
        told["vom ModelViewSet, 1000 je Seite"].append(measured(server, lambda: rows_of_pages(peer)))
    medians = [[statistics.median(one) for one in zip(*some, strict=True)] for some in told.values()]
    for name, (count, wall, processor) in zip(told, medians, strict=True):
        print(f"{wall:9.2f} s, {processor:6.2f} s Prozessor  {count:.0f} Werte {name}")
    mine, theirs = medians
    wall, processor = theirs[1] / mine[1], theirs[2] / mine[2]
    print(f"{wall:9.1f} × nach der Uhr, {processor:5.1f} × nach Prozessorzeit  schneller (Ziel 10)")


def measured(server: int, act: Callable[[], int]) -> tuple[int, float, float]:
    """The number of values, wall time, and processor time of server and database."""
    begin, before = time.perf_counter(), processor_seconds(server)
    count = act()
    return count, time.perf_counter() - begin, processor_seconds(server) - before


def rows_of_csv(url: str) -> int:
    """Fetch it; the number of values."""
    with requests.get(url, timeout=120) as answer:
        answer.raise_for_status()
        return answer.content.count(b"\r\n") - 1


def rows_of_pages(url: str | None) -> int:
    """Fetch all pages one after the other; the number of values."""
    count = 0
    with requests.Session() as session:
        while url:
            page = session.get(url, timeout=60).json()
            count += len(page["results"])
            url = page["next"]
    return count


if __name__ == "__main__":
    main()
