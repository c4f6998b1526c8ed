#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks docs/posix/posix.md against headers and objects.

    posix_table.py check --cc 'COMPILER FLAGS' --nm NM --objects 'FILES' [--calls FILE] TABLE
    posix_table.py calls --cc ... TABLE        a C file that refers to each 'yes' and 'partly'

The table's rows are | `name` `name` ... | yes, partly or no | how |, in sections '## `header.h`'.
Checked: each function that those headers (and all of include/libc) declare is in the table, once.
A 'yes' or 'partly' is defined in the kernel's or the C library's objects; 'partly' says how. A 'no'
is defined nowhere; or 'does not link: `NAME`' names something that is defined nowhere; or FILE, a
guest test, calls it and sees ENOSYS. Prints 'passed' or 'FAILED' lines.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

DECLARATION = re.compile(r"^/\* (.*?):\d+:N[CX] \*/ (?:extern |static )?.*?([A-Za-z_]\w*) \(")


def read_table(path):
    """The headers, and a list of (name, status, how), as a name may wrongly be there twice."""
    headers, rows = [], []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("## `"):
                headers += re.findall(r"`([\w/]+\.h)`", line)
            row = re.match(r"\| (`.*?) \| (yes|partly|no) \|(.*)\|$", line.rstrip())
            if row and headers:
                rows += [(name, row[2], row[3].strip()) for name in re.findall(r"`(\w+)`", row[1])]
    return headers, rows


def declared(compiler, headers):
    """{function: header} for functions that the headers themselves declare."""
    posix = os.path.join("include", "libc")
    ours = [os.path.relpath(os.path.join(folder, file), posix)
            for folder, _, files in os.walk(posix) for file in files]
    with tempfile.TemporaryDirectory() as work:
        source = os.path.join(work, "all.c")
        with open(source, "w", encoding="utf-8") as file:
            file.write("#define _GNU_SOURCE\n")
            file.writelines(f"#include <{header}>\n" for header in headers + sorted(ours))
        subprocess.run(compiler.split() + ["-x", "c", "-w", "-aux-info", source + ".aux",
                                           "-S", "-o", os.devnull, source], check=True)
        found = {}
        with open(source + ".aux", encoding="utf-8") as file:
            for line in file:
                match = DECLARATION.match(line)
                header = match and match[1].split("include/")[-1].removeprefix("libc/")
                if match and header in headers + ours and not match[2].startswith("_"):
                    found[match[2]] = header
    return found


def defined(tool, objects):
    listed = subprocess.run([tool, "--defined-only", "-g"] + objects.split(), check=True,
                            capture_output=True, text=True).stdout
    return {line.split()[2] for line in listed.splitlines() if len(line.split()) == 3}


def check(options, headers, rows):
    names = [name for name, _, _ in rows]
    there = defined(options.nm, options.objects)
    called = ""
    if options.calls:
        with open(options.calls, encoding="utf-8") as file:
            called = file.read()
    wrong = [f"{name} is there twice" for name in sorted(set(names)) if names.count(name) > 1]
    wrong += [f"{name} of <{header}> is not there"
              for name, header in sorted(declared(options.cc, headers).items()) if name not in names]
    for name, status, how in rows:
        if status != "no" and name not in there:
            wrong.append(f"'{status}' to {name}, which is defined nowhere")
        if status == "partly" and not how:
            wrong.append(f"{name} is partly there, but not how")
        wants = re.search(r"does not link: `(\w+)`", how)
        if status == "no" and name in there and not re.search(rf"\b{name}\(", called) and \
                not (wants and wants[1] not in there):
            wrong.append(f"'no' to {name}, which is defined: move it to another row, or have "
                         f"{options.calls} see that it fails")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["check", "calls", "missing"])
    for option in ("--cc", "--nm", "--objects", "--calls"):
        parser.add_argument(option)
    parser.add_argument("table")
    options = parser.parse_args()
    headers, rows = read_table(options.table)
    if options.what == "calls":
        print("/* Made by tests/posix_table.py: the linker finds each. */")
        there = [name for name, status, _ in rows if status != "no"]
        print("\n".join(f"extern char call_{name}[] __asm__(\"{name}\");" for name in there))
        print("extern char *const table_calls[];\nextern const unsigned int table_calls_count;")
        print("char *const table_calls[] = {", ", ".join(f"call_{name}" for name in there), "};")
        print(f"const unsigned int table_calls_count = {len(there)};")
        return
    wrong = check(options, headers, rows)
    for line in wrong:
        print(f"FAILED  {options.table}: {line}")
    if not wrong:
        print(f"passed  {options.table}: {len(rows)} calls of {len(headers)} headers")


if __name__ == "__main__":
    sys.exit(main())
