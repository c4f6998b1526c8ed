# SPDX-License-Identifier: MIT
"""Serves a folder to apt and npm at /MODE/...; the mode decides how its packages are sent:

    whole      unchanged
    cut        the connection ends after half of the package
    changed    with one wrong bit
    stuck      only half, and the connection stays open
"""

import http.server
import os
import threading

PACKAGES = (".gz", ".deb", ".tgz")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, root):
        super().__init__(("127.0.0.1", 0), Handler)
        self.root = root
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.stuck = {}                 # mode: event that is set when half of a package has been sent
        self.ended = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def is_stuck(self, path):
        return self.stuck.setdefault(path, threading.Event())

    def handle_error(self, request, client_address):
        """Ignored: the tests let clients disappear."""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        mode, _, path = self.path.lstrip("/").partition("/")
        try:
            with open(os.path.join(self.server.root, path), "rb") as file:
                data = file.read()
        except OSError:
            self.send_error(404)
            return
        data = data.replace(b"@HERE@", f"{self.server.url}/{mode}".encode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if path.endswith(PACKAGES) and mode.partition("-")[0] in ("cut", "stuck"):
            self.wfile.write(data[:len(data) // 2])
            self.wfile.flush()
            if mode.startswith("stuck"):
                self.server.is_stuck(mode).set()
                self.server.ended.wait()
            return
        if path.endswith(PACKAGES) and mode.startswith("changed"):
            data = data[:-100] + bytes([data[-100] ^ 1]) + data[-99:]
        self.wfile.write(data)

    def log_message(self, *unused):     # pylint: disable=arguments-differ
        pass
