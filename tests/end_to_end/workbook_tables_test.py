"""Tables that LibreOffice saved as .ods and .xlsx, loaded in the place of the CSV that they were: the ledger is the same. And a form
that it saved is read.

    workbook_tables_test.py PROGNOSD PROGNOS EXAMPLE    EXAMPLE: the folder of the made-up municipality

Ends with 77, skipped, where LibreOffice Calc is not installed.
"""

import subprocess
import sys
import tempfile

import office
from own_service import start

PROGNOSD, PROGNOS, EXAMPLE = sys.argv[1:]
TABLES = ["verksamheter", "kostnadsslag", "konteringsregler", "utfall-2022", "volymer", "budget-2022"]
SEMICOLONS = "CSV:59,34,76,1"  # ';', '"', UTF-8, from the first line.


class Nämnd:
    """An organization, and what is asked of it on the command line."""

    def __init__(self, port, name):
        self.arguments = [PROGNOS, "--adress", f"127.0.0.1:{port}", "--organisation", name]
        self.run("organisation", "skapa", name, "--namn", name)

    def run(self, *words, code=0):
        result = subprocess.run(self.arguments + list(words), capture_output=True, text=True, timeout=120)
        assert result.returncode == code, f"{words}\n{result.stdout}{result.stderr}"
        return result.stdout + result.stderr

    def load(self, table):
        """`table`: a function from the name of a table to its file."""
        self.run("verksamhet", "las-in", table("verksamheter"))
        self.run("kostnadsslag", "satt", table("kostnadsslag"))
        self.run("regler", "satt", table("konteringsregler"))
        self.run("importera", table("utfall-2022"), table("volymer"))
        self.run("budget", "satt", table("budget-2022"), "--ar", "2022", "--beslutad", "2021-11-24")

    def holds(self):
        return [self.run("verksamhet", "lista", "--format", "csv"), self.run("regler", "visa", "--format", "csv"),
                self.run("utfall", "visa", "--ar", "2022", "--format", "csv"),
                self.run("budget", "visa", "--ar", "2022", "--format", "csv")]


def check_form(nämnd, folder):
    """A form that Calc saved without a change asks for nothing, in whichever format."""
    nämnd.run("skapa", "--ar", "2022", "--omgang", "host")
    nämnd.run("blankett", "--ar", "2022", "--omgang", "host", "--ut", f"{folder}/blankett.xlsx")
    office.convert([f"{folder}/blankett.xlsx"], "ods", folder)
    assert "Inget är ändrat" in nämnd.run("las-in-blankett", f"{folder}/blankett.ods")


def main():
    office.require()
    with tempfile.TemporaryDirectory() as folder:
        service, port = start(PROGNOSD, folder)
        try:
            of_text = Nämnd(port, "text")
            of_text.load(lambda name: f"{EXAMPLE}/{name}.csv")
            for kind in ("ods", "xlsx"):
                of_workbooks = Nämnd(port, kind)
                office.convert([f"{EXAMPLE}/{name}.csv" for name in TABLES], kind, folder, f"--infilter={SEMICOLONS}")
                of_workbooks.load(lambda name: f"{folder}/{name}.{kind}")
                assert of_workbooks.holds() == of_text.holds(), kind
            check_form(of_text, folder)
            told = of_text.run("importera", f"{folder}/volymer.ods", "--blad", "Blad17", code=1)
            assert "Blad17" in told and "volymer" in told, told
        finally:
            service.terminate()
            service.wait(30)


main()
