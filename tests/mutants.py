#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks one mechanism after the other and sees whether its test fails.

    mutants.py --list FILE --xen XEN --testbed DIR --work DIR [NUMBER...]

A line of the list: 'test | file | what is there | what the mutant has instead', where \\| is a
bar and \\n ends a line. Each mutant is built in a copy of the tree and boots, under the debug
PV32 Xen, as the guest of that test; a test fuzz/NAME is that target of make fuzz-check. One that passes means a test that sees nothing. The last
lines are one 'killed'/'SURVIVED' a mutant and a line of counts.
"""

import argparse
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import guests

WARM = ("newlib", "libstdcxx", "packages", "x86_32")    # of build/: not to be made again
END_SECONDS = 20                                        # a mutant that hangs costs no more


def read_list(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                parts = [part.strip().replace("\\|", "|").replace("\\n", "\n")
                         for part in line.split(" | ")]
                if len(parts) != 4:
                    sys.exit(f"{path}:{number}: {len(parts)} parts, not 4")
                yield number, *parts


def copy_tree(tree):
    shutil.rmtree(tree, ignore_errors=True)
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    for path in files.stdout.split():
        os.makedirs(os.path.dirname(f"{tree}/{path}"), exist_ok=True)
        shutil.copy2(path, f"{tree}/{path}")
    flags = f"{tree}/tools/build/flags.mk"         # a mutant may leave something unused
    subprocess.run(["sed", "-i", "s/ -Werror / /", flags], check=True)
    os.mkdir(f"{tree}/build")
    for folder in filter(lambda folder: os.path.exists(f"build/{folder}"), WARM):
        subprocess.run(["cp", "-a", f"build/{folder}", f"{tree}/build/"], check=True)


def is_fuzz(test):
    return test.startswith("fuzz/")


def build_mutant(tree, test, path, old, new):
    """None, or why there is no such mutant; and what make said."""
    goal = ["fuzz-check", "TARGETS=" + test[5:]] if is_fuzz(test) else [f"APP=tests/guest/{test}"]
    with open(f"{tree}/{path}", encoding="utf-8") as file:
        text = file.read()
    if text.count(old) != 1:
        return f"'{old}' is {text.count(old)} times in {path}", ""
    with open(f"{tree}/{path}", "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))
    made = subprocess.run(["make", "-C", tree] + goal, capture_output=True, text=True, check=False)
    with open(f"{tree}/{path}", "w", encoding="utf-8") as file:
        file.write(text)
    wrong = None if made.returncode == 0 else "it does not compile: " + made.stderr[-400:]
    return wrong, made.stdout


def write_job(options, tree, test, name):
    where = SimpleNamespace(work=options.work, build=f"{tree}/build/x86_32", type="pv")
    guests.write_job(where, f"tests/guest/{test}", name)
    steps = f"{options.work}/jobs/{name}/steps"
    if not os.path.exists(steps):
        with open(steps, "w", encoding="utf-8") as file:
            file.write(f"create\nend {END_SECONDS}\n")


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
    shutil.rmtree(options.work, ignore_errors=True)
    tree = options.work + "/tree"
    copy_tree(tree)
    mutants, bad, killed, survived = [], 0, 0, 0
    for number, test, path, old, new in read_list(options.list):
        if options.numbers and number not in options.numbers:
            continue
        wrong, said = build_mutant(tree, test, path, old, new)
        name = f"m{number:03}_{test}"
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
        wrong = guests.judge(f"tests/guest/{test}", "pv", results)
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
