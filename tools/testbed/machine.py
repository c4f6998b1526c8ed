# SPDX-License-Identifier: MIT
"""A QEMU with Xen and a Debian dom0 in it.

Its serial port is the console of Xen and dom0 and goes to a log. A virtio port is the channel to the
runner in dom0: a second serial port would carry only some 4 KiB a second, as each 16 bytes cost an
interrupt. The runner's orders begin with '@' (see README.md).
"""

import os
import re
import selectors
import signal
import subprocess
import tempfile
import time

import initrd
import limits
from limits import Failed

# Xen, dom0 and the PV shim all boot on it under emulation. With rdrand Linux has entropy at
# once; without, libuuid makes each xl create wait three seconds for some.
CPU = {"tcg": "phenom,-monitor,+svm,+npt,+rdrand", "kvm": "host"}
# Nor does Xen scrub what QEMU gives as zeros: that takes a processor half a minute, and all the memory.
XEN_ARGS = ("console=com1 com1=115200,8n1 dom0_mem=512M,max:512M dom0_max_vcpus=1 "
            "loglvl=all guest_loglvl=all noreboot=1 sched=credit bootscrub=0")
# What follows quiet only makes the boot shorter: this dom0 guards nothing, and does no DMA.
DOM0_ARGS = ("console=hvc0 rdinit=/init quiet mitigations=off apparmor=0 audit=0 "
             "cryptomgr.notests swiotlb=256")


def hvm_cpus(options):
    """The processors on which PVH guests may run, and so the PV shim: all but the first.

    In QEMU (7.2 and 10.0 alike) an FXRSTOR of any processor also clears a flag of the first one:
    its cpu_clear_ignne reads and writes that one's hflags2 without a lock. If the first is at
    a VMRUN or #VMEXIT just then, one of the two changes is lost. Nested paging is then off in the
    guest, or still on in Xen: a triple fault, or a guest that never gets on. Nothing else writes
    the flags of another processor. KVM, and a machine of one processor, have no such race.
    xl heeds this, as vm.hvm.cpumask of xl.conf, only for a guest whose config has vcpus=.
    """
    alone = options.icount or options.cpus == 1
    return "" if alone or options.accel == "kvm" else f"1-{options.cpus - 1}"


