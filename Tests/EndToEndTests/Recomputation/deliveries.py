"""Reads the deliveries of a project's feeds into pandas, by the declarations alone.

Nothing of the program is used but what it says of single lines: those that it has refused are left out here too.
"""
import csv
import datetime
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pandas
import yaml

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
#: NIKHAHIT and SARA AA look like SARA AM and mean the same.
APART, TOGETHER = "\u0e4d\u0e32", "\u0e33"


def declarations(folder):
    """The YAML files of a folder by their names; every value is the text that stands there, `yes` included."""
    return {path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
            for path in sorted(Path(folder).glob("*.yaml"))}


def plain(text):
    return text.replace(APART, TOGETHER).translate(THAI_DIGITS)


def day(text, pattern, buddhist):
    """Reads a day; two digits of a year are those of the Buddhist era's 2500s."""
    text = plain(text)
    if not text:
        return None
    places = "".join({"d": r"(?P<d>\d\d)", "M": r"(?P<M>\d\d)", "y": r"(?P<y>\d{%d})" % pattern.count("y")}.get(part[0], re.escape(part))
                     for part in re.findall(r"d+|M+|y+|.", pattern))
    found = re.fullmatch(places, text)
    if not found:
        return None
    parts = found.groupdict()
    year = int(parts["y"]) + (2500 if len(parts["y"]) == 2 else 0)
    # In a Buddhist feed a year below 2400 would be one of the common era.
    return datetime.date(year - 543 if buddhist else year, int(parts["M"]), int(parts.get("d") or 1))


