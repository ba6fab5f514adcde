#!/usr/bin/python3
"""Makes a random portfolio (SEED, COUNT measures) and compares cat4's figures with the independent recomputation."""
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
seed, count, cat4 = sys.argv[1:4]
with tempfile.TemporaryDirectory() as directory:
    tree = Path(directory) / "tree"
    made = subprocess.run([sys.executable, HERE / "generate.py", seed, count, tree], capture_output=True, text=True, check=True)
    as_of = made.stdout.split()[-1]
    sys.exit(subprocess.run([sys.executable, HERE / "recompute.py", "--compare", tree, as_of, cat4]).returncode)
