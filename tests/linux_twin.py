# SPDX-License-Identifier: MIT
"""Runs a test's sources as a Linux process and compares its output with the guest's.

For check-console. `make linux` builds the process for the applications of COMPARED in
tests/rules.mk.
"""

import os
import pty
import re
import subprocess
import sys
import tempfile

BUILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../build")


def run(name, arguments, where):
    """Runs on a terminal, as the guest does, so that lines and errors come in the same order.
    {folder} in an argument becomes a scratch folder."""
    master, slave = pty.openpty()
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen(
            [os.path.abspath(f"{BUILD}/linux/{name}")] + [word.replace("{folder}", folder) for word in arguments],
            stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, cwd=where,
            env={"HOME": folder}):
        os.close(slave)
        printed = b""
        while True:
            try:
                data = os.read(master, 65536)
            except OSError:             # EIO: the other end is closed
                break
            if not data:
                break
            printed += data
    return printed


def part(name, data, first, last):
    """The lines from the first title to the last, as the program wrote them, without the carriage
    returns: a terminal adds one before each newline, the PV shim's console another after it."""
    data = re.sub(rb"\r\n\r?", b"\n", data)
    begin = data.find(first + b"\n")
    end = data.find(b"\n" + last + b"\n", begin)
    if begin < 0 or end < 0:
        sys.exit(f"{name}: it has no '{first.decode()}' or no '{last.decode()}': ...{data[-200:]!r}")
    return data[begin:end].split(b"\n")


def compare(console, name, arguments, first, last, where=None):
    """Exits with the first difference, or prints how much is equal. The process runs in where."""
    with open(console, "rb") as file:
        guest = part("the guest", file.read(), first, last)
    linux = part("Linux", run(name, arguments, where), first, last)
    for number, (ours, theirs) in enumerate(zip(guest, linux), 1):
        if ours != theirs:
            sys.exit(f"line {number} is {ours[:200]!r}; Linux has {theirs[:200]!r}")
    if len(guest) != len(linux):
        sys.exit(f"{len(guest)} lines; Linux has {len(linux)}")
    print(f"{len(guest)} lines, {sum(map(len, guest))} bytes are the same")
