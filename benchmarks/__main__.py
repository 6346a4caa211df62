"""All benchmarks, one after the other, each in a process of its own: ``make bench``."""

import subprocess
import sys
from pathlib import Path

ALLE = sorted(
    datei.stem
    for datei in Path(__file__).parent.glob("*.py")
    if "def main()" in datei.read_text(encoding="utf-8") and datei.name != "__main__.py"
)

if __name__ == "__main__":
    for name in ALLE:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