class Project:
    def __init__(self, folder, refused):
        """refused: the lines of each file that were not loaded, by the file's path in the project."""
        self.folder = Path(folder)
        self.refused = refused
        self.dimensions = declarations(self.folder / "warehouse/dimensions")
        self.facts = declarations(self.folder / "warehouse/facts")
        self.pipelines = declarations(self.folder / "pipelines")
        self.reports = declarations(self.folder / "reports")
        self.metrics = {metric["name"]: metric for file in declarations(self.folder / "reports/metrics").values()
                        for metric in file["metrics"]}
        self.members = {name: self.read_members(name) for name in self.dimensions}
        self.rows = {name: self.read_fact(name) for name in self.facts}

    # Members

    def read_members(self, name):
        """The versions of a dimension's members, each a dictionary with `valid_from`, by natural key."""
        dimension = self.dimensions[name]
        source = dimension.get("members")
        if isinstance(source, str) and source.endswith(".csv"):
            text = (self.folder / "warehouse" / source).read_text(encoding="utf-8-sig")
            rows = list(csv.DictReader(text.splitlines()))
        else:
            rows = [row for pipeline in self.pipelines.values() if pipeline["load"] == name
                    for _, row in self.mapped(pipeline)]
        members = {}
        for row in rows:
            row = {column: plain(value) if column in ("code",) else value.replace(APART, TOGETHER)
                   for column, value in row.items() if value is not None}
            since = row.get("valid_from") or "0001-01-01"
            row["valid_from"] = datetime.date.fromisoformat(since)
            members.setdefault(tuple(row.get(part, "") for part in dimension.get("key", [])), []).append(row)
        for versions in members.values():
            versions.sort(key=lambda row: row["valid_from"])
        return members

    def version(self, dimension, key, when):
        """The member as it was on a day; nothing for one that nobody has described."""
        versions = [row for row in self.members[dimension].get(key, []) if row["valid_from"] <= when]
        return versions[-1] if versions else None

    # Rows

    def lines(self, pipeline):
        """The records of a feed, each with its file's path and its line."""
        source = pipeline["source"]
        if "postgres" in source:
            yield from self.claims_of_operations(pipeline["pipeline"])
            return
        form = source.get("csv") or source["fixed_width"]
        encoding = {"windows-874": "cp874", "tis-620": "tis_620"}.get(form.get("encoding", "utf-8"), "utf-8-sig")
        for path in sorted(self.folder.glob(form["path"])):
            name = str(path.relative_to(self.folder))
            refused = self.refused.get(name, set())
            texts = path.read_bytes().splitlines()
            kept = [(number, text) for number, text in enumerate(texts, 1) if number not in refused]
            if "csv" in source:
                rows = csv.reader((text.decode(encoding) for _, text in kept), delimiter=form.get("delimiter", ","))
                header = next(rows)
                for (number, _), row in zip(kept[1:], rows):
                    yield name, number, dict(zip(header, row))
            else:
                fields = form["records"][form["row"]]["fields"]
                kind = form["records"][form["row"]]["type"]
                for number, text in kept:
                    text = text.decode(encoding)
                    if text[:1] == kind:
                        yield name, number, {field: text[int(place["at"]) - 1:][:int(place["width"])].strip()
                                             for field, place in fields.items()}

    def claims_of_operations(self, pipeline):
        """The query of the electronic claims, over the files that the database is filled from."""
        def table(name):
            return pandas.read_csv(self.folder / f"sample-data/operations/{name}.csv", dtype=str, keep_default_na=False)

        joined = (table("e_claim").merge(table("applicant"), on="applicant_id").merge(table("access_route"), on="route_id")
                  .sort_values("claim_no"))
        joined["submitted"] = joined["submitted_at"].str[:10]
        refused = self.refused.get("operations", set())
        for number, row in enumerate(joined.to_dict("records"), 1):
            if number not in refused:
                yield pipeline, number, row

    def mapped(self, pipeline):
        """The records of a feed as values of its target's fields, texts all of them; days in ISO 8601."""
        for name, _, record in self.lines(pipeline):
            row = {}
            for field, column in pipeline["columns"].items():
                words = column.get("map", {})
                sources = column.get("from", [])
                texts = [record.get(source, "") for source in ([sources] if isinstance(sources, str) else sources)]
                if not texts:
                    texts = [str(column["value"])]
                texts = [str(words.get(text, text)) for text in texts]
                if "date" in column:
                    when = day(texts[0], column["date"], column.get("calendar") == "buddhist")
                    row[field] = when.isoformat() if when else ""
                else:
                    row[field] = texts if len(texts) > 1 else texts[0]
            yield name, row

    def read_fact(self, name):
        """All rows of a fact: days, natural keys as tuples, measures as whole numbers of their last place."""
        fact = self.facts[name]
        rows = []
        for pipeline in self.pipelines.values():
            if pipeline["load"] != name:
                continue
            for _, texts in self.mapped(pipeline):
                row = {}
                for role, dimension in fact["dimensions"].items():
                    dimension = dimension if isinstance(dimension, str) else dimension["dimension"]
                    row[role] = self.key(texts.get(role, ""), role, dimension, pipeline)
                for column in fact.get("columns", {}):
                    row[column] = texts.get(column, "")
                for measure, declared in fact.get("measures", {}).items():
                    text = plain(texts.get(measure, "")).replace(",", "")
                    scale = int(declared["type"].rstrip(")").split(",")[1]) if "(" in declared["type"] else 0
                    row[measure] = int(Decimal(text).scaleb(scale)) if text else None
                rows.append(row)
        return pandas.DataFrame(rows, dtype=object)

    def key(self, text, role, dimension, pipeline):
        if "calendar" in self.dimensions[dimension]:
            return datetime.date.fromisoformat(text) if text else None
        parts = tuple(plain(part) for part in ([text] if isinstance(text, str) else text))
        if not any(parts):
            return None
        lookup = pipeline["columns"][role]["lookup"].split(".")
        own = self.dimensions[dimension]["key"]
        if len(lookup) == 2 and [lookup[1]] != own:
            for key, versions in self.members[dimension].items():
                if unicodedata.normalize("NFC", versions[-1][lookup[1]]) == unicodedata.normalize("NFC", parts[0]):
                    return key
            raise SystemExit(f"no member of {dimension} with {lookup[1]} {parts[0]}")
        return parts
