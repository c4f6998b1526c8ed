#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks docs/reading-order.md against the tree: ten sittings, and every command in them.

    check_course.py [--tree DIR]        checks, and runs the commands that need no Xen
    check_course.py --run [--tree DIR]  runs all; those for Xen together, so that they share a boot

A sitting has a page, files of 300 to 500 lines in all, at least one command under 'Run:', a mutant
under 'Exercise:', and a question that is answered at the end of the page. Without --run, a guest
test must be one that `make pv-check` runs, a mutant must be in tests/mutants. Prints 'passed' or
'FAILED' lines.
"""

import argparse
import os
import re
import subprocess
import sys

import guests
import mutants

PAGE = "docs/reading-order.md"
SITTINGS = 10
LEAST, MOST = 300, 500
SECONDS = 3600
GUEST = re.compile(r"make pv-check TESTS=(tests/guest/\w+)")
MUTANT = re.compile(r"make mutants NAMES=([a-z0-9-]+)")
# A reader types the commands in a fresh shell: what this make was told is not for those in them.
OF_MAKE = ("MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS", "APP", "CHECKED", "DEBUG", "UBSAN", "TESTS")
PARTS_OF_CHECK = ("make host-check",)           # `make check` runs these as they are


def sittings(text):
    """{number: text of the sitting}"""
    parts = re.split(r"^## (?:(\d+)\. )?.*$", text, flags=re.MULTILINE)
    return {int(number): body for number, body in zip(parts[1::2], parts[2::2]) if number}


def answered(text):
    _, _, answers = text.partition("\n## Answers\n")
    return {int(number) for number in re.findall(r"^(\d+)\. ", answers, re.MULTILINE)}


def commands(text):
    return re.findall(r"^    (\S.*)$", text, re.MULTILINE)


def files_of(body):
    return [path for line in re.findall(r"^- (.*?):", body, re.MULTILINE)
            for path in re.findall(r"`([^`]+)`", line)]


def count_lines(path):
    return guests.read(path).count("\n")


def wrong_sitting(number, body, answers):
    wrong = []
    files = files_of(body)
    missing = [path for path in files if not os.path.exists(path)]
    wrong += [f"{path} is not there" for path in missing]
    lines = sum(count_lines(path) for path in files if path not in missing)
    if not missing and not LEAST <= lines <= MOST:
        wrong.append(f"its files have {lines} lines, not {LEAST} to {MOST}")
    if not re.search(r"^Pages?: \[", body, re.MULTILINE):
        wrong.append("it names no page")
    first, _, exercise = body.partition("\nExercise:\n")
    if "\nRun:\n" not in first or not GUEST.search(first):
        wrong.append("it runs no guest test")
    if not MUTANT.search(exercise):
        wrong.append("it has no mutant")
    if f"\nQuestion {number}:" not in body or number not in answers:
        wrong.append("its question, or the answer to it, is not there")
    return wrong


def wrong_command(command, names):
    """None, or why this command would fail."""
    guest, mutant = GUEST.fullmatch(command), MUTANT.fullmatch(command)
    if guest:
        return None if os.path.exists(guest[1] + "/main.c") else "there is no such test"
    if mutant:
        return None if mutant[1] in names else "there is no such mutant"
    if command in PARTS_OF_CHECK:
        return None
    return run(command)


def shell(command):
    fresh = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    return subprocess.run(command, shell=True, capture_output=True, text=True, check=False,
                          timeout=SECONDS, env=fresh)


def run(command):
    """None, or how a command failed."""
    done = shell(command)
    return None if done.returncode == 0 else \
        f"exit code {done.returncode}: {(done.stderr or done.stdout).strip()[-300:]}"


def run_for_xen(all_commands):
    """Runs guest tests in one boot, mutants in another. Returns failures by command."""
    tests = [match[1] for match in map(GUEST.fullmatch, all_commands) if match]
    names = [match[1] for match in map(MUTANT.fullmatch, all_commands) if match]
    wrong = {}
    for command, wanted in ((f"make pv-check TESTS='{' '.join(tests)}'",
                             {f"make pv-check TESTS={test}": f"passed  pv/{os.path.basename(test)}\\b"
                              for test in tests}),
                            (f"make mutants NAMES='{' '.join(names)}'",
                             {f"make mutants NAMES={name}": f"killed  \\d+ {name}:" for name in names})):
        printed = shell(command).stdout
        for one, pattern in wanted.items():
            if not re.search("^" + pattern, printed, re.MULTILINE):
                wrong[one] = f"no line '{pattern}' in what '{command}' printed"
    return wrong


def check(options):
    text = guests.read(PAGE)
    found, answers = sittings(text), answered(text)
    names = {mutant.name for mutant in mutants.read_list("tests/mutants")}
    wrong = [] if sorted(found) == list(range(1, SITTINGS + 1)) else [
        f"it has the sittings {sorted(found)}, not 1 to {SITTINGS}"]
    for number, body in found.items():
        wrong += [f"sitting {number}: {what}" for what in wrong_sitting(number, body, answers)]
    listed = [command for body in found.values() for command in commands(body)]
    by_xen = run_for_xen(listed) if options.run else {}
    for command in listed:
        for_xen = GUEST.fullmatch(command) or MUTANT.fullmatch(command)
        if options.run:
            what = by_xen.get(command) if for_xen else run(command)
        else:
            what = wrong_command(command, names)
        if what:
            wrong.append(f"'{command}': {what}")
    return wrong, len(listed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tree", default=".")
    parser.add_argument("--run", action="store_true")
    options = parser.parse_args()
    os.chdir(options.tree)
    wrong, count = check(options)
    for line in wrong:
        print(f"FAILED  course: {line}")
    if not wrong:
        print(f"passed  course: {count} commands{'' if options.run else ' can be run'}")
    return len(wrong) != 0 if options.run else 0


if __name__ == "__main__":
    sys.exit(main())
