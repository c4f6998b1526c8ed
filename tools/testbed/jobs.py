# SPDX-License-Identifier: MIT
"""Jobs: folders with the files of a guest. Results, and messages to the user."""

import os
import re
import sys

from limits import Failed


def say(text):
    sys.stderr.write(f"ringlet: {text}\n")      # in one write, as other threads write too
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
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, mode) as file:
            file.write(data)
    except OSError as error:
        raise Failed(f"cannot write {path}: {error.strerror}") from error
