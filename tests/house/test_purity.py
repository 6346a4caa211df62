"""Law is pure: importing it brings no Django along, and no file of the law asks for the time."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
(PURE,) = (c["source_modules"] for c in CONTRACTS if c["name"].startswith("Law is pure"))
FORBIDDEN = ("django", "rest_framework", "celery", "psycopg", "redis")


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_brings_no_framework_along(module: str) -> None:
    probe = f"import sys, {module}; print(*sorted({{m.split('.')[0] for m in sys.modules}} & set({FORBIDDEN!r})))"
    result = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_has_no_clock(module: str) -> None:
    path = ROOT / Path(*module.split("."))
    files = sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    calls = [
        f"{file.name}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow", "localdate"}
    ]
    assert calls == []
