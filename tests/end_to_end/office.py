"""LibreOffice Calc without a window, for tests that open workbooks as an ekonom does."""

import csv
import glob
import os
import shutil
import subprocess
import sys

# Formulas are computed anew when a workbook is opened, so that a wrong one shows.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode"><value>0</value></prop>
<prop oor:name="ODFRecalcMode"><value>0</value></prop></item></oor:items>
"""


def require():
    """Ends the test with 77, skipped, where there is none."""
    if not shutil.which("soffice"):
        print("skipped: LibreOffice Calc is not installed")
        sys.exit(77)


def convert(files, kind, folder, *options):
    """Writes `files` as `kind` ("csv:...", "pdf", "ods", "xlsx") into `folder`."""
    profile = os.path.join(folder, "profile")
    if not os.path.exists(profile):
        os.makedirs(f"{profile}/user")
        with open(f"{profile}/user/registrymodifications.xcu", "w", encoding="utf-8") as settings:
            settings.write(RECALCULATE)
    result = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", *options, "--convert-to", kind, "--outdir",
         folder, *files], capture_output=True, text=True, timeout=280, env=dict(os.environ, HOME=folder))
    assert result.returncode == 0 and "Error" not in result.stdout + result.stderr, result.stdout + result.stderr


def sheets(file, folder):
    """{name of the sheet: rows of texts}, with numbers as the cells hold them and not as they are shown."""
    convert([file], "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1", folder)
    stem = os.path.splitext(os.path.basename(file))[0]
    found = {}
    for path in glob.glob(f"{folder}/{glob.escape(stem)}-*.csv"):
        with open(path, encoding="utf-8-sig", newline="") as text:
            found[os.path.basename(path)[len(stem) + 1:-4]] = list(csv.reader(text, delimiter=";"))
    assert found, f"{file} has no sheets"
    return found
