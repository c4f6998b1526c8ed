#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lets guests run on a real Xen, which runs in QEMU.

    testbed.py console --xen XEN --dir DIR --job JOB                   one, on this terminal
    testbed.py batch   --xen XEN --dir DIR --jobs DIR --results DIR    many, unattended

DIR is build/testbed as make prepares it. Jobs and results are described in README.md.
"""

import argparse
import collections
import os
import re
import selectors
import shutil
import signal
import sys
import termios
import threading
import tty

sys.dont_write_bytecode = True      # nothing is built beside the sources
from machine import Failed, Machine, tail   # pylint: disable=wrong-import-position

LEAVE_KEY = b"\x1d"


def say(text):
    sys.stderr.write(f"ringlet: {text}\n")      # whole, whoever else writes
    sys.stderr.flush()


def read_job(folder, name):
    if not re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        raise Failed(f"job '{name}': its name may have letters, digits and _ . - only")
    files = {}
    for entry in os.scandir(folder):
        if entry.is_file():
            with open(entry.path, "rb") as file:
                files[name + "/" + entry.name] = file.read()
    if name + "/guest.cfg" not in files:
        raise Failed(f"job {name}: no guest.cfg in {folder}")
    return files


def store(results, name, data, mode):
    path = os.path.join(results, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, mode) as file:
        file.write(data)


class Batch:
    """The jobs, which machines share: each takes the next one when it is done with its last. So
    one that dies costs only the guest it had, and no long guest needs to be known as such."""

    def __init__(self, options):
        self.options = options
        self.names = sorted(entry.name for entry in os.scandir(options.jobs) if entry.is_dir())
        if not self.names:
            raise Failed(f"no jobs in {options.jobs}")
        self.files = {}
        for name in self.names:
            self.files.update(read_job(os.path.join(options.jobs, name), name))
            shutil.rmtree(os.path.join(options.results, name), ignore_errors=True)
        self.left = collections.deque(self.names)
        self.finished = []
        self.machines = []

    def start(self, count):
        for number in range(1, count + 1):
            log = os.path.join(self.options.results, f"xen-serial.{number}.log")
            name = f"machine {number}: " * (count > 1)
            self.machines.append(Machine(self.options, self.files, log, name))

    def run(self):
        threads = [threading.Thread(target=self.serve, args=(machine,), daemon=True)
                   for machine in self.machines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def close(self):
        for machine in self.machines:
            machine.close()

    def serve(self, machine):
        """A machine's thread. If the machine fails, the others go on."""
        guest = ""
        try:
            while True:
                word, _, rest = machine.line().partition(" ")
                if word == "@next":
                    guest = self.left.popleft() if self.left else ""
                    machine.send(guest.encode() + b"\n")
                elif word == "@stage":
                    # 'guest NAME' begins a job, 'guest NAME: STEP' is one of its steps.
                    if self.options.verbose or not rest.startswith(f"guest {guest}:"):
                        say(f"{machine.name}{machine.seconds():4.0f} s  {rest}")
                elif word in ("@file", "@more"):
                    name, size = rest.split()
                    store(self.options.results, name, machine.exactly(int(size)),
                          "wb" if word == "@file" else "ab")
                    self.finished += [guest] * name.endswith("/log")    # a guest's last file
                elif word == "@done":
                    return
        except (Failed, OSError) as failure:
            if not machine.closed:
                self.report(machine, guest, failure)

    def report(self, machine, guest, failure):
        said = f"--- {machine.name}Xen's console, its last lines\n{machine.tail()}\n"
        if guest:
            console_end = tail(os.path.join(self.options.results, guest, "console"), 20)
            said += f"--- the console of guest {guest}, its last lines\n{console_end}\n"
        sys.stderr.write(said)
        say(f"error: {machine.name}{failure}; Xen's console is in {machine.log}")


def free_memory():
    """In MiB, what the kernel could do without counted."""
    with open("/proc/meminfo", encoding="ascii") as file:
        return int(re.search(r"MemAvailable: *(\d+)", file.read())[1]) // 1024


# Starting a machine takes as long as some guests do.
GUESTS_FOR_A_MACHINE = 8


def best_count(options, guests):
    """How many machines: each may come to use all its memory. Under --icount nothing may disturb."""
    if options.icount:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), 1 + guests // GUESTS_FOR_A_MACHINE,
                      free_memory() // options.memory))


def batch(options):
    jobs = Batch(options)
    count = len(jobs.names)
    machines = best_count(options, count) if options.machines is None else options.machines
    if machines < 1:
        raise Failed(f"--machines {machines}: it takes one at least")
    try:
        jobs.start(machines)
        say(f"booting Xen and dom0 for {count} guests" + f", on {machines} machines" * (machines > 1))
        jobs.run()
    finally:
        jobs.close()
    if len(jobs.finished) < count:
        raise Failed(f"only {len(jobs.finished)} of {count} guests have finished")
    say(f"{jobs.machines[0].seconds():4.0f} s  all {count} guests have ended")


class Terminal:
    """Standard input, raw while a guest has it, as it was afterwards."""

    def __init__(self):
        self.fd = sys.stdin.fileno()
        self.saved = termios.tcgetattr(self.fd) if os.isatty(self.fd) else None

    def __enter__(self):
        if self.saved:
            tty.setraw(self.fd)
        return self

    def __exit__(self, *unused):
        if self.saved:
            termios.tcsetattr(self.fd, termios.TCSADRAIN, self.saved)


