#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks one mechanism after the other and sees whether its test fails.

    mutants.py --list FILE --xen XEN --testbed DIR --work DIR [NUMBER...]

A line of the list: 'test | file | what is there | what the mutant has instead', where \\| is a
bar and \\n ends a line. A test is a folder of tests/guest, or checked/NAME, system/NAME, or
fuzz/NAME, a target of make fuzz-check. Each mutant is built in a copy of the tree, which is kept
for the next time, and boots under the debug PV32 Xen as the guest of that test, which must fail.
One that passes means a test that sees nothing. The last lines are one 'killed'/'SURVIVED' a
mutant and a line of counts.
"""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import guests

WARM = ("newlib", "libstdcxx", "packages")      # of build/: not to be made again
FLAGS = "tools/build/flags.mk"
END_SECONDS = 20                                # a mutant that hangs costs no more


def read_list(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                parts = [part.strip().replace("\\|", "|").replace("\\n", "\n")
                         for part in line.split(" | ")]
                if len(parts) != 4:
                    sys.exit(f"{path}:{number}: {len(parts)} parts, not 4")
                yield number, *parts


def same(left, right):
    return os.path.exists(right) and filecmp.cmp(left, right, shallow=False)


def copy_tree(tree):
    """What is there already is not made anew: make goes by the time of a file."""
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
    """Nothing if it says that already."""
    if guests.read(path) != text:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def folder_of(test):
    return "tests/" + (test if "/" in test else "guest/" + test)


def goal(test):
    """What make is to make for a test."""
    kind, _, name = test.rpartition("/")
    return {"fuzz": ["fuzz-check", "TARGETS=" + name], "system": ["APP=apps/" + name],
            "checked": ["CHECKED=1", "APP=" + folder_of(test)]}.get(kind, ["APP=" + folder_of(test)])


def is_fuzz(test):
    return test.startswith("fuzz/")


def build_mutant(tree, test, path, old, new):
    """None, or why there is no such mutant; and what make said."""
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


def main():
    parser = argparse.ArgumentParser()
    for option in ("--list", "--xen", "--testbed", "--work"):
        parser.add_argument(option, required=True)
    parser.add_argument("numbers", type=int, nargs="*")
    options = parser.parse_args()
    for folder in ("jobs", "results"):
        shutil.rmtree(f"{options.work}/{folder}", ignore_errors=True)
    tree = options.work + "/tree"
    copy_tree(tree)
    mutants, bad, killed, survived = [], 0, 0, 0
    for number, test, path, old, new in read_list(options.list):
        if options.numbers and number not in options.numbers:
            continue
        wrong, said = build_mutant(tree, test, path, old, new)
        name = f"m{number:03}_{os.path.basename(test)}"
        print(f"mutant  {options.list}:{number} {test}: {path}: {wrong or 'built'}", flush=True)
        if wrong:
            bad += 1
            continue
        if is_fuzz(test):
            found = [line for line in said.splitlines() if line.startswith("FAILED  " + test)]
            killed += len(found)
            survived += not found
            print(f"killed  {number} {found[0][8:158]}" if found else
                  f"SURVIVED  {options.list}:{number} {test}: {path}: {old}", flush=True)
            continue
        write_job(options, tree, test, name)
        mutants.append((number, test, path, old, name))
    if mutants:
        boot(options, len(mutants))
    untried = 0
    for number, test, path, old, name in mutants:
        results = f"{options.work}/results/{name}"
        wrong = guests.judge(folder_of(test), "pv", results)
        if guests.read(results + "/exit").strip() in ("", "create-failed"):
            untried += 1
            print(f"mutant  {options.list}:{number} {test}: {path}: it was not started")
        elif wrong is None:
            survived += 1
            print(f"SURVIVED  {options.list}:{number} {test}: {path}: {old}")
        else:
            killed += 1
            print(f"killed  {number} {test}: {wrong[:150]}")
    print(f"{killed} killed, {survived} survived, {bad + untried} could not be tried")
    return survived + bad + untried != 0


if __name__ == "__main__":
    sys.exit(main())
