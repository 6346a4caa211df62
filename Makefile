# Everything one does with the project. Needs Python 3.11 or newer and make; the rest is installed into .venv.
#
#   make run           start everything: http://localhost:8000/   (PORT=…, HOST=…, DEMO=voll|parteien|nein)
#   make test          all tests, in parallel, against real PostgreSQL and Redis
#   make lint          style, types, import contracts, missing migrations
#   make bench         the measurements of benchmarks/
#   make probe-api     schemathesis over the whole REST API, with many more requests than in the tests
#   make openapi       write the description of the REST API anew (docs/openapi.yaml)
#   make screenshots   the pictures of docs/
#   make lock          pin the newest versions requirements*.in allow

PYTHON ?= python3
CORES := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
IN_VENV := .venv/bin/python

# Dozens of processes start from here; without kept bytecode each of them would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint openapi probe-api bench screenshots lock

run:
	@$(PYTHON) bootstrap.py && exec $(IN_VENV) -m zielsystem.run

# The journeys share one running system, so they go in one process, beside the others. Status 5: none of the tests asked for.
test:
	@$(PYTHON) bootstrap.py --dev
	@journeys=$$(mktemp); $(IN_VENV) -m pytest -m journey $(ARGS) >$$journeys 2>&1 & beside=$$!; \
	trap 'kill $$beside 2>/dev/null; rm -f $$journeys' EXIT; trap 'exit 130' INT TERM; \
	status=0; $(IN_VENV) -m pytest -n $(CORES) -m "not journey" $(ARGS) || status=$$?; \
	others=0; wait $$beside || others=$$?; cat $$journeys; \
	[ $$status -ne 5 ] || status=$$others; \
	case $$others in 0|5) exit $$status;; *) exit $$others;; esac

# Django is only asked about its models here, so the addresses lead nowhere.
lint: export DATABASE_URL = postgres://lint@localhost/lint
lint: export REDIS_URL = redis://localhost
lint: export ZIELSYSTEM_SECRET_KEY = lint
lint:
	@$(PYTHON) bootstrap.py --dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(IN_VENV) -W ignore manage.py makemigrations --check --dry-run

openapi:
	@$(PYTHON) bootstrap.py --dev && $(IN_VENV) -W ignore manage.py spectacular --file docs/openapi.yaml --validate

probe-api:
	@$(PYTHON) bootstrap.py --dev && ZIELSYSTEM_PROBEN=100 exec $(IN_VENV) -m pytest -q -k no_request_finds tests/api/test_schema.py

bench:
	@$(PYTHON) bootstrap.py --dev && exec $(IN_VENV) -m benchmarks

screenshots:
	@$(PYTHON) bootstrap.py --dev && exec $(IN_VENV) docs/screenshots.py

lock:
	uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --no-header requirements.in -o requirements.lock
	uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --no-header requirements-dev.in -o requirements-dev.lock
