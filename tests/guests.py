#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs guest tests under one dom0 and judges what came out.

    guests.py --name LABEL --type pv|shim --xen XEN --testbed DIR --build DIR --work DIR TEST...

A TEST is a folder with, besides its main.c, any of
    guest.cfg      lines that go before the standard ones of the config (memory=…, extra=…)
    steps          steps for the runner; standard: create, then wait for the end
    steps.pv, steps.shim        others, for that type alone
    files          files of the tree, one a line, that the steps want instead of the guest
    prepare        a program that is given the job's folder and puts more files there (a ramdisk)
    expect         lines '<end> <regular expression>': how the domain must end and what its
                   console must show; without this file it must power off after 'VERDICT pass'
    expect.pv, expect.shim      more such lines, for that type alone
    check-console  a program that is given the console's file and must exit with 0
The last lines are one 'passed'/'FAILED' a test and a line of counts that make adds up.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys

TESTBED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tools/testbed/testbed.py")


def write_job(options, test, name):
    job = os.path.join(options.work, "jobs", name)
    os.makedirs(job)
    images = read(test + "/files").split()
    for path in images or [os.path.join(options.build, os.path.basename(test) + ".elf")]:
        shutil.copy(path, job if images else job + "/guest.elf")
    if os.path.exists(test + "/prepare"):
        subprocess.run([os.path.abspath(test + "/prepare"), os.path.abspath(job)], check=True)
    lines = []
    if os.path.exists(test + "/guest.cfg"):
        with open(test + "/guest.cfg", encoding="utf-8") as file:
            lines = file.read().splitlines()
    lines.append(f'kernel="/jobs/{name}/guest.elf"')
    lines += ['type="pv"'] if options.type == "pv" else ['type="pvh"', "pvshim=1"]
    if not any(line.startswith("memory") for line in lines):
        lines.append("memory=8" if options.type == "pv" else "memory=40")
    with open(job + "/guest.cfg", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    for steps in (f"{test}/steps.{options.type}", test + "/steps"):
        if os.path.exists(steps):
            shutil.copy(steps, job + "/steps")
            break


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode(errors="replace").replace("\r", "")
    except OSError:
        return ""


def judge(test, kind, results):
    """None if the test passed, else what was wrong."""
    end, console = read(results + "/exit").strip(), read(results + "/console")
    if not end:
        return "no result: the testbed did not get to it"
    if os.path.exists(test + "/expect"):
        for line in (read(test + "/expect") + read(f"{test}/expect.{kind}")).splitlines():
            wanted, pattern = line.split(" ", 1)
            if end != wanted:
                return f"the domain ended with '{end}', not '{wanted}'"
            if not re.search(pattern, console):
                return f"the console has no '{pattern}'"
    else:
        verdicts = re.findall(r"^VERDICT (\w+)$", console, re.MULTILINE)
        if end != "poweroff":
            return f"the domain ended with '{end}'"
        if not verdicts:
            return "no verdict"
        if verdicts[-1] != "pass":
            return "; ".join(re.findall(r"^FAILED.*", console, re.MULTILINE)) or verdicts[-1]
    if os.path.exists(test + "/check-console"):
        check = subprocess.run([test + "/check-console", results + "/console"],
                               capture_output=True, text=True, check=False)
        if check.returncode:
            return check.stderr.strip() or "check-console failed"
    return None


def main():
    parser = argparse.ArgumentParser()
    for option in ("--name", "--type", "--xen", "--testbed", "--build", "--work"):
        parser.add_argument(option, required=True)
    parser.add_argument("tests", nargs="+")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    for test in options.tests:
        write_job(options, test.rstrip("/"), os.path.basename(test.rstrip("/")))
    subprocess.run(["python3", TESTBED, "batch", "--xen", options.xen,
                    "--dir", options.testbed, "--jobs", options.work + "/jobs",
                    "--results", options.work + "/results",
                    "--timeout", str(300 + 60 * len(options.tests))], check=False)
    passed = failed = 0
    for test in options.tests:
        name = os.path.basename(test.rstrip("/"))
        wrong = judge(test.rstrip("/"), options.type, f"{options.work}/results/{name}")
        if wrong is None:
            passed += 1
            print(f"passed  {options.name}/{name}")
        else:
            failed += 1
            print(f"FAILED  {options.name}/{name}: {wrong}")
            print(f"        its console: {options.work}/results/{name}/console")
    print(f"{options.name}: {passed} {failed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
