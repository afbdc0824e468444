"""Starts a prognosd of one's own for tests that run what the documents say."""

import re
import subprocess
import time


def start(prognosd, folder):
    """The process, and the port that it listens on."""
    log = open(f"{folder}/log", "w+", encoding="utf-8")
    service = subprocess.Popen([prognosd, "--address", "127.0.0.1:0", "--store", f"sqlite:{folder}/store.db"], stderr=log)
    for _ in range(300):
        log.seek(0)
        port = re.search(r" on port (\d+)", log.read())
        if port:
            return service, port.group(1)
        assert service.poll() is None, "prognosd ended"
        time.sleep(0.1)
    raise AssertionError("prognosd did not start")
