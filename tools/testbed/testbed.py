#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs guests on a real Xen in QEMU.

    testbed.py console --xen XEN --dir DIR --job JOB                   one, on this terminal
    testbed.py batch   --xen XEN --dir DIR --jobs DIR --results DIR    many, unattended
    testbed.py starts  --xen XEN --dir DIR --jobs DIR --times N        each N times, as console does

DIR is build/testbed, prepared by make. README.md describes jobs and results.
"""

import argparse
import signal
import sys

sys.dont_write_bytecode = True      # nothing is built beside the sources
from batch import batch             # pylint: disable=wrong-import-position
from console import console         # pylint: disable=wrong-import-position
from jobs import say                # pylint: disable=wrong-import-position
from limits import Failed           # pylint: disable=wrong-import-position
from starts import starts           # pylint: disable=wrong-import-position

ENDS = {
    "poweroff": "the domain powered off",
    "reboot": "the domain asked for a reboot",
    "crash": "the domain crashed",
    "left": "you left; the domain is destroyed",
    "create-failed": "xl create failed",
}


def parse():
    parser = argparse.ArgumentParser(description="see README.md beside this file")
    commands = parser.add_subparsers(dest="command", required=True)
    for word in ("console", "batch", "starts"):
        command = commands.add_parser(word)
        command.add_argument("--xen", required=True, help="the hypervisor")
        command.add_argument("--dir", required=True, help="build/testbed")
        command.add_argument("--accel", choices=("tcg", "kvm"), default="tcg")
        command.add_argument("--icount", action="store_true", help="virtual time counts instructions")
        command.add_argument("--cpus", type=int, default=2)
        command.add_argument("--memory", type=int, default=4096, help="MiB of the whole machine")
        command.add_argument("--timeout", type=int, default=600, help="seconds for all")
        command.add_argument("--boot-timeout", type=int, default=240, help="seconds for Xen and dom0 to boot")
        command.add_argument("--quiet-timeout", type=int, default=180, help="seconds without output of dom0")
        command.add_argument("--verbose", action="store_true")
        if word == "console":
            command.add_argument("--job", required=True)
            command.add_argument("--needs", type=int, default=40, help="MiB that the guest needs to boot")
        else:
            command.add_argument("--jobs", required=True)
        if word == "starts":
            command.add_argument("--times", type=int, default=1)
        if word == "batch":
            command.add_argument("--results", required=True)
            command.add_argument("--machines", type=int,
                                 help="how many share the jobs; default: the fastest number")
    return parser.parse_args()


def interrupted(*unused):
    raise KeyboardInterrupt


def main():
    options = parse()
    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGHUP, interrupted)
    try:
        if options.command == "batch":
            batch(options)
            return 0
        if options.command == "starts":
            return starts(options)
        word = console(options)
        say(ENDS.get(word, f"the domain ended: {word}"))
        return 0 if word in ("poweroff", "left") else 1
    except (Failed, OSError) as failure:
        say(f"error: {failure}")
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main())
