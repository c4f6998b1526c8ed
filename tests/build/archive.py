# SPDX-License-Identifier: MIT
"""A Debian archive and an npm registry in a folder, each with two packages: 'sample' is whole,
'spoilt' has the right sums but its contents are no archive."""

import base64
import hashlib
import io
import json
import os
import subprocess
import tarfile

CONTENT = b"int sample(void) { return 42; }\n"


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def tar(folder):
    """The contents of each package, with a filler, so that half of it can be missing."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        for name, data in (("code.c", CONTENT), ("filler", os.urandom(1 << 16)),
                           ("debian/source/format", b"3.0 (native)\n")):
            info = tarfile.TarInfo(f"{folder}/{name}")
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def spoil(name, data):
    return data if name == "sample" else b"no archive" * 5000


def sums(kind, files):
    return "".join(f" {hashlib.new(kind, data).hexdigest()} {len(data)} {name}\n"
                   for name, data in sorted(files.items()))


def source_package(root, name):
    """A source package: its files, and its entry in the archive's list."""
    files = {f"{name}_1.0.tar.gz": spoil(name, tar(f"{name}-1.0"))}
    head = f"Format: 3.0 (native)\nBinary: {name}\nArchitecture: any\nVersion: 1.0\nMaintainer: Nobody <nobody@example.com>\n"
    lists = lambda: f"Checksums-Sha256:\n{sums('sha256', files)}Files:\n{sums('md5', files)}"
    files[f"{name}_1.0.dsc"] = f"{head}Source: {name}\n{lists()}".encode()
    for file, data in files.items():
        write(f"{root}/pool/{file}", data)
    return f"{head}Package: {name}\nDirectory: pool\n{lists()}\n"


def binary_package(root, name, architecture):
    """The same for a binary package, whose source is in an archive in its /usr/src."""
    build = f"{root}/build-{name}"
    write(f"{build}/usr/src/{name}/code.tar.gz", spoil(name, tar("inner")))
    control = f"Package: lib{name}\nVersion: 1.0\nArchitecture: {architecture}\nMaintainer: Nobody <nobody@example.com>\nDescription: none\n"
    write(f"{build}/DEBIAN/control", control.encode())
    path = f"{root}/pool/lib{name}_1.0_{architecture}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", build, path],
                   check=True, stdout=subprocess.DEVNULL)
    with open(path, "rb") as file:
        data = file.read()
    return (f"{control}Filename: pool/{os.path.basename(path)}\nSize: {len(data)}\n"
            f"SHA256: {hashlib.sha256(data).hexdigest()}\n\n")


def debian(root, suite):
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True,
                                  check=True).stdout.strip()
    names = ("sample", "spoilt")
    lists = {
        "main/source/Sources": "".join(source_package(root, name) for name in names).encode(),
        f"main/binary-{architecture}/Packages":
            "".join(binary_package(root, name, architecture) for name in names).encode()}
    for name, data in lists.items():
        write(f"{root}/dists/{suite}/{name}", data)
    write(f"{root}/dists/{suite}/Release",
          (f"Suite: {suite}\nCodename: {suite}\nArchitectures: {architecture}\nComponents: main\n"
           f"Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n{sums('sha256', lists)}").encode())


def npm(root):
    """Writes each package and its description by the registry; the server adds the address."""
    for name in ("sample", "spoilt"):
        data = spoil(name, tar("package"))
        write(f"{root}/npm/{name}.tgz", data)
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        version = {"name": name, "version": "1.0.0",
                   "dist": {"tarball": f"@HERE@/npm/{name}.tgz", "integrity": integrity}}
        write(f"{root}/{name}", json.dumps({"name": name, "dist-tags": {"latest": "1.0.0"},
                                            "versions": {"1.0.0": version}}).encode())
