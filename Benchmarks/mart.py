"""A MariaDB server of the benchmark's own that holds the claims, as an agency's database would."""

import os
import pwd
import subprocess
import time

from measurement import ProgramFailed, note, run

#: The columns of the claims file, as a database would type them.
TYPES = [
    "varchar(20)", "date", "date", "date", "varchar(20)", "varchar(4)", "varchar(60)", "varchar(30)", "varchar(6)",
    "varchar(20)", "varchar(10)", "varchar(10)", "decimal(14,2)",
]
DAYS = [1, 2, 3]
AMOUNT = 12
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class Mart:
    """The server, on a Unix socket in a folder, without any network."""

    def __init__(self, folder):
        self.folder = folder / "mart"
        self.socket = str(self.folder / "socket")
        self.process = None

    @property
    def connection_string(self):
        return f"Driver=MariaDB Unicode;SOCKET={self.socket};DATABASE=mart;UID=root"

    def client_words(self, *words):
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
        while subprocess.run(self.client_words("--execute", "select 1"), capture_output=True, check=False).returncode:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise ProgramFailed(f"MariaDB does not start; see {self.folder}/log")
            time.sleep(0.05)
        run(self.client_words("--execute", "create database mart"))

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()

    def fill(self, claims):
        """Loads a claims file; days and amounts become typed, what is none becomes NULL.

        Returns the number of rows.
        """
        note("filling MariaDB …")
        plain = self.folder / "claims.tsv"
        rows = 0
        with open(claims, encoding="cp874", errors="replace") as source, open(plain, "w", encoding="utf-8") as target:
            names = source.readline().rstrip("\r\n").split(",")
            for line in source:
                fields = split(line.rstrip("\r\n"))
                if len(fields) != len(names):
                    continue
                for index in DAYS:
                    fields[index] = iso_day(fields[index])
                fields[AMOUNT] = fields[AMOUNT].translate(THAI_DIGITS).replace(",", "") or "\\N"
                target.write("\t".join(fields) + "\n")
                rows += 1
        columns = ", ".join(f"`{name}` {kind}" for name, kind in zip(names, TYPES))
        run(self.client_words(
            "--local-infile=1", "mart", "--execute",
            f"create or replace table claims ({columns}) character set utf8mb4; "
            f"load data local infile '{plain}' ignore into table claims character set utf8mb4"))
        plain.unlink()
        return rows


def split(line):
    """The fields of a line of CSV, quoted ones among them."""
    if '"' not in line:
        return line.split(",")
    fields, quoted, field = [], False, ""
    for character in line:
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            fields.append(field)
            field = ""
        else:
            field += character
    return [*fields, field]


def iso_day(text):
    """`29/02/2567` as `2024-02-29`, NULL for what has no such form."""
    parts = text.translate(THAI_DIGITS).split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return "\\N"
    return f"{int(parts[2]) - 543:04}-{parts[1]}-{parts[0]}"
