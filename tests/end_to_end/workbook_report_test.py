"""Opens the report's workbook in LibreOffice, with every formula computed anew, and compares its cells with the API's.

    workbook_report_test.py FOLDER    with rapport.xlsx, and prognos.json: the forecast as the API answers it

Ends with 77, skipped, where LibreOffice Calc is not installed.
"""

import json
import sys
import tempfile

import office

FOLDER = sys.argv[1]


def number(text):
    return float(text.replace("\u2212", "-")) if text else None


def month_of(day):
    """A day as Calc writes it ("03/01/2022") to its month, "2022-03"."""
    month, _, year = day.split("/")
    return f"{year}-{month}"


def table_in(rows, heading):
    """The rows below the header that begins with `heading`, up to the first that has no text."""
    top = next(i for i, row in enumerate(rows) if row and row[0] == heading)
    body = rows[top + 1:]
    end = next((i for i, row in enumerate(body) if not row or not row[0]), len(body))
    return rows[top], body[:end]


def wholes(line, parts):
    return int(parts) / (1000 if line["measure"] == "volume" else 100)


def check_months(forecast, rows):
    """Every month of every series stands once in the raw data, with what the API says of it."""
    _, body = table_in(rows, "Verksamhet")
    found = {(row[1], month_of(row[5])): row for row in body}
    assert len(found) == len(body), "a month of a series stands twice"
    expected = [(line, month) for line in forecast["lines"] if line["series"] for month in line["months"]]
    assert len(expected) == len(body), f"{len(body)} rows for {len(expected)} months"
    for line, month in expected:
        row = found[line["series"].split("/")[-1], month["month"]]
        assert abs(number(row[7]) - wholes(line, month["amount"])) < 1e-6, (row, month)
        budget = wholes(line, month["budget"]) if month.get("budget") is not None else None
        assert (number(row[8]) is None) == (budget is None), (row, month)
        assert budget is None or abs(number(row[8]) - budget) < 1e-6, (row, month)
        assert row[6] == ("Utfall" if month["known"] else "Prognos"), (row, month)


def check_rows(forecast, rows):
    """The first table has budget, forecast and deviation of each activity; sums are formulas, computed by Calc."""
    header, body = table_in(rows, "Verksamhet")
    amounts = [[number(cell) if cell.lstrip("-\u2212").replace(".", "", 1).isdigit() else None for cell in row]
               for row in body]
    names = [row[0] for row in body]
    nets = [line for line in forecast["lines"] if line["measure"] == "net"]
    checked = 0
    for line in nets:
        name = line["display_name"] or "Summa"
        if names.count(name) != 1:
            continue
        values = amounts[names.index(name)]
        for field in ("budget", "full_year", "known_amount"):
            if line.get(field) is None:
                continue
            kronor = int(line[field]) / 100
            assert any(value is not None and abs(value - kronor) < 1e-4 for value in values), (header, name, field, kronor)
            checked += 1
    assert checked >= 20, f"only {checked} values were compared"


def main():
    office.require()
    with open(f"{FOLDER}/prognos.json", encoding="utf-8") as file:
        forecast = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        sheets = office.sheets(f"{FOLDER}/rapport.xlsx", folder)
    assert len(sheets) >= 6, sorted(sheets)
    for name, rows in sheets.items():
        for row in rows:
            assert not any(cell.startswith(("#REF", "#NAME", "#VALUE", "#DIV", "Err:")) for cell in row), (name, row)
    check_months(forecast, sheets["Rådata"])
    check_rows(forecast, sheets["Prognos för helåret"])
    print(f"{len(sheets)} sheets")


main()
