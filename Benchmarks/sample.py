"""The files that are loaded: synthetic deliveries of the project's own recipes, each size as one file."""

import os
import re
import shutil
from pathlib import Path

from measurement import note, run

SEED = 2024
#: How many rows a recipe makes at scale 1, about.
ROWS_AT_SCALE_ONE = 10_000
#: What a row takes on disk in the generated files, and in the database when it is loaded, both generously.
FILE_BYTES_A_ROW = 270
DATABASE_BYTES_A_ROW = 420
#: The server's log, its settings' `max_wal_size`, and what else does not grow with the rows.
FIXED_BYTES = 5 << 30


def size_in_rows(name):
    """Reads `3m` or `500k` as a number of rows; such a name also ends the names of the figures."""
    match = re.fullmatch(r"([1-9][0-9]*)(k|m)", name)
    rows = int(match[1]) * {"k": 1_000, "m": 1_000_000}[match[2]] if match else 0
    if rows == 0 or rows % ROWS_AT_SCALE_ONE:
        raise SystemExit(f"`{name}` is no number of rows; give 3m, 30m or another multiple of 10k")
    return rows


def require_space(folder, rows):
    """Refuses to begin where the disk would be full before the end."""
    needed = rows * (FILE_BYTES_A_ROW + DATABASE_BYTES_A_ROW) + FIXED_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SystemExit(
            f"{folder} has {free >> 30} GiB free and {needed / 2**30:.0f} GiB are needed; nothing was done. "
            "Name another folder with --work DIR, or fewer rows with --rows 3m")


def leave_out_unloadable(project):
    """Takes out of the recipe the few broken records that make `\\copy` give up on the whole file.

    Those that can be loaded as texts stay in: a wrong day, an unknown office, a row twice.
    """
    recipe = project / "sample-data/recipes/claims.yaml"
    unloadable = re.compile(r"- \{ class: (missing_column|extra_column|unquoted_value|encoding),")
    lines = recipe.read_text(encoding="utf-8").splitlines(keepends=True)
    recipe.write_text("".join(line for line in lines if not unloadable.search(line)), encoding="utf-8")


def claims_file(uptake, project, folder, name):
    """Makes the file of a size, or finds it made before.

    Returns its path and its number of rows.
    """
    path = folder / f"claims-{name}-seed{SEED}.csv"
    if not path.exists():
        note(f"generating {name} claims …")
        generated = folder / f"generated-{name}"
        scale = size_in_rows(name) // ROWS_AT_SCALE_ONE
        run([uptake, "sample", "claims", "--project", project, "--scale", str(scale), "--seed", str(SEED),
             "--out", generated])
        shutil.rmtree(generated / "operations")
        join(sorted((generated / "claims").glob("*.csv")), path)
        shutil.rmtree(generated)
    return path, count_lines(path) - 1


def join(parts, path):
    """Writes several files with one header as one, and removes each as soon as it is taken over."""
    draft = path.with_suffix(".draft")
    with open(draft, "wb") as whole:
        for number, part in enumerate(parts):
            with open(part, "rb") as file:
                header = file.readline()
                if number == 0:
                    whole.write(header)
                shutil.copyfileobj(file, whole, 1 << 20)
            part.unlink()
    os.replace(draft, path)


def count_lines(path: Path):
    """Counts the lines, and by the way brings the file into the system's cache, from which all then read it."""
    lines = 0
    with open(path, "rb", buffering=0) as file:
        while block := file.read(1 << 20):
            lines += block.count(b"\n")
    return lines
