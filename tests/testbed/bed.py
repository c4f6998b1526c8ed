# SPDX-License-Identifier: MIT
"""The testbed as these tests use it."""

import os
import shutil
import subprocess

TREE = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
PROGRAM = TREE + "/tools/testbed/testbed.py"
SECONDS = 400           # a testbed that takes longer hangs


class Wrong(Exception):
    """A case failed, for this reason."""


class Bed:
    """The testbed, and a folder for jobs."""

    def __init__(self, testbed, image, folder):
        self.testbed, self.image, self.folder = os.path.abspath(testbed), image, folder

    def job(self, place, name, **files):
        job = f"{self.folder}/{place}/{name}"
        os.makedirs(job)
        shutil.copy(self.image + ".elf", job + "/guest.elf")
        subprocess.run([TREE + "/tools/build/domain-config", self.image + ".cfg", job + "/guest.cfg",
                        f'kernel="/jobs/{name}/guest.elf"'], check=True)
        for file, text in files.items():
            with open(f"{job}/{file}", "w", encoding="utf-8") as out:
                out.write(text)
        return job

    def command(self, word, *more, testbed=None, limit=()):
        testbed = testbed or self.testbed
        return [*limit, "python3", PROGRAM, word, "--dir", testbed, "--xen", testbed + "/debian/xen-stock", *more]

    def start(self, *words, **keys):
        return subprocess.Popen(self.command(*words, **keys), stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *words, **keys):
        with self.start(*words, **keys) as process:
            try:
                return process.returncode, process.communicate(timeout=SECONDS)[0]
            except subprocess.TimeoutExpired as error:
                process.terminate()
                raise Wrong(f"it hung: {process.communicate()[0]}") from error

    def spoilt(self, name, change):
        """A testbed with a changed dom0 image."""
        place = f"{self.folder}/{name}"
        os.makedirs(place)
        os.symlink(self.testbed + "/debian", place + "/debian")
        with open(self.testbed + "/dom0.cpio.gz", "rb") as file:
            image = change(file.read())
        with open(place + "/dom0.cpio.gz", "wb") as file:
            file.write(image)
        return place
