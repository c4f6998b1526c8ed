# SPDX-License-Identifier: MIT
"""Puts jobs into dom0's initrd: Linux unpacks several cpio archives one after another, so an
archive of /jobs follows the one of dom0's user space."""

import io


def _pad(raw, size):
    return raw + b"\0" * (-len(raw) % size)


def _entry(name, mode, data, number):
    """One file in the 'newc' form."""
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08x" % field for field in fields)
    return _pad(head + name.encode() + b"\0", 4) + _pad(data, 4)


def _archive(files):
    """An archive of /jobs with the given {path: bytes}."""
    folders = {"jobs"}
    for path in files:
        parts = ("jobs/" + path).split("/")
        folders.update("/".join(parts[:end]) for end in range(1, len(parts)))
    out = io.BytesIO()
    entries = [(folder, 0o040755, b"") for folder in sorted(folders)]
    entries += [("jobs/" + path, 0o100644, data) for path, data in sorted(files.items())]
    for number, (name, mode, data) in enumerate(entries, 1):
        out.write(_entry(name, mode, data, number))
    out.write(_entry("TRAILER!!!", 0, b"", 0))
    return out.getvalue()


def write(path, base, files):
    """Writes to path dom0's user space from the file base, with the files under /jobs."""
    with open(base, "rb") as file:
        image = file.read()
    with open(path, "wb") as file:
        file.write(_pad(image, 512) + _archive(files))
