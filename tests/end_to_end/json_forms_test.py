"""Holds what every command prints with --format json against its schema, and the schemas against those that are promised.

    json_forms_test.py PROGNOSD PROGNOS HANDBOOK SCHEMAS    run in the folder that the paths of the handbook start from

The commands are those of the handbook's chapter, each with --format json, and the ones below, so that every schema meets
an answer. SCHEMAS is the folder docs/schema: a field that is renamed, goes away or changes its type differs from it.
"""

import json
import os
import shlex
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

from handbook import chapter_of, run, steps_of
from own_service import start

PROGNOSD, PROGNOS, HANDBOOK, SCHEMAS = sys.argv[1:]

FILES = {
    "indikatorer.csv": "indikator;typ;riktning;mål;T1;T2\nAntal SIP;ackumulerat;högre;20;10;19\n",
    "bidrag.csv": "bidrag;beviljat;använt;slutdatum\nFamiljekontakter;1200;40;2023-12-31\n",
    "projekt.csv": "projekt;budget;startdatum;slutdatum;använt;prognos\nBarnskyddsteamet;6100;2020;2023;5697;6100\n",
    "investeringar.csv": "investering;totalbudget;budget;använt\nInventarier;450;450;347\n",
    "volymplan.csv": "verksamhet;slag;plan\nekonomiskt-bistand;hushall;600\n",
    "handelser.csv": "serie;slag;från;händelse;belopp\nvuxen-externa-placeringar.kostnad;engangspost;2023-02;Flytt;100000\n",
    "drivkrafter.csv": "serie;hur;drivs_av\nekonomiskt-bistand.kostnad;pris;ekonomiskt-bistand.hushall\n",
    "omfordelning.csv": "verksamhet;slag;belopp\nvuxen-ovrigt;kostnad;-1000\nvuxen-externa-placeringar;kostnad;1000\n",
    "periodisering.csv": "verksamhet;slag;periodisering\nvuxen-ovrigt;kostnad;jamn\n",
    "tom.csv": "id;namn;serier\ntom;Tom enhet;kostnad\n",
    "budget.csv": "verksamhet;slag;belopp\nvuxen-ovrigt;kostnad;100000\n",
}
# In this order, after those of the handbook.
FURTHER = """
organisation visa
organisation lista
organisation oppna-ar --ar 2022
organisation omgangar exempelby --var 3
verksamhet lista
verksamhet las-in tom.csv
verksamhet ta-bort "Tom enhet"
kostnadsslag lista
regler visa
lista
visa --ar 2022 --omgang host
visa --ar 2022 --omgang host --diagram
utfall visa --ar 2022 --serie vuxen-ovrigt.kostnad
rullande --till 2022-08
historik
historik NEWEST
dra-tillbaka NEWEST --skal fel --kontrollera
budget dra-tillbaka --ar 2023 --nummer 1 --skal fel --kontrollera
forslag lista
utvardera --ar-fran 2021 --ar-till 2021 --omgang host --modeller run-rate
manad preliminar 2022-12
manad ta-bort 2022-12
indikator satt indikatorer.csv --ar 2022
indikator varde antal-sip --manad 2022-12 --varde 25
indikator visa --ar 2022
indikator ta-bort antal-sip --manad 2022-12 --skal fel
bidrag satt bidrag.csv --ar 2022
bidrag visa --ar 2022
bidrag ta-bort familjekontakter --skal fel
projekt satt projekt.csv --ar 2022 --till 2022-08
projekt visa --ar 2022
projekt ta-bort barnskyddsteamet --skal fel
investering satt investeringar.csv --ar 2022
investering visa --ar 2022
investering ta-bort inventarier --skal fel
volymplan satt volymplan.csv --ar 2022
volymplan visa --ar 2022
volymplan ta-bort ekonomiskt-bistand.hushall --ar 2022 --skal fel
drivkraft pris vuxen-externa-placeringar.kostnad vuxen-externa-placeringar.vårddygn
drivkraft atersokning ensamkommande-barn.intakt ensamkommande-barn.vårddygn
drivkraft satt drivkrafter.csv
drivkraft visa
drivkraft ta-bort vuxen-externa-placeringar.kostnad
handelse lagg-till ekonomiskt-bistand.kostnad --slag procent --fran 2022-07 --procent 8,6 --text Riksnorm
handelse lista
handelse las-in handelser.csv
handelse underliggande --ar 2022 --fran-ar 2021
budget satt budget.csv --ar 2030 --beslutad 2029-11-20
budget satt --ar 2031 --beslutad 2030-11-20 --serie vuxen-ovrigt.kostnad --belopp 1000000
budget tillagg budget.csv --ar 2030 --beslutad 2030-02-01 --fran 2030-03
budget omfordela omfordelning.csv --ar 2030 --beslutad 2030-02-01 --fran 2030-03
budget periodisera periodisering.csv --ar 2030 --beslutad 2030-02-01 --fran 2030-03
budget flytta vuxen-ovrigt --till barn-unga-familj --fran 2032-01 --beslutad 2031-12-01 --kontrollera
installningar
installningar visa
"""


