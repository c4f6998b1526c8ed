#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks one mechanism after the other and checks that its test fails.

    mutants.py --list FILE --check
    mutants.py --list FILE --xen XEN --testbed DIR --work DIR [NUMBER-OR-NAME...]

A line of the list: 'name | test | file | old text | new text', where \\| is a bar and \\n ends a
line. --check tries none of them, but checks that each can be tried and has a name of its own. A
test is a folder of tests/guest, or checked/NAME, system/NAME, or fuzz/NAME, a target of
make fuzz-check. Each mutant is built in a copy of the tree, which is kept for the next run, and
boots under the debug PV32 Xen as the guest of that test, which must fail. If it passes, the test is
blind to that fault. The last lines are one 'killed'/'SURVIVED' per mutant and a line of counts.
"""

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace
from typing import NamedTuple

import guests

WARM = ("newlib", "libstdcxx", "packages")      # folders of build/ to copy, not to build again
FLAGS = "tools/build/flags.mk"
END_SECONDS = 20                                # a mutant that hangs takes no longer


class Mutant(NamedTuple):
    """A line of the list, and where it is in it."""
    number: int
    name: str
    test: str
    path: str
    old: str
    new: str


def read_list(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                parts = [part.strip().replace("\\|", "|").replace("\\n", "\n")
                         for part in line.split(" | ")]
                if len(parts) != 5:
                    sys.exit(f"{path}:{number}: {len(parts)} parts, not 5")
                yield Mutant(number, *parts)


def choose(mutants, words):
    """The mutants that words name, by number or name; all if there are no words."""
    known = {word for mutant in mutants for word in (str(mutant.number), mutant.name)}
    unknown = [word for word in words if word not in known]
    if unknown:
        sys.exit(f"no mutant is called {' or '.join(unknown)}")
    return [mutant for mutant in mutants
            if not words or str(mutant.number) in words or mutant.name in words]


def wrong_with(mutant, seen):
    """None, or why this line cannot be tried. seen: the names before it."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", mutant.name):
        return f"'{mutant.name}' is not a name: two words or more in lower case, with a - between"
    if mutant.name in seen:
        return f"{mutant.name} is the name of another, in line {seen[mutant.name]}"
    if not os.path.exists(folder_of(mutant.test)) and not os.path.exists(
            folder_of(mutant.test) + ".c"):
        return f"there is no test {folder_of(mutant.test)}"
    if not os.path.exists(mutant.path):
        return f"there is no file {mutant.path}"
    count = guests.read(mutant.path).count(mutant.old)
    return None if count == 1 else f"'{mutant.old}' is {count} times in {mutant.path}"


def check_list(path):
    """Checks that each line can be tried. Returns how many cannot."""
    seen, failed = {}, 0
    for mutant in read_list(path):
        wrong = wrong_with(mutant, seen)
        seen.setdefault(mutant.name, mutant.number)
        if wrong:
            failed += 1
            print(f"FAILED  {path}:{mutant.number}: {wrong}")
    if not seen:
        failed += 1
        print(f"FAILED  {path}: there is no mutant in it")
    if not failed:
        print(f"passed  {path}: each of {len(seen)} mutants has a name and a place")
    return failed


def same(left, right):
    return os.path.exists(right) and filecmp.cmp(left, right, shallow=False)


def copy_tree(tree):
    """Copies only files that differ, as make goes by their times."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    files = [path for path in listed.stdout.split() if os.path.exists(path)]
    for path in files:
        if path != FLAGS and not same(path, f"{tree}/{path}"):
            os.makedirs(os.path.dirname(f"{tree}/{path}"), exist_ok=True)
            shutil.copy(path, f"{tree}/{path}")
    for folder, folders, names in os.walk(tree):
        if folder == tree and "build" in folders:
            folders.remove("build")
        for name in names:
            if os.path.relpath(f"{folder}/{name}", tree) not in files:
                os.unlink(f"{folder}/{name}")
    with open(FLAGS, encoding="utf-8") as file:     # a mutant may leave something unused
        write(f"{tree}/{FLAGS}", file.read().replace(" -Werror ", " "))
    for folder in WARM:
        if os.path.exists(f"build/{folder}") and not os.path.exists(f"{tree}/build/{folder}"):
            os.makedirs(f"{tree}/build", exist_ok=True)
            subprocess.run(["cp", "-r", f"build/{folder}", f"{tree}/build/"], check=True)


def write(path, text):
    """Leaves the file alone if it has that text already."""
    if guests.read(path) != text:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def folder_of(test):
    return "tests/" + (test if "/" in test else "guest/" + test)


def goal(test):
    """The goals of make for a test."""
    kind, _, name = test.rpartition("/")
    return {"fuzz": ["fuzz-check", "TARGETS=" + name], "system": ["APP=apps/" + name],
            "checked": ["CHECKED=1", "APP=" + folder_of(test)]}.get(kind, ["APP=" + folder_of(test)])


def is_fuzz(test):
    return test.startswith("fuzz/")


def build_mutant(tree, test, path, old, new):
    """None, or why the mutant cannot be built; and make's output."""
    if os.path.exists(folder_of(test) + "/files"):
        return "a test with files of its own takes the images from the tree", ""
    with open(f"{tree}/{path}", encoding="utf-8") as file:
        text = file.read()
    if text.count(old) != 1:
        return f"'{old}' is {text.count(old)} times in {path}", ""
    write(f"{tree}/{path}", text.replace(old, new))
    made = subprocess.run(["make", "-C", tree] + goal(test), capture_output=True, text=True,
                          check=False)
    write(f"{tree}/{path}", text)
    wrong = None if made.returncode == 0 else "it does not compile: " + made.stderr[-400:]
    return wrong, made.stdout


