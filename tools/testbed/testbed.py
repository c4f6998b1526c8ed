#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Boots a real Xen with a Debian dom0 in QEMU and lets dom0 run guests.

    testbed.py console --xen XEN --dir DIR --job JOB    one guest, on this terminal
    testbed.py batch   --xen XEN --dir DIR --jobs DIR --results DIR   many, unattended

What jobs and results look like is in README.md beside this file.
"""

import argparse
import gzip
import io
import os
import selectors
import subprocess
import sys
import termios
import time
import tty

# A CPU on which Debian's Xen, its dom0 and the PV shim all boot under emulation.
CPU = {"tcg": "phenom,-monitor,+svm,+npt", "kvm": "host"}
XEN_ARGS = ("console=com1 com1=115200,8n1 dom0_mem=512M,max:512M dom0_max_vcpus=1 loglvl=all guest_loglvl=all "
            "noreboot=1 sched=credit")
DOM0_ARGS = "console=hvc0 rdinit=/init quiet"
LEAVE_KEY = b"\x1d"


class Failed(Exception):
    """Something that ends the run; its text is the one line the user sees."""


def say(text):
    print("ringlet: " + text, file=sys.stderr, flush=True)


def cpio_entry(name, mode, data, number):
    """One file of a 'newc' archive: the kernel unpacks several archives one after another."""
    def pad(raw):
        return raw + b"\0" * (-len(raw) % 4)
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08x" % field for field in fields)
    return pad(head + name.encode() + b"\0") + pad(data)


def jobs_archive(files):
    """An archive of /jobs with the given {path: bytes}."""
    out = io.BytesIO()
    folders = set()
    for path in files:
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[:i + 1]) for i in range(len(parts)))
    number = 1
    for folder in ["jobs"] + sorted("jobs/" + folder for folder in folders):
        out.write(cpio_entry(folder, 0o040755, b"", number))
        number += 1
    for path, data in sorted(files.items()):
        out.write(cpio_entry("jobs/" + path, 0o100644, data, number))
        number += 1
    out.write(cpio_entry("TRAILER!!!", 0, b"", 0))
    return out.getvalue()


def read_job(folder, name):
    files = {}
    for entry in os.scandir(folder):
        if entry.is_file():
            with open(entry.path, "rb") as file:
                files[name + "/" + entry.name] = file.read()
    if name + "/guest.cfg" not in files:
        raise Failed(f"job {name}: no guest.cfg in {folder}")
    return files


class Machine:
    """A QEMU with Xen in it; .channel is dom0's ttyS1."""

    def __init__(self, options, files):
        self.log_path = os.path.join(options.dir, "log", "xen-serial.log")
        os.makedirs(os.path.dirname(self.log_path), exist_ok=True)
        initrd = os.path.join(options.dir, f"initrd.{os.getpid()}")
        try:
            with open(os.path.join(options.dir, "dom0.cpio.gz"), "rb") as base, \
                    open(initrd, "wb") as file:
                image = base.read()
                file.write(image + b"\0" * (-len(image) % 512) + jobs_archive(files))
        except OSError as error:
            raise Failed(f"cannot write the initrd: {error}; is the disk full?") from error
        command = [
            "qemu-system-x86_64", "-nodefaults", "-display", "none", "-no-reboot",
            "-m", str(options.memory), "-smp", "1" if options.icount else str(options.cpus),
            "-accel", "kvm" if options.accel == "kvm" else
            "tcg" if options.icount else "tcg,thread=multi",
            "-cpu", CPU[options.accel],
            "-kernel", options.xen, "-append", XEN_ARGS,
            "-initrd", f"{options.dir}/debian/vmlinuz {DOM0_ARGS},{initrd}",
            "-serial", "file:" + self.log_path, "-serial", "stdio",
        ]
        if options.icount:
            command += ["-icount", "shift=1,sleep=off"]
        # A session of its own: control-C on our terminal is for us to handle.
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, start_new_session=True)
        self.initrd = initrd
        self.stage = "QEMU and Xen: starting"
        self.deadline = time.monotonic() + options.timeout
        self.buffer = b""
        self.selector = selectors.SelectSelector()   # takes plain files too
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def receive(self, wait):
        """Whatever dom0 sent by now, waiting at most that long; b'' if nothing came."""
        if time.monotonic() > self.deadline:
            raise Failed(f"timeout in stage '{self.stage}'")
        self.look_for_crash()
        if not self.selector.select(wait):
            return b""
        data = os.read(self.process.stdout.fileno(), 65536)
        if not data:
            error = self.process.stderr.read().decode(errors="replace").strip()
            raise Failed(f"QEMU ended in stage '{self.stage}'" + (f": {error}" if error else ""))
        return data

    def look_for_crash(self):
        """A Xen or dom0 that died says so on the serial line, and nothing more will come."""
        log = self.tail(200)
        for word in ("Panic on CPU", "Hardware Dom0 crashed"):
            if word in log:
                raise Failed(f"'{word}' in stage '{self.stage}'")

    def line(self):
        while b"\n" not in self.buffer:
            self.buffer += self.receive(1)
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode(errors="replace").strip("\r")

    def exactly(self, size):
        while len(self.buffer) < size:
            self.buffer += self.receive(1)
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def file(self, size):
        return gzip.decompress(self.exactly(int(size)))

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def tail(self, lines=25):
        try:
            with open(self.log_path, "rb") as file:
                return b"\n".join(file.read().splitlines()[-lines:]).decode(errors="replace")
        except OSError:
            return ""

    def close(self):
        self.process.kill()
        self.process.wait()
        if os.path.exists(self.initrd):
            os.unlink(self.initrd)


