#!/usr/bin/env python
"""Django's command line; finds or starts the embedded services when no URL is given."""

import os
import sys

from zielsystem import embedded


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zielsystem.settings")
    try:
        embedded.ensure()
        from django.core.management import execute_from_command_line
    except embedded.Unavailable as error:
        sys.exit(str(error))
    except ImportError:
        sys.exit("Django fehlt in diesem Python: starten Sie „make run“ oder benutzen Sie .venv/bin/python.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
