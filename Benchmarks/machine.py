"""Says what the figures were measured on."""

import datetime
import os
import platform


def describe_machine(workshop):
    """The machine, the server and the day, in a few lines."""
    settings = " ".join(
        f"{name}={workshop.sql('postgres', f'show {name}').strip()}"
        for name in ("shared_buffers", "wal_level", "fsync", "synchronous_commit", "max_wal_size"))
    return "\n".join([
        f"{datetime.date.today().isoformat()}  {processor()}, {os.cpu_count()} cores, {memory_gib():.0f} GiB, "
        f"Linux {platform.release()}",
        f"PostgreSQL {workshop.sql('postgres', 'show server_version').split()[0]} {settings}",
        f"load average at the beginning {os.getloadavg()[0]:.2f}; above 0.3 the times are not to be trusted",
    ])


def processor():
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def memory_gib():
    with open("/proc/meminfo", encoding="ascii") as file:
        return int(file.readline().split()[1]) / 2**20
