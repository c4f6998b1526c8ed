#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures in instructions (virtual time, -icount) on the release PV32 Xen: a table and JSON.

    bench.py --xen XEN --testbed DIR --build DIR --work DIR --json FILE

The boot figure is the domain's whole CPU time when it has become idle, hypervisor included,
at 2 ns for each instruction. The others are printed by tests/bench/*/; 'x null' is the ratio to
the null hypercall of the same run.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys

import bench_programs

BENCHES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench")
NS_PER_INSTRUCTION = 2
BOOT_SIZES = (1, 4, 16, 64, 256, 1024, 2048)
BOOT_TARGET = 250000
CORE = ("core", "core_tls", "store_read", "runtime", "file_io")
# Only writes the request of xl save. The guest suspends itself, and dom0 reads its CPU time.
SUSPEND = "create\nidle before\nshell xenstore-write /local/domain/$id/control/shutdown suspend\nend 60\n"
RESTORE = "create\nidle before\nxl save $id /tmp/image\nxl restore -e /tmp/image\nend 120\n"
SAVE = "save, from the request to the suspend call"
LOCK_BOUND = 50000
TARGETS = {"mask and unmask, nothing pending": 15, "kernel thread switch": 100}


def write_job(options, name, elf, memory, steps, settings=""):
    job = f"{options.work}/jobs/{name}"
    os.makedirs(job)
    shutil.copy(f"{options.build}/{elf}.elf", job + "/guest.elf")
    with open(job + "/guest.cfg", "w", encoding="utf-8") as file:
        file.write(f'type="pv"\nkernel="/jobs/{name}/guest.elf"\nmemory={memory}\n{settings}')
        if os.path.exists(f"{BENCHES}/{elf}/prepare"):
            subprocess.run([f"{BENCHES}/{elf}/prepare", job], check=True)
            file.write(f'ramdisk="/jobs/{name}/ramdisk"\n')
        elif os.path.exists(f"{options.build}/{elf}.ramdisk"):
            shutil.copy(f"{options.build}/{elf}.ramdisk", job + "/ramdisk")
            file.write(f'ramdisk="/jobs/{name}/ramdisk"\n')
    with open(job + "/steps", "w", encoding="utf-8") as file:
        file.write(steps)


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def main():
    parser = argparse.ArgumentParser()
    for option in ("--xen", "--testbed", "--build", "--work", "--json"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    for size in BOOT_SIZES:
        write_job(options, f"boot-{size:04d}", "boot_idle", size, "create\nidle boot\n")
    write_job(options, "lock_time", f"../{os.path.basename(options.build)}-lock/lock_time", 64,
              "create\nend 300\n")
    for name in CORE:
        write_job(options, name, name, 64, "create\nend 120\n")
    write_job(options, "save", "suspend", 64, SUSPEND)
    write_job(options, "restore", "suspend", 64, RESTORE)
    for row, app, arguments, _ in bench_programs.PROGRAMS:
        write_job(options, bench_programs.job_name(row), app, 64, "create\nend 600\n",
                  f'extra="{bench_programs.command_line(arguments)}"\n')
    testbed = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                           "../tools/testbed/testbed.py")
    subprocess.run([testbed, "batch", "--icount", "--xen", options.xen, "--dir", options.testbed,
                    "--jobs", options.work + "/jobs", "--results", options.work + "/results",
                    "--timeout", "900"], check=False)
    figures, missing = {}, []
    for size in BOOT_SIZES:
        found = re.search(r"^boot (\d+)", read(f"{options.work}/results/boot-{size:04d}/figures"))
        if found:
            figures[f"boot to idle, {size} MiB"] = {
                "instructions": int(found[1]) // NS_PER_INSTRUCTION, "target": BOOT_TARGET}
        else:
            missing.append(f"boot to idle, {size} MiB")
    save = dict(re.findall(r"^(\S+) (\d+)$", read(f"{options.work}/results/save/figures"), re.MULTILINE))
    if read(f"{options.work}/results/save/exit").strip() == "suspend":
        used = int(save["cpu_time_ns_at_end"]) - int(save["before"])
        figures[SAVE] = {"instructions": used // NS_PER_INSTRUCTION}
    else:
        missing.append(SAVE)
    for core in CORE + ("restore", "lock_time"):
        console = read(f"{options.work}/results/{core}/console").replace("\r", "")
        for name, instructions, traps in re.findall(
                r"^BENCH (.*): (\d+) instructions, (\d+) traps$", console, re.MULTILINE):
            figures[name] = {"instructions": int(instructions), "traps": int(traps)}
            if name in TARGETS:
                figures[name]["target"] = TARGETS[name]
            elif name.startswith("kernel lock") and not name.endswith("boot"):
                figures[name]["target"] = LOCK_BOUND
        if "exit status 0" not in console:
            missing.append(f"{core} (did not finish)")
    fresh, single = (figures.get(name, {}).get("instructions") for name in
                     ("map 1024 fresh pages", "1024 single update_va_mapping"))
    if fresh and single:
        figures["map 1024 fresh pages"]["target"] = single // 3
    for row, app, arguments, at_most in bench_programs.PROGRAMS:
        found = re.search(r"^cpu_time_ns_at_end (\d+)", read(
            f"{options.work}/results/{bench_programs.job_name(row)}/figures"), re.MULTILINE)
        process = bench_programs.count_process(options, app, arguments)
        if not found or not process:
            missing.append(row)
            continue
        figures[row] = {"instructions": int(found[1]) // NS_PER_INSTRUCTION,
                        "target": int(process * at_most)}
        figures[row + ": a process of Linux"] = {"instructions": process}
    for image in ("hello", "boot_idle", "echo", "kitchen", "sandbox", "lua", "sqlite"):
        figures[f"size of {image}.elf"] = {"bytes": os.path.getsize(f"{options.build}/{image}.elf")}

    null = figures.get("null hypercall", {}).get("instructions")
    print(f"{'figure':58} {'instructions':>12} {'x null':>7} {'traps':>6} {'target':>8}")
    for name, figure in figures.items():
        count = figure.get("instructions")
        value = count if count is not None else f"{figure['bytes']} B"
        times = f"{count / null:.2f}" if count is not None and null else ""
        print(f"{name:58} {value:>12} {times:>7} {figure.get('traps', ''):>6} "
              f"{figure.get('target', ''):>8}")
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump(figures, file, indent=1)
        file.write("\n")
    over = [name for name, figure in figures.items()
            if figure.get("instructions", 0) > figure.get("target", sys.maxsize)]
    for name in over:
        print(f"over its target: {name}")
    for name in missing:
        print(f"not measured: {name}")
    return 1 if over or missing else 0


if __name__ == "__main__":
    sys.exit(main())
