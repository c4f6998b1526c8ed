# SPDX-License-Identifier: MIT
"""Guests started as by `make run`: one at a time, with its console on the channel."""

import os
import re
import secrets
import selectors
import sys
import termios
import tty

from jobs import read_job, say
from limits import Failed
from machine import Machine

LEAVE_KEY = b"\x1d"


class Terminal:
    """Standard input, raw while a guest uses it and restored afterwards."""

    def __init__(self, used):
        self.fd = sys.stdin.fileno()
        self.saved = termios.tcgetattr(self.fd) if used and os.isatty(self.fd) else None

    def __enter__(self):
        if self.saved:
            tty.setraw(self.fd)
        return self

    def __exit__(self, *unused):
        if self.saved:
            termios.tcsetattr(self.fd, termios.TCSADRAIN, self.saved)


class Screen:
    """Standard output. The PV shim begins with a hundred lines of its own, each marked '(XEN)';
    these are shown only on request. If the shim panics, its reason is shown."""

    MARK = b"(XEN) "
    PANIC = re.compile(rb"Panic on CPU.*\n(?:\(XEN\) )?(.*)\r?\n")

    def __init__(self, everything, out):
        self.out = out
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
                return                  # it may still become a line of the shim
            self.shim += line + newline
            self.held = rest
        self.begun = True
        self.out.write(self.held)
        self.out.flush()
        self.last = self.held[-1:] or self.last
        self.held = b""

    def shim_panic(self):
        """The reason of the shim's panic, or None."""
        found = self.PANIC.search(self.shim)
        return found and found[1].decode(errors="replace").strip()

    def forget_shim(self):
        """Drops the shim's output, as its guest is started anew."""
        self.shim, self.held = b"", b""

    def end_line(self):
        self.begun = True
        self.show(b"")
        self.show(b"\r\n" if self.last != b"\n" else b"")


class StepFailed(Failed):
    """The runner could not do a step of a guest; the machine still works."""


# The PV shim, a Xen, takes input that comes before its guest runs for its own debug keys. So input
# waits until the guest has printed something; a silent guest gets it after a while.
SILENT_SECONDS = 5
INPUT_MAX = 4096        # most bytes that wait for a machine to take them

STATES = {
    "paused": "it is paused: nobody has unpaused it",
    "blocked": "it is blocked: it waits for an event",
    "running": "it is running",
    "shutdown": "it has ended",
    "gone": "it is dead: there is no such domain",
}


