# SPDX-License-Identifier: MIT
"""Many guests, unattended: their results go to files."""

import collections
import os
import shutil
import sys
import threading

from jobs import read_job, say, store
from limits import Failed, free_memory
from machine import Machine, tail


class Batch:
    """Jobs shared by several machines: each takes the next job when it has finished its last. So a
    machine that dies costs only its current guest, and long guests need no special care."""

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
        self.anew = []                  # guests whose shim stood still
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
        """The thread of a machine. If the machine fails, the others go on."""
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
                elif word == "@anew":
                    self.anew.append(guest)
                    say(f"{machine.name}{machine.seconds():4.0f} s  guest {guest}: "
                        f"its shim said nothing for {rest.split()[1]} s: started anew")
                elif word == "@failed":
                    raise Failed(rest)
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


# Starting a machine takes as long as some guests do.
GUESTS_FOR_A_MACHINE = 8


def best_count(options, guests):
    """How many machines: each may use all its memory. With --icount only one, so that nothing disturbs it."""
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
    anew = f"; started anew, as their shim said nothing: {', '.join(jobs.anew)}" if jobs.anew else ""
    say(f"{jobs.machines[0].seconds():4.0f} s  all {count} guests have ended{anew}")
