# SPDX-License-Identifier: MIT
"""Starts guests as `make run` does, again and again, and reports how each start ended: for tests."""

import io
import os

from console import Screen, Session, StepFailed
from jobs import read_job, say
from limits import Failed


class Starts:
    """One machine for all starts; a new one after a failure."""

    def __init__(self, options):
        self.options = options
        self.names = sorted(entry.name for entry in os.scandir(options.jobs) if entry.is_dir())
        if not self.names:
            raise Failed(f"no jobs in {options.jobs}")
        self.files = {}
        for name in self.names:
            self.files.update(read_job(os.path.join(options.jobs, name), name))
        self.session = None

    def start(self, name):
        """Returns how it ended: 'WORD', 'failed TEXT', or 'machine TEXT' if the machine failed too."""
        if not self.session:
            self.session = Session(self.options, self.files, os.path.join(self.options.dir, "log", "starts-serial.log"))
        screen = Screen(self.options.verbose, io.BytesIO())
        try:
            end = self.session.guest(name, screen, False)
        except StepFailed as failure:
            end = f"failed {failure}"
        except Failed as failure:
            self.close()
            end = f"machine {failure}"
        if end == "poweroff" and not screen.out.getvalue().strip():
            end = "failed the console is empty"
        return " ".join([end] + self.notes())

    def notes(self):
        return [f"[{note}]" for note in self.session.notes] if self.session else []

    def close(self):
        if self.session:
            self.session.machine.close()
        self.session = None


def starts(options):
    """A line 'NAME SECONDS END' for each start; fails unless all power off."""
    run = Starts(options)
    count = good = 0
    try:
        for _ in range(options.times):
            for name in run.names:
                before = run.session.machine.seconds() if run.session else 0
                end = run.start(name)
                after = run.session.machine.seconds() if run.session else before
                print(f"{name} {after - before:.1f} {end}", flush=True)
                count, good = count + 1, good + end.startswith("poweroff")
    finally:
        run.close()
    say(f"{good} of {count} starts ended well")
    return 0 if good == count else 1
