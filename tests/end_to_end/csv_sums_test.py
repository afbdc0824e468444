"""Reads the CSV of every command and adds it up: no table has sums among its rows without saying which they are.

    csv_sums_test.py PROGNOSD PROGNOS HANDBOOK    run in the folder that the paths of the handbook start from

A command that is neither in TABLES nor in WITHOUT_TABLE is one that somebody forgot: a new command is put in one of them.
"""

import collections
import csv
import io
import os
import re
import sys
import tempfile

from handbook import chapter_of, run, steps_of
from own_service import start

PROGNOSD, PROGNOS, HANDBOOK = sys.argv[1:]

# By command: how it is called. They are run after the handbook's chapter.
TABLES = {
    "visa": ["--ar 2022 --omgang host", "--ar 2022 --omgang host --varav", "--ar 2022 --omgang host --detaljer"],
    "oversikt": [""],
    "nasta-ar": ["", "--varav"],
    "skillnad": ["--ar 2022", "--ar 2022 --varav"],
    "forklara": ["--ar 2022 --omgang host"],
    "scenario": ["--ar 2022 --omgang host --vad-om 'vuxen-ovrigt.kostnad; 3 %'",
                 "--ar 2022 --omgang host --vad-om 'vuxen-ovrigt.kostnad; 3 %' --varav"],
    "jamfor": ["--ar 2022", "--ar 2022 --varav", "--ar 2022 --prognossakerhet", "--ar 2022 --prognossakerhet --varav"],
    "rullande": ["--till 2022-08", "--till 2022-08 --varav"],
    "utvardera": ["--ar-fran 2021 --ar-till 2021 --omgang host --modeller run-rate" + more
                  for more in ("", " --detaljer", " --manader", " --matt", " --varav", " --varav --detaljer",
                               " --varav --manader")],
    "lista": [""],
    "historik": [""],
    "forslag lista": [""],
    "utfall visa": ["--ar 2022"],
    "utfall flerar": ["--ar 2022", "--ar 2022 --varav"],
    "budget visa": ["--ar 2022", "--ar 2022 --varav"],
    "budget plan": ["--ar 2022", "--ar 2022 --varav"],
    "budget brygga": ["--ar 2022", "--ar 2022 --varav"],
    "verksamhet lista": [""],
    "kostnadsslag lista": [""],
    "regler visa": [""],
    "manad visa": ["--ar 2022"],
    "volymplan visa": ["--ar 2022"],
    "drivkraft visa": [""],
    "indikator visa": ["--ar 2022"],
    "bidrag visa": ["--ar 2022"],
    "projekt visa": ["--ar 2022"],
    "investering visa": ["--ar 2022"],
    "handelse lista": [""],
    "handelse underliggande": ["--ar 2022 --fran-ar 2021"],
    "organisation lista": [""],
    "installningar": [""],
    "importera": ["data/example/utfall-2022.se --kontrollera"],
    "granska": ["data/example/utfall-2022.se"],
}
# They answer in words, or with the table of another command that is read here.
WITHOUT_TABLE = set("""
organisation skapa; organisation visa; organisation stang-ar; organisation oppna-ar; organisation omgangar;
verksamhet las-in; verksamhet ta-bort; kostnadsslag satt; regler satt; manad oppna; manad preliminar; manad stang;
manad ta-bort; budget satt; budget tillagg; budget omfordela; budget periodisera; budget rakna-upp; budget flytta;
budget dra-tillbaka; skapa; justera; las; dra-tillbaka; rapport; oppna; blankett; las-in-blankett; forslag godta;
forslag avfarda; handelse lagg-till; handelse las-in; handelse ta-bort; drivkraft pris; drivkraft atersokning;
drivkraft satt; drivkraft ta-bort; indikator satt; indikator varde; indikator ta-bort; bidrag satt; bidrag ta-bort; projekt satt;
projekt ta-bort; investering satt; investering ta-bort; volymplan satt; volymplan ta-bort; installningar satt;
installningar ta-bort; installningar visa; komplettera; hjalp; halsa
""".replace("\n", " ").strip().split("; "))
# Files that are read in again; of an activity with others below it they hold what is booked on itself.
ROUND_TRIPS = {"budget visa", "utfall visa", "volymplan visa", "verksamhet lista", "regler visa", "handelse lista"}
SUMS = re.compile(r"^(summa|tillsammans|delsumma|totalt|varav )", re.IGNORECASE)
KINDS = {"rad", "grupp", "delsumma", "summa", "varav", "netto"}
# Amounts that add up, where a table has them, and what tells its tables of one shape apart.
ADDITIVE = {"budget", "utfall", "prognos", "avvikelse", "helar", "i_scenariot", "skillnad", "avvikelse_fore", "avvikelse_nu",
            "forra_arets_manader", "arets_manader", "tolv_manader_fore", "tolv_manader", "forra_aret"}
