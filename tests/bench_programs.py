# SPDX-License-Identifier: MIT
"""Whole programs for bench.py: a guest's instructions, boot and Xen included, compared with those of
the same sources as a Linux process with the same flags, user mode only (`make linux`, valgrind).
Both write to a terminal, so line by line.
"""
import os
import pty
import re
import subprocess
import tempfile
import threading

# Name of the row, application, arguments, largest permitted ratio of guest to process.
PROGRAMS = (
    ("Lua, fib(27)", "lua", ["fib.lua", "27"], 1.03),
    ("Lua, tables", "lua", ["table.lua"], 1.0),
    ("SQLite, some 6,000 statements", "sqlite",
     ["-batch", "-cmd", ".cd /tmp", ":memory:", ".read {root}/statements.sql"], 1.0),
)


def job_name(row):
    return "program-" + re.sub(r"\W+", "-", row.lower())


def command_line(arguments):
    return "env:HOME=/tmp " + " ".join(f"'{word}'" for word in arguments).replace("{root}", "")


def read_all(terminal):
    """Reads and drops a program's output until its side of the terminal is closed."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass


def count_instructions(command, folder, home):
    """valgrind's count for a process whose output is a terminal, or None."""
    ours, its = pty.openpty()
    reader = threading.Thread(target=read_all, args=(ours,))
    reader.start()
    run = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no",
                          "--cachegrind-out-file=/dev/null"] + command,
                         cwd=folder, env={"HOME": home, "PATH": os.environ["PATH"]},
                         stdin=subprocess.DEVNULL, stdout=its, stderr=subprocess.PIPE,
                         text=True, errors="replace", check=False)
    os.close(its)
    reader.join()
    os.close(ours)
    found = re.search(r"I +refs: +([\d,]+)", run.stderr)
    return int(found[1].replace(",", "")) if found else None


def count_process(options, app, arguments):
    """Runs the process in a folder with the ramdisk's files, and another for /tmp."""
    program = os.path.abspath(f"build/linux/{app}")
    with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["tar", "-C", root, "-xf", f"{options.build}/{app}.ramdisk"], check=True)
        words = [word.replace("{root}", root).replace("/tmp", scratch) if word.startswith(".cd") else
                 word.replace("{root}", root) for word in arguments]
        return count_instructions([program] + words, root, scratch)
