# SPDX-License-Identifier: MIT
"""Checks this host's resources before a machine starts, and finds in the log why one died."""

import re
import shutil


class Failed(Exception):
    """Something that ends the run; its text is the one line the user sees."""


MIB = 1 << 20
# MiB of --memory for Xen itself and a guest of some size.
BESIDE_DOM0 = 192
# MiB that QEMU with Xen, dom0 and a small guest was measured to touch.
HOST_MEMORY = 640
# MiB for logs and results.
HOST_DISK = 16


def room_for_files(dom0_memory):
    """In MiB. Files are in dom0's memory twice: in its initrd, and unpacked in a file system that
    takes at most half the memory."""
    return dom0_memory * 3 // 8


def free_memory():
    """In MiB, with swap and memory that the kernel can reclaim."""
    with open("/proc/meminfo", encoding="ascii") as file:
        sizes = dict(re.findall(r"^(\w+): *(\d+)", file.read(), re.MULTILINE))
    return (int(sizes["MemAvailable"]) + int(sizes.get("SwapFree", 0))) // 1024


def check(options, files, dom0_memory):
    """Raises Failed if this host's resources are too small. dom0_memory is in MiB."""
    needed = dom0_memory + BESIDE_DOM0
    if options.memory < needed:
        raise Failed(f"--memory {options.memory}: {needed} MiB at least, of which dom0 has {dom0_memory}")
    free = free_memory()
    if free < HOST_MEMORY:
        raise Failed(f"only {free} MiB of memory are free here; QEMU with Xen and dom0 needs {HOST_MEMORY}")
    size = sum(len(data) for data in files.values())
    if size > room_for_files(dom0_memory) * MIB:
        largest = max(files, key=lambda name: len(files[name]))
        raise Failed(f"the guests' files take {size // MIB} MiB (the largest is {largest}); "
                             f"dom0 has room for {room_for_files(dom0_memory)}")
    needed = size // MIB + HOST_DISK
    free = shutil.disk_usage(options.dir).free // MIB
    if free < needed:
        raise Failed(f"the disk of {options.dir} has {free} MiB free; {needed} are needed")


# Last messages of Xen or dom0, and their meaning.
CAUSES = (
    (r"Initramfs unpacking failed: write error", "the guests' files do not fit into dom0's memory"),
    (r"Initramfs unpacking failed: ([^\r\n]*)", "dom0's image does not unpack: {}; make testbed-clean, and again"),
    (r"dom0: error: ([^\r\n]*)", "dom0: {}"),
    (r"Kernel panic - not syncing: ([^\r\n]*)", "dom0's kernel gave up: {}"),
    (r"Panic on CPU \d+:\r?\n(?:\(XEN\) )?([^\r\n]*)", "Xen gave up: {}"),
    (r"Hardware Dom0 (crashed)", "dom0 {}"),
)


def cause(log):
    """Why the machine is dead, or None."""
    for pattern, text in CAUSES:
        found = re.search(pattern, log)
        if found:
            return text.format(*found.groups())
    return None