APART = ["matt", "enhet", "omgang", "prognosnamn", "modell", "av", "scenario", "ar", "kant_till", "del"]


def tables_of(text):
    """(header, rows) of each table of a CSV."""
    text = text.lstrip("\ufeff")
    for part in re.split(r"\n\n", text):
        lines = list(csv.reader(io.StringIO(part), delimiter=";"))
        if lines:
            yield lines[0], [dict(zip(lines[0], line)) for line in lines[1:] if line]


def number(text):
    return float(text.replace(",", "."))


def holds_sums(command, rows, parents):
    if any(SUMS.match(text) for row in rows for text in list(row.values())[:4]):
        return True
    activities = {row.get("verksamhet") for row in rows}
    return command not in ROUND_TRIPS and any(child in activities and parent in activities
                                              for child, parent in parents.items() if parent)


def check_sums(name, header, rows):
    """That the rows of kind "rad" add up to each sum. Sums of what has no row ("Direkt bokfört" of nets) are left out."""
    rest = [row for row in rows if row["radtyp"] in ("rad", "summa")]
    told_of_sums = [apart for apart in APART if any(row.get(apart) for row in rest if row["radtyp"] == "summa")]
    for column in ADDITIVE & set(header):
        sums, parts = {}, collections.Counter()
        for row in rest:
            key = tuple(row.get(apart, "") for apart in told_of_sums)
            if row[column] == "" or row.get("av") == "bedömd":  # Only lines that somebody judged have a row then.
                continue
            if row["radtyp"] == "summa":
                sums[key] = number(row[column])
            else:
                parts[key] += number(row[column])
        for key, amount in sums.items():
            if key in parts:
                assert abs(amount - parts[key]) < 1.0, f"{name}: {column} of {key}: {parts[key]}, the sum says {amount}"


def check(command, name, text, parents):
    count = 0
    for header, rows in tables_of(text):
        if "radtyp" in header:
            count += 1
            assert header[-2:] == ["niva", "radtyp"], f"{name}: {header}"
            unknown = {row["radtyp"] for row in rows} - KINDS
            assert not unknown, f"{name}: {unknown}"
            if "--format csv" in name:
                check_sums(name, header, rows)
        else:
            assert not holds_sums(command, rows, parents), f"{name}: sums without niva and radtyp: {header}\n{rows[:3]}"
    return count


def commands_of_program(folder, port):
    """As the manual has them: its pages, and of a group ("budget") the commands that the page tells of."""
    result = run(f"{PROGNOS} __man {folder}/man", port, os.path.dirname(PROGNOS), folder)
    assert result.returncode == 0, result.stderr
    commands = set()
    for page in os.listdir(f"{folder}/man"):
        if not page.startswith("prognos-"):
            continue
        with open(f"{folder}/man/{page}", encoding="utf-8") as file:
            text = file.read().replace("\\-", "-")
        if text.startswith(".so "):  # The page under its name in another language.
            continue
        parts = re.findall(r'^\.SS "prognos (\S+ \S+)', text, re.MULTILINE)
        commands.update(parts or [page[len("prognos-"):-len(".1")]])
    return commands


def main():
    with open(HANDBOOK, encoding="utf-8") as file:
        steps = steps_of(chapter_of(file.read()))
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.abspath("data"), f"{folder}/data")
        service, port = start(PROGNOSD, folder)

        def output(command):
            result = run(command, port, os.path.dirname(PROGNOS), folder)
            assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
            return result.stdout

        try:
            forgotten = commands_of_program(folder, port) - set(TABLES) - WITHOUT_TABLE
            assert not forgotten, f"neither in TABLES nor in WITHOUT_TABLE: {sorted(forgotten)}"
            for command, _ in steps:
                output(command)
            listed = output("prognos verksamhet lista --format csv").lstrip("\ufeff")
            parents = {row["id"]: row["overordnad"] for row in csv.DictReader(io.StringIO(listed), delimiter=";")}
            assert any(parents.values())
            with_sums = 0
            for command, variants in TABLES.items():
                for options in variants:
                    for form in ("csv", "tabell-csv"):
                        if form == "tabell-csv" and command in ("granska", "importera"):
                            continue
                        name = f"prognos {command} {options} --format {form}"
                        with_sums += check(command, name, output(name), parents)
        finally:
            service.terminate()
            service.wait(30)
    print(f"{with_sums} tables with sums")


main()
