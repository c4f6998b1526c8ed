# SPDX-License-Identifier: MIT
"""Whole programs for bench.py: a guest's instructions, boot and Xen included, against those of the
same sources as a process of Linux with the same flags, user mode alone (`make linux`, valgrind).
"""
import os
import re
import shutil
import subprocess
import tempfile

NS_PER_INSTRUCTION = 2
# Name of the row, application, arguments, most that the guest may take of what the process takes.
PROGRAMS = (
    ("Lua, fib(27)", "lua", ["fib.lua", "27"], 1.03),
    ("Lua, tables", "lua", ["table.lua"], 1.0),
    ("SQLite, some 6,000 statements", "sqlite",
     ["-batch", "-cmd", ".cd /tmp", ":memory:", ".read {root}/statements.sql"], 1.0),
)


def job_name(row):
    return "program-" + re.sub(r"\W+", "-", row.lower())


def write_jobs(options):
    for row, app, arguments, _ in PROGRAMS:
        job = f"{options.work}/jobs/{job_name(row)}"
        os.makedirs(job)
        for suffix in ("elf", "ramdisk"):
            shutil.copy(f"{options.build}/{app}.{suffix}", f"{job}/guest.{suffix}")
        words = " ".join(f"'{word}'" for word in arguments).replace("{root}", "")
        with open(job + "/guest.cfg", "w", encoding="utf-8") as file:
            file.write(f'type="pv"\nkernel="/jobs/{job_name(row)}/guest.elf"\nmemory=64\n'
                       f'ramdisk="/jobs/{job_name(row)}/guest.ramdisk"\nextra="env:HOME=/tmp {words}"\n')
        with open(job + "/steps", "w", encoding="utf-8") as file:
            file.write("create\nend 600\n")


def count_process(options, app, arguments):
    """In a folder with the ramdisk's files; its /tmp is another."""
    program = os.path.abspath(f"build/linux/{app}")
    with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["tar", "-C", root, "-xf", f"{options.build}/{app}.ramdisk"], check=True)
        words = [word.replace("{root}", root).replace("/tmp", scratch) if word.startswith(".cd") else
                 word.replace("{root}", root) for word in arguments]
        run = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no",
                              "--cachegrind-out-file=/dev/null", program] + words,
                             cwd=root, env={"HOME": scratch, "PATH": os.environ["PATH"]},
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    found = re.search(r"I +refs: +([\d,]+)", run.stderr)
    return int(found[1].replace(",", "")) if found else None


def measure(options, figures, missing):
    for row, app, arguments, at_most in PROGRAMS:
        with open(f"{options.work}/results/{job_name(row)}/figures", encoding="utf-8") as file:
            found = re.search(r"^cpu_time_ns_at_end (\d+)", file.read(), re.MULTILINE)
        process = count_process(options, app, arguments)
        if not found or not process:
            missing.append(row)
            continue
        figures[row] = {"instructions": int(found[1]) // NS_PER_INSTRUCTION,
                        "target": int(process * at_most)}
        figures[row + ": a process of Linux"] = {"instructions": process}
