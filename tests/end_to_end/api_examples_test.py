"""Runs the programs of docs/api.md against a service with the example of a year, and holds what they print against the
command line.

    api_examples_test.py PROGNOSD PROGNOS PAGE NODE MODULES    run in the folder that the paths of the page start from

Blocks of one language are one program each, but for the last of Python, which needs TLS: tests/end_to_end/
secure_client_test.py makes such calls. Exit code 77: gRPC for Python is not installed; without Node or its packages
(MODULES) that part is left out and told.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

from own_service import start

PROGNOSD, PROGNOS, PAGE, NODE, MODULES = sys.argv[1:]
try:
    import grpc  # noqa: F401  The programs need it.
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def blocks_of(language):
    with open(PAGE, encoding="utf-8") as page:
        return re.findall(rf"^```{language}\n(.*?)^```$", page.read(), re.MULTILINE | re.DOTALL)


def run(command, folder, port, **environment):
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120,
                            env={**os.environ, "PROGNOS_ADRESS": f"127.0.0.1:{port}",
                                 "PROGNOS_ORGANISATION": "exempelby", **environment})
    assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    return result.stdout


def load_example(folder, port):
    data = "data/example"
    for words in (["organisation", "skapa", "exempelby", "--namn", "Exempelby socialnämnd"],
                  ["verksamhet", "las-in", f"{data}/verksamheter.csv"],
                  ["kostnadsslag", "satt", f"{data}/kostnadsslag.csv"],
                  ["regler", "satt", f"{data}/konteringsregler.csv"],
                  ["importera", f"{data}/utfall-2018-2021.csv", f"{data}/volymer.csv", f"{data}/utfall-2022.se"],
                  ["budget", "satt", f"{data}/budget-2022.csv", "--ar", "2022", "--beslutad", "2021-11-24",
                   "--beskrivning", "Nämndplan 2022"]):
        run([PROGNOS, *words], folder, port)


def top_rows(folder, port):
    """(name, full year, deviation) in öre of the sum and the activities of the top level, as the command line has them."""
    printed = json.loads(run([PROGNOS, "visa", "--ar", "2022", "--omgang", "host", "--format", "tabell-json"], folder, port))
    table = next(block for block in printed["blocks"] if block["type"] == "table")
    rows = [row for row in table["rows"] if row["level"] == 0]
    ore = [(row["cells"]["full_year"]["ore"], row["cells"]["deviation"]["ore"]) for row in rows]
    return sorted((int(year), int(deviation)) for year, deviation in ore)


def numbers_of(printed):
    """The same of what a program printed: the last three words of each line are kronor, kronor and a probability."""
    rows = []
    for line in printed.splitlines():
        year, deviation = re.findall(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?) [\d.]+%?$", line)[0]
        rows.append((round(float(year) * 1e5), round(float(deviation) * 1e5)))
    return sorted(rows)


def on_port(program, port):
    assert "127.0.0.1:7443" in program
    return program.replace("127.0.0.1:7443", f"127.0.0.1:{port}")


def run_python(folder, port):
    generate = blocks_of("sh")[0]
    run(["sh", "-ec", generate], folder, port)
    return run(["/usr/bin/python3", "-c", on_port(blocks_of("python")[0], port)], folder, port, PYTHONPATH=folder)


def run_node(folder, port):
    return run([NODE, "-e", on_port(blocks_of("js")[0], port)], folder, port, NODE_PATH=MODULES)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("data", "proto"):
            os.symlink(os.path.abspath(name), f"{folder}/{name}")
        service, port = start(PROGNOSD, folder)
        try:
            load_example(folder, port)
            programs = {"Python": run_python(folder, port)}
            if os.path.exists(NODE) and os.path.isdir(f"{MODULES}/@grpc/grpc-js"):
                programs["Node"] = run_node(folder, port)
            expected = top_rows(folder, port)
            assert len(expected) > 3, expected
            for language, printed in programs.items():
                assert numbers_of(printed) == expected, f"{language}:\n{printed}\nnot {expected}"
        finally:
            service.terminate()
            service.wait(30)
    print(f"{' and '.join(programs)} print what the command line does")


main()
