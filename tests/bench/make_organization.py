#!/usr/bin/python3
"""Writes a large organization, the same bytes for the same seed:

    make_organization.py DIR MEASURES [--seed N] [--processes N]

DIR must not exist. Figures are as of 2026-06-30. There is no registry.yaml and all measures are in the first stage: a
measure in a later one has decisions, which somebody must have signed (make_history.py does that). `cat4 check --as-of
2026-06-30` finds no errors.
"""
import argparse
import os
import sys
from multiprocessing import Pool

sys.dont_write_bytecode = True
from organization import Organization  # noqa: E402

CHUNK = 64  # packages that a process takes at once


def write(path, text):
    """os.write: `open` costs more than making the text."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(descriptor, text.encode())
    os.close(descriptor)


def write_packages(numbers):
    for package in (organization.packages[number] for number in numbers):
        for measure in organization.measures_of(package):
            write(f"{root}/{measure.path}", measure.text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("measures", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count()))
    arguments = parser.parse_args()
    root = arguments.directory
    os.makedirs(root)
    organization = Organization(arguments.seed, arguments.measures)
    others = {
        **organization.files,
        **organization.registry,
        "organization.yaml": organization.organization_text(),
        "rates.yaml": organization.rates_text(),
    }
    for directory in sorted({os.path.dirname(path) for path in others}):
        os.makedirs(f"{root}/{directory}", exist_ok=True)
    for path, text in others.items():
        write(f"{root}/{path}", text)
    total = len(organization.packages)
    chunks = [range(first, min(first + CHUNK, total)) for first in range(0, total, CHUNK)]
    with Pool(arguments.processes) as pool:  # forked: the organization is there already
        for _ in pool.imap_unordered(write_packages, chunks):
            pass
