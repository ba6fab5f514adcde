#!/usr/bin/python3
"""Reads every #include "…" of src and include/cat4 and fails on an arrow that does not point downward.

Layers that stand beside each other never see each other; third-party libraries are seen where this table says.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BELOW = {
    "base": [],
    "diagnostics": ["base"],
    "yaml": ["base", "diagnostics"],
    "model": ["base", "diagnostics", "yaml"],
    "crypto": ["base", "diagnostics", "model"],
    "governance": ["base", "diagnostics", "model", "crypto"],
    "rules": ["base", "diagnostics", "model", "crypto"],
    "report": ["base", "diagnostics", "model", "crypto"],
    "exchange": ["base", "diagnostics", "yaml", "model"],
    "check": ["base", "diagnostics", "model", "crypto", "governance", "rules"],
    "git": ["base", "crypto"],
    "audit": ["base", "diagnostics", "model", "crypto", "governance", "check", "git"],
    "cli": ["audit", "base", "diagnostics", "model", "crypto", "governance", "rules", "report", "exchange", "check", "git"],
}
# What one file may see beyond its layer.
ALSO = {"src/cli/main.cc": ["yaml"]}  # which of its readers is used is read from the environment
# Header prefix -> the only files that may include it.
ONLY = {
    "CLI/": r"src/cli/parser\.cc",
    "yaml-cpp/": r"src/yaml/yaml_cpp_reader\.cc",
    "openssl/": r"src/crypto/.*",
    "sodium": r"src/crypto/.*",
    "nlohmann/": r"src/report/json\.h",
    "utf8proc.h": r"src/base/text\.cc",
    "tl/": r"include/cat4/base/result\.h",
}


def layer_of(path):
    parts = path.parts
    return parts[2] if parts[0] == "include" else parts[1]


def main():
    problems = []
    files = sorted(f for top in ("src", "include") for f in (ROOT / top).rglob("*") if f.suffix in (".h", ".cc", ".in"))
    for file in files:
        relative = file.relative_to(ROOT)
        layer = layer_of(relative)
        for number, line in enumerate(file.read_text().splitlines(), 1):
            place = f"{relative}:{number}"
            if match := re.match(r'#include "(?:cat4/)?([a-z_]+)/', line):
                target = match.group(1)
                if target != layer and target not in BELOW[layer] + ALSO.get(str(relative), []):
                    problems.append(f"{place}: {layer} must not see {target}")
                if relative.parts[0] == "include" and not line.startswith('#include "cat4/'):
                    problems.append(f"{place}: a public header must not see a private one")
            if match := re.match(r"#include <([^>]+)>", line):
                for prefix, allowed in ONLY.items():
                    if match.group(1).startswith(prefix) and not re.fullmatch(allowed, str(relative)):
                        problems.append(f"{place}: <{match.group(1)}> belongs to {allowed}")
                public = relative.parts[0] == "include"
                if public and "/" in match.group(1) and not match.group(1).startswith(("fmt/", "tl/")):
                    problems.append(f"{place}: a public header names no third-party library but fmt")
    for problem in problems:
        print(problem)
    print(f"{len(files)} files, {len(problems)} wrong includes")
    sys.exit(1 if problems or not files else 0)


if __name__ == "__main__":
    main()