def schema_of(words, names):
    """The name of the schema of a command: as many of its words as name one."""
    options = [word for word in words if word.startswith("--")]
    for count in (2, 1):
        name = "-".join(words[:count])
        if words[0] == "budget" and any(word.endswith(".csv") for word in words):
            name += "-fil"
        if words[0] == "jamfor" and "--prognossakerhet" in options:
            name = "jamfor-prognossakerhet"
        if words[0] == "historik" and len(words) > 1 and not options:
            name = "historik-prognos"
        if f"{name}.schema.json" in names:
            return f"{name}.schema.json"
    return None


class Forms:
    def __init__(self, port, folder):
        self.port, self.folder = port, folder
        self.schemas = {}
        for name in os.listdir(SCHEMAS):
            with open(f"{SCHEMAS}/{name}", encoding="utf-8") as file:
                self.schemas[name] = json.load(file)
        self.met = set()

    def check(self, text, name):
        assert text.startswith("{"), f"{name}: {text[:300]!r} is no JSON"
        store = {key: schema for key, schema in self.schemas.items()}
        resolver = jsonschema.RefResolver(base_uri="", referrer=self.schemas[name], store=store)
        validator = jsonschema.Draft202012Validator(self.schemas[name], resolver=resolver)
        errors = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(json.loads(text))]
        assert not errors, "\n".join([name] + errors[:5])
        self.met.add(name)

    def run(self, command):
        result = run(command, self.port, os.path.dirname(PROGNOS), self.folder)
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
        return result.stdout

    def check_command(self, command):
        words = shlex.split(command)[1:]
        name = schema_of(words, self.schemas)
        text = self.run(f"{command} --format json" if name else command)
        if name:
            self.check(text, name)
        return text

    def check_error(self, command, exit_code):
        result = run(f"{command} --format json", self.port, os.path.dirname(PROGNOS), self.folder)
        assert result.returncode == exit_code and not result.stdout, (command, result)
        self.check(result.stderr, "error.schema.json")
        assert json.loads(result.stderr)["error"]["exit_code"] == exit_code


def check_promised(forms):
    """The schemas of the program are those of the folder."""
    forms.run(f"{PROGNOS} __schema {forms.folder}/schemas")
    for name in os.listdir(f"{forms.folder}/schemas"):
        with open(f"{forms.folder}/schemas/{name}", encoding="utf-8") as file:
            assert json.load(file) == forms.schemas.get(name), f"{name} is not what docs/schema promises"
    written = set(os.listdir(f"{forms.folder}/schemas")) | {"document.schema.json", "error.schema.json"}
    assert written == set(forms.schemas), written ^ set(forms.schemas)


def main():
    with open(HANDBOOK, encoding="utf-8") as file:
        steps = steps_of(chapter_of(file.read()))
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.abspath("data"), f"{folder}/data")
        for name, text in FILES.items():
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        service, port = start(PROGNOSD, folder)
        try:
            forms = Forms(port, folder)
            check_promised(forms)
            for command, _ in steps:
                forms.check_command(command)
            newest = json.loads(forms.run("prognos lista --format json"))["forecasts"][0]["id"]
            for command in FURTHER.strip().splitlines():
                forms.check_command(f"prognos {command.replace('NEWEST', newest)}")
            suggestions = json.loads(forms.run("prognos forslag --alla --format json"))["suggestions"]
            forms.check_command(f"prognos forslag godta {suggestions[0]['id']}")
            events = json.loads(forms.run("prognos handelse lista --format json"))["events"]
            forms.check_command(f"prognos handelse ta-bort {events[0]['id']} --skal fel")
            forms.check(forms.run("prognos budget plan --ar 2022 --format tabell-json"), "document.schema.json")
            forms.check(forms.run("prognos visa --ar 2022 --omgang host --detaljer --format tabell-json"),
                        "document.schema.json")
            forms.check_error("prognos visa finns-inte", 1)
            forms.check_error("prognos visa --finns-inte", 2)
            forms.check_error("prognos budget visa --ar 22", 2)
        finally:
            service.terminate()
            service.wait(30)
    unmet = set(forms.schemas) - forms.met - {"messages.schema.json"}
    assert not unmet, f"no answer was held against {sorted(unmet)}"
    print(f"{len(forms.met)} schemas")


main()