class Screen:
    """Standard output. The PV shim begins with a hundred lines of its own, each marked
    '(XEN)'; these are only shown to who asked for them, but the reason if it gives up."""

    MARK = b"(XEN) "
    PANIC = re.compile(rb"Panic on CPU.*\n(?:\(XEN\) )?(.*)\r?\n")

    def __init__(self, everything):
        self.shim = b""
        self.begun = everything
        self.held = b""
        self.last = b"\n"

    def show(self, data):
        self.held += data
        while not self.begun:
            line, newline, rest = self.held.partition(b"\n")
            line = line.lstrip()
            if line[:len(self.MARK)] != self.MARK[:len(line)]:
                break
            if not newline:
                return                  # may still become such a line
            self.shim += line + newline
            self.held = rest
        self.begun = True
        sys.stdout.buffer.write(self.held)
        sys.stdout.buffer.flush()
        self.last = self.held[-1:] or self.last
        self.held = b""

    def shim_panic(self):
        """Why the shim gave up, or None."""
        found = self.PANIC.search(self.shim)
        return found and found[1].decode(errors="replace").strip()

    def end_line(self):
        self.begun = True
        self.show(b"")
        self.show(b"\r\n" if self.last != b"\n" else b"")


# The PV shim, a Xen, takes what is typed before its guest runs for its own debug keys. So
# input waits until the guest has said something; one that says nothing gets it after a while.
SILENT_SECONDS = 5


def relay(machine, screen):
    """Terminal to guest and back until dom0 says the guest has ended; returns its word."""
    end = b"\n@end "
    listening, listen_at = False, machine.seconds() + SILENT_SECONDS
    while True:
        if not listening and (screen.begun or machine.seconds() > listen_at):
            machine.selector.register(sys.stdin, selectors.EVENT_READ)
            listening = True
        seen, found, after = machine.buffer.partition(end)
        if found and b"\n" in after:
            machine.buffer = after
            screen.show(seen)
            screen.end_line()
            return machine.line().strip()
        # What could be the beginning of the mark is held back.
        keep = len(found + after) or next(
            (size for size in range(len(end), 0, -1) if seen.endswith(end[:size])), 0)
        screen.show(machine.buffer[:len(machine.buffer) - keep])
        machine.buffer = machine.buffer[len(machine.buffer) - keep:]
        machine.look_after()
        for key, _ in machine.selector.select(1):
            if key.fileobj is not sys.stdin:
                machine.buffer += machine.read()
                continue
            data = os.read(sys.stdin.fileno(), 256)
            if LEAVE_KEY in data:
                screen.end_line()
                return "left"           # even if dom0 hangs
            if not data:
                machine.selector.unregister(sys.stdin)
            machine.send(data or b"\x04")


def mend(panic):
    return "; give the domain more memory: MEMORY=40, or APP_MEMORY in app.mk" * ("RAM" in panic)


def console(options):
    name = os.path.basename(os.path.abspath(options.job))
    files = read_job(options.job, name)
    files["interactive"] = name.encode()
    machine = Machine(options, files, os.path.join(options.dir, "log", "xen-serial.log"))
    word = "unknown"
    try:
        say("booting Xen and dom0")
        while True:
            order, _, rest = machine.line().partition(" ")
            if order == "@stage":
                say(f"{machine.seconds():4.0f} s  {rest}")
            elif order == "@file":
                sys.stderr.write(machine.exactly(int(rest.split()[1])).decode(errors="replace"))
            elif order == "@end":
                word = rest
            elif order == "@done":
                return word
            elif order == "@console":
                machine.stage = f"guest {name} runs"
                say(f"{machine.seconds():4.0f} s  the guest's console; to leave: control-]")
                screen = Screen(options.verbose)
                with Terminal():
                    word = relay(machine, screen)
                if screen.shim_panic():
                    say(f"the PV shim gave up: {screen.shim_panic()}{mend(screen.shim_panic())}")
                if word == "left":
                    return word
    except Failed as failure:
        print(f"--- Xen's console, its last lines\n{machine.tail()}", file=sys.stderr)
        raise Failed(f"{failure}; Xen's console is in {machine.log}") from failure
    finally:
        machine.close()


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
    for word in ("console", "batch"):
        command = commands.add_parser(word)
        command.add_argument("--xen", required=True, help="the hypervisor")
        command.add_argument("--dir", required=True, help="build/testbed")
        command.add_argument("--accel", choices=("tcg", "kvm"), default="tcg")
        command.add_argument("--icount", action="store_true", help="time is a count of instructions")
        command.add_argument("--cpus", type=int, default=2)
        command.add_argument("--memory", type=int, default=4096, help="MiB of the whole machine")
        command.add_argument("--timeout", type=int, default=600, help="seconds for all")
        command.add_argument("--boot-timeout", type=int, default=240, help="of it for Xen and dom0")
        command.add_argument("--verbose", action="store_true")
        if word == "console":
            command.add_argument("--job", required=True)
        else:
            command.add_argument("--jobs", required=True)
            command.add_argument("--results", required=True)
            command.add_argument("--machines", type=int,
                                 help="how many share the jobs; standard: as many as do it fastest")
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
