"""Does the web server answer? For the supervisor; as ``python -m zielsystem.health`` for a container's health check.

Asks ``/gesund/``, which answers 200 when the database does.
"""

from __future__ import annotations

import http.client
import os
import sys


def answers(host: str, port: int, *, seconds: float = 5.0) -> bool:
    """Whether ``http://host:port/gesund/`` gives 200 within ``seconds``."""
    known_as = os.environ.get("ZIELSYSTEM_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.request("GET", "/gesund/", headers={"Host": known_as})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not answers("127.0.0.1", int(os.environ.get("PORT", "8000"))))
