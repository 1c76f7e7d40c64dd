"""The claims in a PostgreSQL database of the benchmark's own server, as an agency's database would hold them."""

from measurement import note
from typed_claims import TYPES, write_typed


class PostgresMart:
    """A second database of the workshop's server."""

    name = "postgres"
    #: What the source is called in a pipeline.
    kind = "postgres"
    query = "select * from claims"
    #: Further keys of the source.
    options = ""

    def __init__(self, workshop):
        self.workshop = workshop

    def open(self):
        self.workshop.sql("postgres", "drop database if exists mart with (force)", "create database mart")

    def close(self):
        pass

    def fill(self, claims):
        """Loads a claims file. Returns the number of rows."""
        note("filling PostgreSQL …")
        plain = self.workshop.folder / "claims.tsv"
        names, rows = write_typed(claims, plain)
        columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(names, TYPES))
        self.workshop.sql("mart", f"create table claims ({columns})", f"\\copy claims from '{plain}'",
                          "vacuum analyze claims", "checkpoint")
        plain.unlink()
        return rows

    @property
    def connection_string(self):
        return self.workshop.connection("mart")

    def client_words(self):
        """What writes the rows as texts."""
        return self.workshop.psql_words("mart") + ["--command", f"\\copy ({self.query}) to stdout"]

    #: How its client writes NULL.
    null = "\\N"
