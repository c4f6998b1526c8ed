#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the same guests again and again as shim guests and counts how they end.

    shim_soak.py --xen XEN --testbed DIR --build DIR --work DIR TEST=COUNT...

A TEST is a folder as for guests.py, and is judged as there: by its end, its console, and its
check-console. The guests share the dom0s that the testbed boots, and one image per TEST. Each TEST
gives one line, 'passed' or 'FAILED', and each guest that failed another.
"""

import argparse
import collections
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True      # nothing is built beside the sources
import guests                       # pylint: disable=wrong-import-position

# For a guest, its creation included, on a busy machine.
SECONDS_FOR_A_GUEST = 120


def share_image(options, first, name):
    """The job name uses the files of the job first, as all jobs are kept in dom0's memory."""
    job = f"{options.work}/jobs/{name}"
    for suffix in ("elf", "ramdisk"):
        if os.path.exists(f"{job}/guest.{suffix}"):
            os.unlink(f"{job}/guest.{suffix}")
    config = guests.read(job + "/guest.cfg")
    with open(job + "/guest.cfg", "w", encoding="utf-8") as file:
        file.write(config.replace(f"/jobs/{name}/", f"/jobs/{first}/"))


def write_jobs(options, test, count):
    # The testbed takes jobs in the order of their names: the guests of all TESTs alternate.
    names = [f"{number:05d}-{os.path.basename(test)}" for number in range(1, count + 1)]
    for name in names:
        guests.write_job(options, test, name)
        if name != names[0]:
            share_image(options, names[0], name)
    return names


def judge(options, test, names):
    """Prints the results of the guests; returns how many failed."""
    ends = collections.Counter()
    failed = 0
    for name in names:
        results = f"{options.work}/results/{name}"
        wrong = guests.judge(test, options.type, results)
        ends[guests.read(results + "/exit").strip() or "no end"] += 1
        if wrong is not None:
            failed += 1
            print(f"        {name}: {wrong}; {results}")
    counts = ", ".join(f"{count} ended with '{end}'" for end, count in ends.most_common())
    print(f"{'FAILED' if failed else 'passed'}  shim-soak/{os.path.basename(test)}: "
          f"{len(names) - failed} of {len(names)} passed; {counts}")
    return failed


def main():
    parser = argparse.ArgumentParser()
    for option in ("--xen", "--testbed", "--build", "--work"):
        parser.add_argument(option, required=True)
    parser.add_argument("tests", nargs="+", metavar="TEST=COUNT")
    options = parser.parse_args()
    options.type = "shim"
    shutil.rmtree(options.work, ignore_errors=True)
    wanted = []
    for word in options.tests:
        test, _, count = word.partition("=")
        if not os.path.isdir(test) or not count.isdigit():
            sys.exit(f"shim_soak.py: '{word}' is not the folder of a test, '=' and a count")
        if int(count):
            wanted.append((test, write_jobs(options, test, int(count))))
    total = sum(len(names) for _, names in wanted)
    if not total:
        sys.exit("shim_soak.py: no guests to run")
    subprocess.run(["python3", guests.TESTBED, "batch", "--xen", options.xen, "--dir", options.testbed,
                    "--jobs", options.work + "/jobs", "--results", options.work + "/results",
                    "--timeout", str(300 + SECONDS_FOR_A_GUEST * total)], check=False)
    failed = [judge(options, test, names) for test, names in wanted]
    print(f"shim-soak: {failed.count(0)} {len(failed) - failed.count(0)}")
    return 1 if any(failed) else 0


if __name__ == "__main__":
    sys.exit(main())
