#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs guest tests under one dom0 and judges the results.

    guests.py --name LABEL --type pv|shim --xen XEN --testbed DIR --build DIR --work DIR TEST...

A TEST is a folder with, besides its main.c, any of
    guest.cfg      lines of the domain's config (memory=…, extra=…); memory=reckoned: the least that
                   it boots with, as make computes it
    steps          steps for the runner; default: create, then wait for the end
    steps.pv, steps.shim        other steps, for that type only
    files          files of the tree, one per line, that the steps need instead of the guest
    prepare        a program that puts more files (a ramdisk) into the job's folder, its argument
    expect         lines '<end> <regular expression>': how the domain must end and what its
                   console must show; without this file it must power off after 'VERDICT pass'
    expect.pv, expect.shim      more such lines, for that type only
    check-console  a program that gets the console's file as argument and must exit with 0
make has built image and ramdisk; for tests/system/NAME those of apps/NAME are taken, with the
application's memory= and extra=.
The last lines are one 'passed'/'FAILED' per test and a line of counts that make adds up; 'anew' marks
a guest that the testbed started anew, as its shim stood still.
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
    if os.path.exists(job):
        sys.exit(f"guests.py: two tests are called {name}, one of them {test}")
    os.makedirs(job)
    made = settings(os.path.join(options.build, os.path.basename(test) + ".cfg"))
    # xl keeps a guest to its processors only if the config says how many vCPUs there are.
    config = {"memory": "8" if options.type == "pv" else "40", "vcpus": "1"}
    if "/system/" in test:
        config.update((key, made[key]) for key in ("memory", "extra") if key in made)
    where = f"/jobs/{os.path.basename(test)}/"          # a mutant's job has another name
    config.update((key, value.replace(where, f"/jobs/{name}/"))
                  for key, value in settings(test + "/guest.cfg").items())
    if config["memory"] == "reckoned":
        pv, shim = read(os.path.join(options.build, os.path.basename(test) + ".memory")).split()
        config["memory"] = pv if options.type == "pv" else shim
    config["type"] = '"pv"' if options.type == "pv" else '"pvh"\npvshim=1'
    images = read(test + "/files").split()
    for path in images:
        shutil.copy(path, job)
    for key, suffix in () if images else (("kernel", "elf"), ("ramdisk", "ramdisk")):
        if key in made:
            shutil.copy(os.path.join(options.build, made[key].strip('"')), f"{job}/guest.{suffix}")
            config[key] = f'"/jobs/{name}/guest.{suffix}"'
    if os.path.exists(test + "/prepare"):
        subprocess.run([os.path.abspath(test + "/prepare"), os.path.abspath(job)], check=True)
    with open(job + "/guest.cfg", "w", encoding="utf-8") as file:
        file.writelines(f"{key}={value}\n" for key, value in config.items())
    for steps in (f"{test}/steps.{options.type}", test + "/steps"):
        if os.path.exists(steps):
            shutil.copy(steps, job + "/steps")
            break


def settings(path):
    """The keys and values of a domain's config; none if there is no such file."""
    return dict(re.findall(r"^\s*(\w+)\s*=\s*(.*)$", read(path), re.MULTILINE))


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
        return "no result: " + ("its machine failed" if os.path.exists(results + "/console") else
                                "the testbed did not get to it")
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
        results = f"{options.work}/results/{name}"
        if "started_anew " in read(results + "/figures"):
            print(f"anew    {options.name}/{name}: its shim stood still; the second start is judged")
        wrong = judge(test.rstrip("/"), options.type, results)
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
