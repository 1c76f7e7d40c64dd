"""A MariaDB server of the benchmark's own that holds the claims, as an agency's database would."""

import os
import pwd
import shutil
import subprocess
import time

from measurement import ProgramFailed, note, run
from typed_claims import TYPES, write_typed


class MariaDBMart:
    """The server, on a Unix socket in a folder, without any network."""

    name = "odbc"
    #: What the source is called in a pipeline.
    kind = "odbc"
    query = "select * from claims"
    #: Further keys of the source: the primary key, by which the rows are asked for in pages.
    options = ", pages: { by: [id] }"

    def __init__(self, workshop):
        self.folder = workshop.folder / "mart"
        self.socket = str(self.folder / "socket")
        self.process = None
        #: The columns of the claims, without the primary key.
        self.names = []

    @property
    def connection_string(self):
        return f"Driver=MariaDB Unicode;SOCKET={self.socket};DATABASE=mart;UID=root"

    def admin_words(self, *words):
        return ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root",
                "--default-character-set=utf8mb4", *words]

    def open(self):
        self.folder.mkdir()
        data = self.folder / "data"
        data.mkdir()
        account = []
        if os.geteuid() == 0:
            account = ["--user=nobody"]
            nobody = pwd.getpwnam("nobody")
            for path in (self.folder, data):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", "--skip-name-resolve",
             "--auth-root-authentication-method=normal", *account])
        self.process = subprocess.Popen(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking",
             f"--pid-file={self.folder}/pid", f"--log-error={self.folder}/log", "--character-set-server=utf8mb4",
             "--innodb-buffer-pool-size=1G", "--skip-log-bin", "--local-infile=1", *account],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while subprocess.run(self.admin_words("--execute", "select 1"), capture_output=True, check=False).returncode:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise ProgramFailed(f"MariaDB does not start; see {self.folder}/log")
            time.sleep(0.05)
        run(self.admin_words("--execute", "create database mart"))

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def fill(self, claims):
        """Loads a claims file. Returns the number of rows."""
        note("filling MariaDB …")
        plain = self.folder / "claims.tsv"
        names, rows = write_typed(claims, plain)
        self.names = names
        columns = ", ".join(f"`{name}` {kind}" for name, kind in zip(names, TYPES))
        listed = ", ".join(f"`{name}`" for name in names)
        # Some rows of the sample are there twice, so that no column of theirs can be the key.
        run(self.admin_words(
            "--local-infile=1", "mart", "--execute",
            f"create or replace table claims (id bigint not null auto_increment primary key, {columns}) "
            f"character set utf8mb4; "
            f"load data local infile '{plain}' ignore into table claims character set utf8mb4 ({listed})"))
        plain.unlink()
        return rows

    def client_words(self):
        """What writes the rows as texts."""
        listed = ", ".join(f"`{name}`" for name in self.names)
        return self.admin_words("--batch", "--quick", "--skip-column-names", "mart", "--execute",
                                f"select {listed} from claims")

    #: How its client writes NULL.
    null = "NULL"