def write_job(options, tree, test, name):
    build = "x86_32-debug-ubsan" if test.startswith("checked/") else "x86_32"
    where = SimpleNamespace(work=options.work, build=f"{tree}/build/{build}", type="pv")
    guests.write_job(where, folder_of(test), name)
    steps = f"{options.work}/jobs/{name}/steps"
    if not os.path.exists(steps):
        write(steps, f"create\nend {END_SECONDS}\n")


def boot(options, count):
    subprocess.run(["python3", guests.TESTBED, "batch", "--xen", options.xen, "--dir",
                    options.testbed, "--jobs", options.work + "/jobs", "--results",
                    options.work + "/results", "--timeout", str(300 + 120 * count)],
                   check=False)


def say_fuzz(mutant, said):
    """Prints a fuzz target's result for a mutant. Returns whether it was killed."""
    found = [line for line in said.splitlines() if line.startswith("FAILED  " + mutant.test)]
    print(f"killed  {mutant.number} {mutant.name}: {found[0][8:158]}" if found else survival(mutant),
          flush=True)
    return bool(found)


def survival(mutant):
    return f"SURVIVED  {mutant.number} {mutant.name}: {mutant.test}: {mutant.path}: {mutant.old}"


def judge(options, mutant, name):
    """True if the guest of a mutant failed; None if it was not started."""
    results = f"{options.work}/results/{name}"
    wrong = guests.judge(folder_of(mutant.test), "pv", results)
    if guests.read(results + "/exit").strip() in ("", "create-failed"):
        print(f"mutant  {mutant.number} {mutant.name}: it was not started")
        return None
    print(survival(mutant) if wrong is None else
          f"killed  {mutant.number} {mutant.name}: {mutant.test}: {wrong[:150]}")
    return wrong is not None


def try_all(options, mutants):
    """Returns a result for each: True if killed, False if it survived, None if not tried."""
    tree = options.work + "/tree"
    booted, outcomes = [], []
    for mutant in mutants:
        wrong, said = build_mutant(tree, mutant.test, mutant.path, mutant.old, mutant.new)
        print(f"mutant  {mutant.number} {mutant.name}: {mutant.path}: {wrong or 'built'}", flush=True)
        if wrong:
            outcomes.append(None)
        elif is_fuzz(mutant.test):
            outcomes.append(say_fuzz(mutant, said))
        else:
            name = f"m{mutant.number:03}_{os.path.basename(mutant.test)}"
            write_job(options, tree, mutant.test, name)
            booted.append((mutant, name))
    if booted:
        boot(options, len(booted))
    return outcomes + [judge(options, mutant, name) for mutant, name in booted]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", required=True)
    parser.add_argument("--check", action="store_true")
    for option in ("--xen", "--testbed", "--work"):
        parser.add_argument(option)
    parser.add_argument("words", nargs="*", metavar="NUMBER-OR-NAME")
    options = parser.parse_args()
    if options.check:
        return check_list(options.list) != 0
    if not (options.xen and options.testbed and options.work):
        parser.error("--xen, --testbed and --work are needed, or --check")
    mutants = choose(list(read_list(options.list)), options.words)
    for folder in ("jobs", "results"):
        shutil.rmtree(f"{options.work}/{folder}", ignore_errors=True)
    copy_tree(options.work + "/tree")
    outcomes = try_all(options, mutants)
    print(f"{outcomes.count(True)} killed, {outcomes.count(False)} survived, "
          f"{outcomes.count(None)} could not be tried")
    return outcomes.count(True) != len(outcomes)


if __name__ == "__main__":
    sys.exit(main())