def store(results, name, data):
    path = os.path.join(results, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def batch(options):
    files = {}
    names = sorted(entry.name for entry in os.scandir(options.jobs) if entry.is_dir())
    if not names:
        raise Failed(f"no jobs in {options.jobs}")
    for name in names:
        files.update(read_job(os.path.join(options.jobs, name), name))
    machine = Machine(options, files)
    started = time.monotonic()
    done = 0
    try:
        while True:
            line = machine.line()
            if line.startswith("@stage "):
                machine.stage = line[7:]
                if options.verbose or ":" not in machine.stage or "dom0:" in machine.stage:
                    say(f"{time.monotonic() - started:5.0f} s  {machine.stage}")
            elif line.startswith("@file "):
                _, name, size = line.split()
                store(options.results, name, machine.file(size))
                done += name.endswith("/log")
            elif line == "@done":
                break
    except Failed as failure:
        print(machine.tail(), file=sys.stderr)
        raise Failed(f"{failure}; {done} of {len(names)} guests had finished; Xen's console "
                     f"is in {machine.log_path}") from failure
    finally:
        machine.close()


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


def relay(machine):
    """Terminal to guest and back until dom0 says the guest has ended; returns its word."""
    keys_open = True
    seen = machine.buffer
    machine.buffer = b""
    machine.selector.register(sys.stdin, selectors.EVENT_READ)
    while True:
        mark = seen.find(b"\n@end ")
        if mark >= 0 and b"\n" in seen[mark + 6:]:
            sys.stdout.buffer.write(seen[:mark].rstrip(b"\r\n") + b"\r\n")
            sys.stdout.buffer.flush()
            word, machine.buffer = seen[mark + 6:].split(b"\n", 1)
            return word.decode().strip()
        # What could be the beginning of the mark is held back.
        keep = next((n for n in range(len(seen), 0, -1) if b"\n@end ".startswith(seen[-n:])), 0) \
            if mark < 0 else len(seen) - mark
        if len(seen) > keep:
            sys.stdout.buffer.write(seen[:len(seen) - keep])
            sys.stdout.buffer.flush()
            seen = seen[len(seen) - keep:]
        for key, _ in machine.selector.select(1):
            if key.fileobj is sys.stdin:
                data = os.read(sys.stdin.fileno(), 256) if keys_open else b""
                if not data:
                    machine.selector.unregister(sys.stdin)
                    keys_open = False
                    data = b"\x04"
                machine.send(data)
            else:
                data = os.read(machine.process.stdout.fileno(), 65536)
                if not data:
                    raise Failed("QEMU ended while the guest ran")
                seen += data


def console(options):
    name = os.path.basename(os.path.abspath(options.job))
    files = read_job(options.job, name)
    files["interactive"] = name.encode()
    machine = Machine(options, files)
    try:
        while True:
            line = machine.line()
            if line.startswith("@stage "):
                machine.stage = line[7:]
                say(machine.stage)
            elif line.startswith("@file "):
                sys.stderr.write(machine.file(line.split()[2]).decode(errors="replace"))
            elif line.startswith("@end "):
                return line[5:]
            elif line == "@console":
                break
        machine.stage = f"guest {name}"
        say("the guest's console; to leave: control-]")
        with Terminal():
            word = relay(machine)
        if word == "crash":
            while True:
                line = machine.line()
                if line.startswith("@file "):
                    sys.stderr.write(machine.file(line.split()[2]).decode(errors="replace"))
                elif line == "@done":
                    break
        return word
    except Failed as failure:
        print(machine.tail(), file=sys.stderr)
        raise Failed(f"{failure}; Xen's console is in {machine.log_path}") from failure
    finally:
        machine.close()


ENDS = {
    "poweroff": "the domain powered off",
    "reboot": "the domain asked for a reboot",
    "crash": "the domain crashed",
    "left": "you left; the domain is destroyed",
    "create-failed": "xl create failed",
}


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    for word in ("console", "batch"):
        command = commands.add_parser(word)
        command.add_argument("--xen", required=True)
        command.add_argument("--dir", required=True)
        command.add_argument("--accel", choices=("tcg", "kvm"), default="tcg")
        command.add_argument("--icount", action="store_true")
        command.add_argument("--cpus", type=int, default=2)
        command.add_argument("--memory", type=int, default=4096)
        command.add_argument("--timeout", type=int, default=600)
        command.add_argument("--verbose", action="store_true")
        if word == "console":
            command.add_argument("--job", required=True)
        else:
            command.add_argument("--jobs", required=True)
            command.add_argument("--results", required=True)
    options = parser.parse_args()
    try:
        if options.command == "batch":
            batch(options)
            return 0
        word = console(options)
        say(ENDS.get(word, f"the domain ended: {word}"))
        return 0 if word in ("poweroff", "left") else 1
    except Failed as failure:
        say(f"error: {failure}")
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main())
