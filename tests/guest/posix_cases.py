# SPDX-License-Identifier: MIT
"""Runs a program of cases (posix_cases.h) on the host and compares its output with a guest's."""
import itertools
import os
import resource
import subprocess
import sys
import tempfile


def host_cases(folder):
    with tempfile.TemporaryDirectory() as scratch:
        program = scratch + "/cases"
        subprocess.run(["gcc", "-m32", "-std=gnu11", "-w", "-DHOST", f"{folder}/main.c", "-o",
                        program], check=True)
        os.mkdir(scratch + "/here")
        # The same limit of open files as in the guest.
        resource.setrlimit(resource.RLIMIT_NOFILE,
                           (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        done = subprocess.run([program], cwd=scratch + "/here", capture_output=True, text=True,
                              timeout=60, check=True, stdin=subprocess.DEVNULL)
    return cases_of(done.stdout)


def cases_of(text):
    """The lines of cases, with continuation lines (a string with a newline)."""
    lines = []
    for line in text.replace("\r", "").splitlines():
        if line.startswith("CASES END"):
            return lines
        if line.startswith("CASE ") or lines:
            lines.append(line)
    return lines + ["it did not come to the end"]


def main(folder, console):
    host = host_cases(folder)
    with open(console, encoding="utf-8", errors="replace") as file:
        guest = cases_of(file.read())
    differences = [f"host: '{one}', guest: '{other}'" for one, other
                   in itertools.zip_longest(host, guest) if one != other]
    if differences:
        sys.exit(f"{len(differences)} of {len(host)} lines differ; " + "; ".join(differences[:40]))
