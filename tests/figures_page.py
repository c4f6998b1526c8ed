#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes docs/figures.md from the results of bench.py.

    figures_page.py --json build/bench.json --xen XEN --page docs/figures.md

XEN is the hypervisor's image that the figures were measured on; its version is read from it.
"""

import argparse
import json
import re
import sys

PROCESS = ": a process of Linux"
HEAD = """# Figures

Written by `make bench` (`tests/bench.py`, `tests/figures_page.py`); other pages refer to this one. Measured on the
release build of Xen {xen} with 32-bit PV, under QEMU with `-icount shift=1`: virtual time is a count, 2 ns for each
instruction. Unless a row says otherwise, a figure counts the instructions of guest and hypervisor together. Wall-clock
time means nothing here. Repeated runs differ by about 1 %.

"""
BOOT = """## Boot

Instructions from the start of the domain until it is idle, in Xen and in the guest. The application does nothing.

| memory | instructions | bound |
| --- | ---: | ---: |
"""
CALLS = """
## Single operations

*traps* are the entries into Xen that the guest makes by hypercall. *bound*: `make bench` fails above it.

| what | instructions | traps | bound |
| --- | ---: | ---: | ---: |
"""
PROGRAMS = """
## Programs, beside Linux

Ringlet: the whole guest, with its boot, its console and Xen's work. Linux: the same sources as a static 32-bit process
(`make linux`: same flags, glibc), user mode alone, counted by valgrind. Both write to a terminal. Lua seeds the hash of
its tables differently in each run, which moves both of its figures by up to 2 %.

| program | Ringlet, instructions | Linux, instructions | difference |
| --- | ---: | ---: | ---: |
"""
SIZES = """
## Images

Stripped ELF files: kernel, C library and application.

| image | bytes |
| --- | ---: |
"""


def xen_version(path):
    with open(path, "rb") as file:
        found = re.search(rb"Xen (\d+\.\d+\.\d+)", file.read())
    if not found:
        sys.exit(f"{path}: no version of Xen in it")
    return found[1].decode()


def number(figure, key):
    return f"{figure[key]:,}" if key in figure else ""


def page(figures, xen):
    boot, calls, programs, sizes = [], [], [], []
    for name, figure in figures.items():
        if name.startswith("boot to idle, "):
            boot.append(f"| {name.removeprefix('boot to idle, ')} | {number(figure, 'instructions')} | "
                        f"{number(figure, 'target')} |")
        elif "bytes" in figure:
            image = name.removeprefix("size of ").removesuffix(".elf")
            sizes.append(f"| `{image}` | {number(figure, 'bytes')} |")
        elif name + PROCESS in figures:
            ours, process = figure["instructions"], figures[name + PROCESS]["instructions"]
            programs.append(f"| {name} | {ours:,} | {process:,} | {100 * ours / process - 100:+.1f} % |")
        elif not name.endswith(PROCESS):
            calls.append(f"| {name} | {number(figure, 'instructions')} | {number(figure, 'traps')} | "
                         f"{number(figure, 'target')} |")
    return (HEAD.format(xen=xen) + BOOT + "\n".join(boot) + "\n" + CALLS + "\n".join(calls) + "\n" +
            PROGRAMS + "\n".join(programs) + "\n" + SIZES + "\n".join(sizes) + "\n")


def main():
    parser = argparse.ArgumentParser()
    for option in ("--json", "--xen", "--page"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    with open(options.json, encoding="utf-8") as file:
        figures = json.load(file)
    text = page(figures, xen_version(options.xen))
    with open(options.page, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
