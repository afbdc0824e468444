"""Runs every command of the handbook's chapter "Ett år med prognos", in order, against a service of its own.

    handbook_test.py PROGNOSD PROGNOS HANDBOOK KEEP    run in the folder that the paths of the handbook start from

The commands are the lines of the chapter's code blocks that begin with "prognos", with those that a backslash joins to
them. Each must succeed and print something. What stands in quotes in a line "Visar: ..." after a block must stand in what
its last command printed. The report that the chapter writes is left in the folder KEEP, as a page and as a workbook, with
the forecast that it is of, as the API answers it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from own_service import start

PROGNOSD, PROGNOS, HANDBOOK, KEEP = sys.argv[1:]
CHAPTER = "## Ett år med prognos"
SHOWN = re.compile(r"^Visar: (.*)$", re.MULTILINE)


def chapter_of(text):
    assert text.count(CHAPTER) == 1, f"{HANDBOOK} has not one chapter {CHAPTER}"
    return re.split(r"^## ", text.split(CHAPTER + "\n")[1], flags=re.MULTILINE)[0]


def steps_of(chapter):
    """(command, what it is said to show) of each command."""
    blocks = re.split(r"^```\n", chapter, flags=re.MULTILINE)
    steps = []
    for code, text in zip(blocks[1::2], blocks[2::2]):
        commands = [line for line in code.replace("\\\n", " ").splitlines() if line.startswith("prognos ")]
        assert commands, f"a block without a command: {code}"
        steps += [(command, []) for command in commands]
        for shown in SHOWN.findall(text):
            steps[-1][1].extend(re.findall(r'"([^"]+)"', shown))
    return steps


def run(command, port, bin_folder, folder):
    environment = dict(os.environ, PROGNOS_ADRESS=f"127.0.0.1:{port}", PATH=f"{bin_folder}:{os.environ['PATH']}")
    environment.pop("PROGNOS_ORGANISATION", None)
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def main():
    with open(HANDBOOK, encoding="utf-8") as file:
        steps = steps_of(chapter_of(file.read()))
    assert len(steps) >= 20, f"only {len(steps)} commands"
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.abspath("data"), f"{folder}/data")  # The commands write here, too.
        service, port = start(PROGNOSD, folder)
        try:
            for command, shown in steps:
                result = run(command, port, os.path.dirname(PROGNOS), folder)
                printed = result.stdout.replace("\u00a0", " ")
                assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
                assert printed.strip(), f"{command}: prints nothing"
                for text in shown:
                    assert text in printed, f"{command}: does not show {text!r}:\n{printed}"
            os.makedirs(KEEP, exist_ok=True)
            shutil.copy(f"{folder}/rapport.html", KEEP)
            shutil.copy(f"{folder}/rapport.xlsx", KEEP)
            forecast = run("prognos visa --ar 2022 --omgang host --format json", port, os.path.dirname(PROGNOS), folder)
            with open(f"{KEEP}/prognos.json", "w", encoding="utf-8") as file:
                file.write(forecast.stdout)
        finally:
            service.terminate()
            service.wait(30)
    print(f"{len(steps)} commands")


main()
