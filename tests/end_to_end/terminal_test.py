"""The program at a terminal: pager, progress, charts, and Ctrl-C.

    terminal_test.py PROGNOSD PROGNOS    run in the folder that holds data/example

A pseudo terminal stands for the one a person sits at. What is printed is read as a person sees it, with control characters.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

from own_service import start

PROGNOSD, PROGNOS = sys.argv[1:]


class Seat:
    """A person at a terminal with a service of their own."""

    def __init__(self, port, folder):
        self.folder = folder
        self.environment = dict(os.environ, PROGNOS_ADRESS=f"127.0.0.1:{port}", TERM="xterm", LC_ALL="C.UTF-8")
        for name in ("PROGNOS_ORGANISATION", "PAGER", "PROGNOS_SIDVISARE", "LESS", "NO_COLOR"):
            self.environment.pop(name, None)

    def run(self, *words, lines=24, columns=100, out_to=None, keys=None, interrupt_at=None, **variables):
        """(exit code, what was seen). `interrupt_at`: Ctrl-C is pressed when that is seen. `keys`: typed at once."""
        process_id, terminal = pty.fork()
        if process_id == 0:
            os.chdir(self.folder)
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            if out_to:
                os.dup2(os.open(out_to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
            os.execve(PROGNOS, ["prognos", *words], dict(self.environment, **variables))
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        seen = b""
        if keys:
            time.sleep(0.5)
            os.write(terminal, keys)
        deadline = time.time() + 120
        while True:
            assert time.time() < deadline, f"{words}: {seen[-500:]}"
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                data = os.read(terminal, 65536)
            except OSError:  # The other end was closed.
                data = b""
            if not data:
                break
            seen += data
            if interrupt_at and interrupt_at.encode() in seen:
                os.write(terminal, b"\x03")
                interrupt_at = None
        status = os.waitpid(process_id, 0)[1]
        return os.waitstatus_to_exitcode(status), seen.decode("utf-8", "replace").replace("\r\n", "\n")


def load(seat):
    example = os.path.abspath("data/example")
    commands = [
        ["organisation", "skapa", "exempelby", "--namn", "Exempelby socialnämnd"],
        ["verksamhet", "las-in", f"{example}/verksamheter.csv"],
        ["kostnadsslag", "satt", f"{example}/kostnadsslag.csv"],
        ["regler", "satt", f"{example}/konteringsregler.csv"],
        ["budget", "satt", f"{example}/budget-2022.csv", "--ar", "2022", "--beslutad", "2021-11-24"],
    ]
    for words in commands:
        code, seen = seat.run(*words, "--utan-sidvisning")
        assert code == 0, (words, seen)


def check_progress(seat):
    """The import tells how far it has come and wipes it away; nothing of it comes where stderr is no terminal."""
    file = os.path.abspath("data/example/utfall-2018-2021.csv")
    code, seen = seat.run("importera", file)
    assert code == 0, seen
    assert re.search(r"utfall-2018-2021\.csv  █+░*  +\d+ %", seen), seen
    assert "MiB/s" in seen and "kvar" in seen and "tjänsten läser" in seen, seen
    assert "\r\x1b[K" in seen, seen
    assert "rader lästa" in seen.split("\x1b[K")[-1], seen
    ascii_only = seat.run("importera", file, LC_ALL="C")[1]
    assert re.search(r"utfall-2018-2021\.csv  #+\.*  +\d+ %", ascii_only), ascii_only
    quiet = subprocess.run([PROGNOS, "importera", file], env=seat.environment, capture_output=True, text=True, timeout=120)
    assert quiet.returncode == 0 and quiet.stderr == "", quiet
    assert "\x1b" not in quiet.stdout, quiet.stdout
    assert "\x1b[K" not in seat.run("importera", file, TERM="dumb")[1]
    # Where stdout is a file and stderr a terminal, the file holds the table alone.
    seat.run("importera", file, out_to=f"{seat.folder}/ut")
    with open(f"{seat.folder}/ut", encoding="utf-8") as out:
        assert "█" not in out.read()


def check_pager(seat):
    """What is longer than the screen goes through the pager, and nothing else does."""
    mark = "sed s/^/»/"
    long = seat.run("verksamhet", "lista", lines=5, PAGER=mark)
    assert long[0] == 0 and long[1].startswith("»"), long
    short = seat.run("verksamhet", "lista", lines=200, PAGER=mark)
    assert short[0] == 0 and "»" not in short[1], short
    assert long[1].replace("»", "") == short[1]
    for others in ({"PAGER": "cat"}, {"PAGER": ""}, {"PROGNOS_SIDVISARE": "", "PAGER": mark}):
        assert seat.run("verksamhet", "lista", lines=5, **others)[1] == short[1], others
    assert seat.run("verksamhet", "lista", "--utan-sidvisning", lines=5, PAGER=mark)[1] == short[1]
    assert seat.run("verksamhet", "lista", lines=5, PAGER="finns-inte-alls 2>/dev/null")[1] == short[1]
    # A pager that is left before its end has taken all it wanted.
    assert seat.run("verksamhet", "lista", lines=5, PAGER="head -1")[0] == 0
    # Ctrl-C belongs to the pager: twice, it does not end the program under it.
    code, seen = seat.run("verksamhet", "lista", lines=5, keys=b"\x03\x03",
                          PAGER="trap '' INT; sleep 2; sed s/^/»/")
    assert code == 0 and seen.count("»") > 5, (code, seen)


def check_charts(seat):
    assert seat.run("importera", os.path.abspath("data/example/utfall-2022.se"))[0] == 0
    assert seat.run("skapa", "--ar", "2022", "--omgang", "var", "--utan-sidvisning")[0] == 0
    for columns in (60, 80, 100):
        code, seen = seat.run("visa", "--diagram", "--utan-sidvisning", columns=columns)
        assert code == 0 and "Avvikelse per verksamhet" in seen, seen
        assert "█" in seen and "rullande tolv månader" in seen, seen
        for line in seen.splitlines():
            plain = re.sub(r"\x1b\[\d+m", "", line)
            assert len(plain) <= columns, (columns, plain)
    seen = seat.run("visa", "--diagram", "--utan-sidvisning", LC_ALL="C")[1]
    assert not re.search("[█▁▒░│━─]", seen), seen
    assert "#" in seen


def check_interrupt(seat, log):
    """Ctrl-C ends the call on the server, and says what was stored."""
    code, seen = seat.run("utvardera", "--ar-fran", "2019", "--ar-till", "2021", "--spara", interrupt_at=" %  ")
    assert code == 130, (code, seen)
    assert "avbrutet" in seen, seen
    assert "kvar" in seen, seen
    for _ in range(100):
        with open(log, encoding="utf-8") as file:
            if re.search(r"Backtest.*CANCELLED|CANCELLED.*Backtest", file.read()):
                break
        time.sleep(0.1)
    else:
        raise AssertionError("the service worked on")
    listed = seat.run("historik", "--utan-sidvisning")[1]
    assert "utvärdering" not in listed, listed


def main():
    with tempfile.TemporaryDirectory() as folder:
        service, port = start(PROGNOSD, folder)
        try:
            seat = Seat(port, folder)
            load(seat)
            check_progress(seat)
            check_pager(seat)
            check_charts(seat)
            check_interrupt(seat, f"{folder}/log")
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(30)
    print("progress, pager, charts, Ctrl-C")


main()