class Machine:
    """Runs from its construction. Each wait is bounded: by boot_timeout until the runner's first order,
    then by quiet_timeout since its last one, and by timeout from the start."""

    def __init__(self, options, files, log, name=""):
        self.log = log
        self.name = name                # for messages
        self.closed = False
        self.stage = None               # what the runner is doing; None: no order yet
        self.started = self.heard = time.monotonic()
        self.quiet_timeout = options.quiet_timeout
        self.deadline = self.started + options.timeout
        self.boot_deadline = self.started + min(options.boot_timeout, options.timeout)
        self.next_look = 0
        self.buffer = self.unsent = b""
        limits.check(options, files, int(re.search(r"dom0_mem=(\d+)M", XEN_ARGS)[1]))
        handle, self.initrd = tempfile.mkstemp(prefix="initrd.", dir=options.dir)
        os.close(handle)
        try:
            os.makedirs(os.path.dirname(log), exist_ok=True)
            if os.path.exists(log):
                os.unlink(log)              # one that still runs keeps its own
            self.write_initrd(os.path.join(options.dir, "dom0.cpio.gz"), files)
            self.process = subprocess.Popen(
                self.command(options), bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, start_new_session=True)     # control-C is for us
        except BaseException:
            self.forget_initrd()
            raise
        os.set_blocking(self.process.stdin.fileno(), False)
        self.selector = selectors.SelectSelector()      # takes plain files too
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def write_initrd(self, base, files):
        try:
            initrd.write(self.initrd, base, files)
        except OSError as error:
            raise Failed(f"cannot make dom0's initrd: {error.filename or self.initrd}: {error.strerror}") from error

    def command(self, options):
        accel = "kvm" if options.accel == "kvm" else "tcg" if options.icount else "tcg,thread=multi"
        command = [
            "setpriv", "--pdeathsig", "KILL",           # no QEMU outlives us, whatever happens
            "qemu-system-x86_64", "-nodefaults", "-display", "none", "-no-reboot",
            "-m", str(options.memory), "-smp", "1" if options.icount else str(options.cpus),
            "-accel", accel, "-cpu", CPU[options.accel],
            "-kernel", options.xen, "-append", XEN_ARGS,
            "-initrd", f"{options.dir}/debian/vmlinux {DOM0_ARGS} hvm_cpus={hvm_cpus(options)},{self.initrd}",
            "-serial", "file:" + self.log, "-chardev", "stdio,id=channel",
            "-device", "virtio-serial-pci", "-device", "virtserialport,chardev=channel",
        ]
        return command + (["-icount", "shift=1,sleep=off"] if options.icount else [])

    def seconds(self):
        return time.monotonic() - self.started

    def where(self):
        """The stage in words. Before the runner's first order, Xen's console shows how far it is."""
        if self.stage:
            return self.stage
        log = self.tail(10000)
        if "Freed" in log and "init memory" in log:
            return "dom0's boot"
        return "Xen's boot" if "Xen" in log else "QEMU's start"

    def look_after(self):
        """Once a second: fails if it is too late, or if Xen or dom0 has died."""
        self.send_on()
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + 1
        if now > self.deadline or not self.stage and now > self.boot_deadline:
            raise Failed(f"timeout after {self.seconds():.0f} s in stage '{self.where()}'")
        cause = limits.cause(self.tail(200))
        if cause:
            raise Failed(f"{cause} (in stage '{self.where()}')")

    def look_whether_quiet(self):
        """Fails if nothing was heard from dom0 for too long."""
        quiet = time.monotonic() - self.heard
        if self.stage and quiet > self.quiet_timeout:
            raise Failed(f"nothing heard from dom0 for {quiet:.0f} s in stage '{self.where()}'")

    def read(self):
        """Reads the runner's output; called only when there is some."""
        data = os.read(self.process.stdout.fileno(), 65536)
        self.heard = time.monotonic()
        if not data:
            raise Failed(self.last_words())
        return data

    def last_words(self):
        """Why QEMU ended: it closed the channel."""
        said = self.process.stderr.read().decode(errors="replace").splitlines()
        error = limits.cause(self.tail(200)) or "; ".join(line for line in said if " warning: " not in line)
        try:
            number = -self.process.wait(5)
        except subprocess.TimeoutExpired:
            number = 0
        ended = f"was killed ({signal.Signals(number).name})" if number > 0 else "ended"
        return f"QEMU {ended} in stage '{self.where()}'" + (f": {error}" if error else "")

    def wait(self):
        """Waits up to a second; returns the files that can be read. The machine's output goes to the buffer."""
        self.look_after()
        writing = self.process.stdin in self.selector.get_map()
        if self.unsent and not writing:
            self.selector.register(self.process.stdin, selectors.EVENT_WRITE)
        elif writing and not self.unsent:
            self.selector.unregister(self.process.stdin)
        ready = [key.fileobj for key, _ in self.selector.select(1)]
        if self.process.stdout in ready:
            self.buffer += self.read()
        else:
            self.look_whether_quiet()
        return ready

    def more(self):
        """Waits for more in the buffer."""
        while True:
            if self.process.stdout in self.wait():
                return

    def line(self):
        while b"\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\n", 1)
        line = line.decode(errors="replace").strip("\r")
        if line.startswith("@stage "):
            self.stage = line[7:]
            self.forget_initrd()
        return line

    def exactly(self, size):
        while len(self.buffer) < size:
            self.more()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def send(self, data):
        """Never waits: bytes that the machine does not take yet are kept and sent during later waits."""
        self.unsent += data
        self.send_on()

    def send_on(self):
        try:
            while self.unsent:
                taken = self.process.stdin.write(self.unsent)
                if not taken:
                    return              # its pipe is full
                self.unsent = self.unsent[taken:]
        except BrokenPipeError:
            self.unsent = b""           # the next read says why

    def tail(self, lines=20):
        return tail(self.log, lines)

    def forget_initrd(self):
        if os.path.exists(self.initrd):
            os.unlink(self.initrd)

    def close(self):
        self.closed = True
        signal.signal(signal.SIGTERM, signal.SIG_IGN)   # nothing may keep us from ending it
        self.process.kill()
        self.process.wait()
        self.forget_initrd()


def tail(path, lines):
    """The end of a text file; nothing if there is no such file."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 200 * lines))
            return b"\n".join(file.read().splitlines()[-lines:]).decode(errors="replace")
    except OSError:
        return ""
