"""What a process has cost so far, from /proc; zero where there is none."""

from __future__ import annotations

import os
import re
from pathlib import Path


def peak_mb(pid: int) -> float:
    """The most memory that it has held at once (resident), in MB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", _read(pid, "status"))
    return int(found[1]) / 1024 if found else 0.0


def processor_seconds(pid: int) -> float:
    """Processor time of all its threads, in user and system mode."""
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