class Session:
    """A machine, and the orders of its runner about the current guest."""

    def __init__(self, options, files, log):
        self.mark = secrets.token_hex(8)        # marks orders amid a guest's output
        self.verbose = options.verbose
        self.machine = Machine(options, files, log)
        self.ready = False                      # the runner waits for a name
        self.input_ended = False
        self.notes = []                         # of the guest: 'silent', 'anew'

    def guest(self, name, screen, keyboard):
        """Starts a guest, shows its console, returns the word for its end. keyboard: it gets the input."""
        end = None
        self.notes = []
        while not self.ready:
            self.order(*self.next_order())
        self.machine.send(f"{name} {self.mark}\n".encode())
        self.ready = False
        while not self.ready:
            word, rest = self.next_order()
            if word == "console":
                say(f"{self.machine.seconds():4.0f} s  the guest's console; to leave: control-]")
                with Terminal(keyboard):
                    word, rest = self.relay(screen, keyboard)
                if word == "left":
                    return word
            if word in ("end", "failed"):
                end = word, rest
            else:
                self.order(word, rest)
        if end[0] == "failed":
            raise StepFailed(end[1])
        return end[1]

    def next_order(self):
        word, _, rest = self.machine.line().partition(" ")
        return word[1:] if word[:1] == "@" else None, rest

    def order(self, word, rest, screen=None):
        """Obeys any order except those that end a guest."""
        if word == "next":
            self.ready = True
        elif word == "stage":
            say(f"{self.machine.seconds():4.0f} s  {rest}")
        elif word == "step":
            self.machine.stage = rest
        elif word == "file":
            sys.stderr.write(self.machine.exactly(int(rest.split()[1])).decode(errors="replace"))
        elif word == "failed":
            raise Failed(rest)
        elif word == "silent":
            self.note("silent", self.silence(*rest.split(" ", 2)))
            if screen:
                screen.begun = True             # the shim's answers to its debug keys are shown
        elif word == "anew":
            self.note("anew", f"the shim said nothing for {rest} s: the guest is started anew")
            if screen:
                screen.forget_shim()

    def note(self, kind, text):
        self.notes.append(kind)
        say(text + "\r" * sys.stdin.isatty())

    def silence(self, seconds, state, last=""):
        """The message about a silent guest: its state, and how to find out more."""
        shim = f"; the shim's last line: {last}" if last.startswith("(XEN)") else ""
        keys = "control-A three times makes the shim take its debug keys (h lists them); " if shim else ""
        return (f"the guest has said nothing for {seconds} s; {STATES.get(state, state)}{shim}. "
                f"To look further: {keys}what Xen knows of it, its key q, is in {self.machine.log}")

    def relay(self, screen, keyboard):
        """Copies between terminal and guest until dom0 reports the guest's end; returns that order."""
        machine = self.machine
        listening, listen_at = not keyboard, machine.seconds() + SILENT_SECONDS
        try:
            while True:
                if not listening and (screen.begun or machine.seconds() > listen_at):
                    machine.selector.register(sys.stdin, selectors.EVENT_READ)
                    listening = True
                found = self.shown(screen)
                if found and found[0] in ("end", "failed"):
                    screen.end_line()
                    return found
                if found:
                    self.order(*found, screen)
                    continue
                self.hold_input(keyboard and listening)
                if sys.stdin in machine.wait() and not self.typed():
                    screen.end_line()
                    return "left", ""           # even if dom0 hangs
        finally:
            if sys.stdin in machine.selector.get_map():
                machine.selector.unregister(sys.stdin)

    def shown(self, screen):
        """Shows the buffer up to an order; returns the order if it is complete."""
        machine = self.machine
        begin = f"\n@{self.mark} ".encode()
        seen, found, after = machine.buffer.partition(begin)
        if found and b"\n" in after:
            line, machine.buffer = after.split(b"\n", 1)
            screen.show(seen)
            word, _, rest = line.decode(errors="replace").strip("\r").partition(" ")
            return word, rest
        # The end of the buffer is held back if it may be the beginning of the mark.
        keep = len(found + after) or next(
            (size for size in range(len(begin), 0, -1) if seen.endswith(begin[:size])), 0)
        screen.show(machine.buffer[:len(machine.buffer) - keep])
        machine.buffer = machine.buffer[len(machine.buffer) - keep:]
        return None

    def hold_input(self, listening):
        """Stops reading a file while the machine takes no more; never a terminal, because of the key to leave."""
        selector = self.machine.selector
        if not listening or self.input_ended or sys.stdin.isatty():
            return
        full, known = len(self.machine.unsent) > INPUT_MAX, sys.stdin in selector.get_map()
        if full and known:
            selector.unregister(sys.stdin)
        elif not full and not known:
            selector.register(sys.stdin, selectors.EVENT_READ)

    def typed(self):
        """Passes input on; False at the key to leave."""
        data = os.read(sys.stdin.fileno(), 256)
        if LEAVE_KEY in data:
            return False
        if not data:
            self.input_ended = True
            self.machine.selector.unregister(sys.stdin)
        self.machine.send(data or b"\x04")
        return True


def mend(panic, needs):
    """Advice after a panic of the shim. needs: MiB."""
    if not re.search("RAM|Not enough memory|too small for kernel", panic):
        return ""
    return f"; give the domain more memory: MEMORY={needs}, or APP_MEMORY in app.mk"


def console(options):
    """make run."""
    name = os.path.basename(os.path.abspath(options.job))
    session = Session(options, read_job(options.job, name), os.path.join(options.dir, "log", "xen-serial.log"))
    screen = Screen(options.verbose, sys.stdout.buffer)
    try:
        say("booting Xen and dom0")
        return session.guest(name, screen, True)
    except Failed as failure:
        print(f"--- Xen's console, its last lines\n{session.machine.tail()}", file=sys.stderr)
        raise Failed(f"{failure}; Xen's console is in {session.machine.log}") from failure
    finally:
        session.machine.close()
        if screen.shim_panic():
            say(f"the PV shim gave up: {screen.shim_panic()}{mend(screen.shim_panic(), options.needs)}")
