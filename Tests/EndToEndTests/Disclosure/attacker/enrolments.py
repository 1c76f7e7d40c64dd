"""Makes the deliveries of the project `classes`: many small counts, zeros, single members.

    enrolments.py make SEED PROJECT YEAR [YEAR …]     one file for each year and site
    enrolments.py correct SEED PROJECT YEAR           files of the year again, a few rows otherwise

The same seed gives the same files, whichever years are made together.
"""
import csv
import random
import sys
from pathlib import Path

SITES = ["n", "s", "q", "e", "h", "j"]
WAYS = ["web", "app", "desk", "post"]
#: How large a cell of site, home and way is in a year: the share of cells, and the counts they have.
STYLES = [
    [(0.45, (0, 0)), (0.35, (1, 4)), (0.20, (5, 25))],
    [(0.75, (0, 0)), (0.24, (1, 2)), (0.01, (3, 9))],
    [(0.10, (0, 0)), (0.15, (1, 3)), (0.75, (6, 20))],
    [(0.85, (0, 0)), (0.05, (1, 1)), (0.10, (10, 60))],
]
HEADER = ["number", "person", "day", "site", "home", "way", "lessons"]


def path(project, year, site):
    return Path(project) / "deliveries" / f"enrolments-{year}-{site}.csv"


def write(project, year, site, rows):
    """Writes what a site delivers; one that nobody came to delivers nothing."""
    target = path(project, year, site)
    target.parent.mkdir(exist_ok=True)
    if not rows:
        return
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


def make(seed, project, year):
    base = random.Random(f"classes {seed}")
    style = STYLES[seed % len(STYLES)]
    # A site that hardly anybody comes from, one that hardly anybody goes to, and one without letters.
    quiet_home, quiet_site, no_letters = base.choice(SITES), base.choice(SITES), base.choice(SITES)
    # What a cell has every year, so that years resemble each other as they do in life.
    usual = {}
    for site in SITES:
        for home in SITES:
            for way in WAYS:
                sizes = base.choices([size for _, size in style], [share for share, _ in style])[0]
                usual[site, home, way] = base.randint(*sizes)
    source = random.Random(f"classes {seed} {year}")
    rows = []
    for (site, home, way), size in usual.items():
        count = max(0, size + source.choice([-2, -1, 0, 0, 0, 1, 2])) if size or source.random() < 0.05 else 0
        if home == quiet_home or site == quiet_site:
            count = count if count and source.random() < 0.15 else 0
            count = min(count, 3)
        if site == no_letters and way == "post":
            count = 0
        for _ in range(count):
            person = f"{home}{source.randint(1, 120)}"
            day = f"{year}-{source.randint(1, 12):02}-{source.randint(1, 28):02}"
            rows.append([None, person, day, site, home, way, source.randint(101, 999)])
    # A year without anything would not be a year that was delivered.
    if not rows:
        rows.append([None, "n1", f"{year}-06-01", "n", "n", "desk", 500])
    source.shuffle(rows)
    for number, row in enumerate(rows, 1):
        row[0] = f"{year}/{number}"
    for site in SITES:
        write(project, year, site, [row for row in rows if row[3] == site])


def correct(seed, project, year):
    source = random.Random(f"correction {seed} {year}")
    rows = []
    for site in SITES:
        if path(project, year, site).exists():
            with path(project, year, site).open(encoding="utf-8") as file:
                rows += list(csv.reader(file))[1:]
    sizes = {}
    for row in rows:
        sizes[tuple(row[3:6])] = sizes.get(tuple(row[3:6]), 0) + 1
    # One more where there were few, and one less where there were some.
    few = min(sizes, key=lambda cell: (sizes[cell], cell))
    rows.append([f"{year}/{len(rows) + 1}", "n7", f"{year}-05-05", *few, str(source.randint(101, 999))])
    many = source.choice(sorted(cell for cell in sizes if sizes[cell] > 1) or [few])
    rows.remove(next(row for row in rows if tuple(row[3:6]) == many))
    for site in {few[0], many[0]}:
        write(project, year, site, [row for row in rows if row[3] == site])


if __name__ == "__main__":
    command, seed, project, years = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    for year in years:
        {"make": make, "correct": correct}[command](seed, project, int(year))
