"""Runs a program and says what it took, on its own side and on the side of the server that it talked to."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass
class Measurement:
    """What one run of a program took."""

    seconds: float
    client_cpu_seconds: float
    server_cpu_seconds: float
    #: The largest resident set of the program, in MiB (`ru_maxrss`).
    peak_mib: float
    output: str
    errors: str


class ProgramFailed(Exception):
    """A measured program did not end well; nothing that it took is worth comparing."""


def measure(words, folder, environment=None, postmaster=None):
    """Runs a program to its end and measures it.

    The server's share is what its processes have used since: those that still run, by their own counts, and those
    that have ended, by what their parent counts of its children.
    """
    before = server_cpu_seconds(postmaster)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begin = time.monotonic()
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            end(process.pid)
            process.returncode = -signal.SIGTERM
            raise
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = [read(output), read(errors)]
    if process.returncode != 0:
        raise ProgramFailed(f"{' '.join(words)} ended with {process.returncode}:\n{texts[1]}{texts[0]}")
    return Measurement(
        seconds=seconds,
        client_cpu_seconds=usage.ru_utime + usage.ru_stime,
        server_cpu_seconds=settled_server_cpu_seconds(postmaster) - before,
        peak_mib=usage.ru_maxrss / 1024,
        output=texts[0],
        errors=texts[1])


def run(words, folder=None, environment=None):
    """Runs a program that is not measured and returns what it prints."""
    outcome = subprocess.run(
        words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if outcome.returncode != 0:
        raise ProgramFailed(f"{' '.join(words)} ended with {outcome.returncode}:\n{outcome.stderr}{outcome.stdout}")
    return outcome.stdout


def stage_seconds(log):
    """Adds up what the log says of each stage: `stage=copy seconds=2.345`, in any order on a line."""
    seconds = {}
    for line in log.splitlines():
        stage = re.search(r"\bstage=(\w+)", line)
        spent = re.search(r"\bseconds=([0-9.]+)", line)
        if stage and spent:
            seconds[stage[1]] = seconds.get(stage[1], 0.0) + float(spent[1])
    return seconds


def end(process):
    """Ends a program that is measured no longer, and waits until it is gone."""
    try:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def read(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def settled_server_cpu_seconds(postmaster):
    """Waits until the sessions of the program that has ended are gone, so that all they used is counted."""
    if postmaster is None:
        return 0.0
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(is_session(child) for child in children(postmaster)):
        time.sleep(0.01)
    return server_cpu_seconds(postmaster)


def server_cpu_seconds(postmaster):
    """All the CPU time of a server's processes, ended ones included."""
    if postmaster is None:
        return 0.0
    own = process_times(postmaster)
    living = [process_times(child) for child in children(postmaster)]
    return (sum(own) + sum(times[0] + times[1] for times in living)) / TICKS_PER_SECOND


def children(process):
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def is_session(process):
    """Whether a server's process serves a client: its title then names the socket's side of it."""
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return b"[local]" in file.read()
    except FileNotFoundError:
        return False


def process_times(process):
    """utime, stime, cutime and cstime of a process, in ticks (proc(5)); zeros when it has just ended."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return (0, 0, 0, 0)
    return tuple(int(field) for field in fields[11:15])


def note(text):
    """Tells progress, on standard error."""
    print(text, file=sys.stderr, flush=True)
