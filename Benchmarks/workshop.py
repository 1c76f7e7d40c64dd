"""A copy of this project with a server of its own, in which the measurements are made."""

import os
import shutil
from pathlib import Path

from measurement import run
from sample import leave_out_unloadable

REPOSITORY = Path(__file__).resolve().parent.parent
#: What of the repository makes the project; no deliveries but those that members come from.
PARTS = [
    "uptake.yaml", "pipelines", "warehouse", "reports", "sample-data/recipes", "sample-data/offices",
]
#: Databases: one that stays as it is, and its copy that is measured and thrown away.
PREPARED, MEASURED = "prepared", "measured"


class Workshop:
    """The project's copy; its server runs with the settings that every private server has.

    All that is measured uses this server, each measurement in a database of its own that begins as a copy of one in
    which the schema and the members are ready.
    """

    def __init__(self, uptake, folder):
        self.uptake = str(uptake)
        self.folder = folder
        self.project = folder / "project"

    @property
    def postmaster(self):
        with open(self.project / ".uptake/server/data/postmaster.pid", encoding="ascii") as file:
            return int(file.readline())

    def open(self):
        """Copies the project, starts its server and prepares the database that all others are copies of."""
        self.copy_project()
        words = [self.uptake, "server", "connect", "--url", "--named", PREPARED, "--project", self.project]
        self.prepared = run(words).strip()
        for words in [["migrate"], ["run", "offices"]]:
            run(self.uptake_words(PREPARED, *words))

    def copy_project(self):
        for part in PARTS:
            source, target = REPOSITORY / part, self.project / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy(source, target)
        leave_out_unloadable(self.project)
        (self.project / "sample-data/claims").mkdir()
        # The account that the server runs as must be able to reach its folder.
        self.folder.chmod(0o755)

    def close(self):
        """Stops the server and removes everything, also what has only been begun."""
        home = self.project / ".uptake/server"
        elsewhere = home.resolve() if home.is_symlink() else None
        if home.exists():
            run([self.uptake, "server", "stop", "--project", self.project])
        if elsewhere:
            shutil.rmtree(elsewhere)
        shutil.rmtree(self.project, ignore_errors=True)

    def connection(self, database):
        return self.prepared.replace(f"dbname='{PREPARED}'", f"dbname='{database}'")

    def uptake_words(self, database, *words):
        return [self.uptake, *words, "--project", str(self.project), "--database", self.connection(database)]

    def sql(self, database, *statements):
        """Runs statements that are not measured and returns what the last one prints."""
        words = self.psql_words(database)
        for statement in statements:
            words += ["--command", statement]
        return run(words)

    def psql_words(self, database):
        return ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
                "--dbname", self.connection(database)]

    def fresh_database(self):
        """Makes the database `measured` anew, and lets nothing of what was before weigh on what comes."""
        self.sql("postgres", f"drop database if exists {MEASURED} with (force)",
                 f"create database {MEASURED} template {PREPARED}", "checkpoint")

    def deliver(self, file):
        """Puts a file where the feed looks for deliveries, in place of the last one."""
        place = self.project / "sample-data/claims/claims.csv"
        place.unlink(missing_ok=True)
        os.link(file, place)
        return place
