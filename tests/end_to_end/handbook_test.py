"""Runs every command of the handbook's chapter "Ett år med prognos", in order, against a service of its own.

    handbook_test.py PROGNOSD PROGNOS HANDBOOK KEEP    run in the folder that the paths of the handbook start from

The commands are the lines of the chapter's code blocks that begin with "prognos", with those that a backslash joins to
them. Each must succeed and print something. What stands in quotes in a line "Visar: ..." after a block must stand in what
its last command printed. The report that the chapter writes is left in the folder KEEP, as a page and as a workbook, with
the forecast that it is of, as the API answers it.
"""

import os
import shutil
import sys
import tempfile

from handbook import chapter_of, run, steps_of
from own_service import start

PROGNOSD, PROGNOS, HANDBOOK, KEEP = sys.argv[1:]

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
