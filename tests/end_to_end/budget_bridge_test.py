"""The bridge from one year's budget to the next adds up to the ore, whatever was decided in whichever order.

    budget_bridge_test.py PROGNOSD PROGNOS

Random decisions (budgets, amendments, reallocations, indexations, moves out of the organization and of parts) for two
years over a tree with cost types, an activity in a frame of its own and amounts to the ore, some of which are withdrawn
again. After each decision that was taken, and each withdrawal: the budget of the year before and all steps make the
budget of the year, in all and by cost type, in what programs read to the ore and in what people read to the thousand. A
decision that is withdrawn is no step.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

import own_service

PROGNOSD, PROGNOS = sys.argv[1:]
COST_TYPES = "id;namn\npersonal;Personal\nlokaler;Lokaler\n"
ACTIVITIES = """id;namn;överordnad;ordning;serier;egen ram
vuxen;Vuxen;;10;kostnad+intäkt;
boende;Boende;vuxen;20;kostnad;
jobb;Jobbcenter;;30;kostnad+intäkt;
ferie;Feriearbete;jobb;40;kostnad;
over;Övergripande;;50;kostnad;
eb;Ekonomiskt bistånd;;60;kostnad+intäkt;ja
"""
SERIES = ["vuxen.kostnad", "vuxen.intakt", "boende.kostnad", "jobb.kostnad", "jobb.intakt", "ferie.kostnad",
          "over.kostnad", "eb.kostnad", "eb.intakt"]
TYPED = ["vuxen", "over"]
FRAME = "eb"
ORGANIZATIONS = 3
DECISIONS = 25
WITHDRAWALS = 0.4  # How often a decision is followed by the withdrawal of one.


class Year:
    """A service with one organization, and the decisions that are taken in it."""

    def __init__(self, port, folder, seed):
        self.port, self.folder = port, folder
        self.random = random.Random(seed)
        self.organization = f"x{seed}"
        self.withdrawn = set()  # What decisions were called.

    def run(self, *arguments):
        environment = dict(os.environ, PROGNOS_ADRESS=f"127.0.0.1:{self.port}", PROGNOS_ORGANISATION=self.organization)
        return subprocess.run([PROGNOS, *arguments],
                              capture_output=True, stdin=subprocess.DEVNULL, text=True, env=environment, check=False, timeout=60)

    def must(self, *arguments):
        done = self.run(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout

    def file(self, text):
        path = os.path.join(self.folder, "in.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def kronor(self, low=-500_000, high=2_000_000):
        return f"{self.random.randint(low * 100, high * 100) / 100:.2f}".replace(".", ",")

    def decided(self, year):
        return f"{year - 1}-12-{self.random.randint(1, 28):02d}"

    def budget_rows(self):
        rows = ["verksamhet;slag;kostnadsslag;belopp"]
        for series in self.random.sample(SERIES, self.random.randint(3, len(SERIES))):
            activity, flow = series.split(".")
            types = ["personal", "lokaler"] if activity in TYPED and flow == "kostnad" else [""]
            rows += [f"{activity};{flow};{cost_type};{self.kronor(0)}" for cost_type in types]
        return "\n".join(rows) + "\n"

    def whole_budget(self, year, date):
        return ("satt", self.file(self.budget_rows()), "--ar", str(year), "--beslutad", date, "--beskrivning",
                f"Budget {date} {self.random.randint(1, 10**6)}", "--bekrafta")

    def decision(self, year):
        date, month = self.decided(year), f"{year}-{self.random.randint(1, 12):02d}"
        kind = self.random.choice(["satt", "en", "tillagg", "omfordela", "rakna-upp", "rakna-upp-egen", "ut", "ur"])
        name = ("--beslutad", date, "--beskrivning", f"{kind} {self.random.randint(1, 10**6)}")
        one, other = self.random.sample(SERIES, 2)
        if kind == "satt":
            return self.whole_budget(year, date)
        if kind == "en":
            return ("satt", "--ar", str(year), "--serie", one, "--belopp", self.kronor(0), "--bekrafta", *name)
        if kind == "tillagg":
            return ("tillagg", "--fran", month, "--serie", one, "--belopp=" + self.kronor(), *name)
        if kind == "omfordela":
            return ("omfordela", "--fran", month, "--fran-serie", one, "--till-serie", other, "--belopp",
                    self.kronor(1), *name)
        if kind == "rakna-upp":
            return ("rakna-upp", "--ar", str(year), "--procent", "1,9", *name)
        if kind == "rakna-upp-egen":
            return ("rakna-upp", "--ar", str(year), "--fran", month, "--procent", "0,7", *name)
        if kind == "ut":
            activity = self.random.choice(["jobb", "ferie", "boende"])
            return ("flytta", activity, "--ut", "--fran", month, *name)
        return ("flytta", "ferie", "--ut", "--ur", f"over.kostnad={self.random.randint(1, 90_000)}", "--fran", month, *name)


    def withdraw(self, year):
        """Withdraws a decision other than the first one, which is the budget, and moves, which stay. Whether one was."""
        budget = json.loads(self.must("budget", "visa", "--ar", str(year), "--format", "json"))
        versions = [version for version in budget["versions"][1:] if version["kind"] != "move"]
        if not versions:
            return False
        one = self.random.choice(versions)
        done = self.run("budget", "dra-tillbaka", "--ar", str(year), "--nummer", str(one["version"]), "--skal", "fel")
        if done.returncode == 0:
            self.withdrawn.add(one["description"])
        else:
            assert "flyttat bort" in done.stderr, done.stderr  # It may not be, when a move took its money away.
        return done.returncode == 0


def blocks_of(rows):
    """The rows as (name, all, by type), of which a row of a type belongs to the one before that is of none."""
    blocks = []
    for row in rows:
        name, net = row["cells"]["step"], row["cells"]["net"]
        if name.startswith("varav "):
            blocks[-1][2][name] = net
        else:
            blocks.append((name, net, {}))
    return blocks


def check_sums(blocks, unit):
    """Budget of the year before + steps = budget of the year, and in each block types add up to it."""
    def of(block, name):
        if not block[2]:  # All of it is money without a type.
            return block[1][unit] if name == "varav utan kostnadsslag" else 0
        return block[2][name][unit] if name in block[2] else 0

    assert sum(block[1][unit] for block in blocks[:-1]) == blocks[-1][1][unit], blocks
    names = {name for block in blocks for name in block[2]} | {"varav utan kostnadsslag"}
    for block in blocks:
        assert not block[2] or sum(net[unit] for net in block[2].values()) == block[1][unit], block
    for name in names:
        assert sum(of(block, name) for block in blocks[:-1]) == of(blocks[-1], name), (name, blocks)


def net_of(budget):
    """Of the nämnd, without what has a frame of its own."""
    net = 0
    for line in budget["lines"]:
        activity, flow = line["series"].rsplit("/", 1)[1].split(".")[:2]
        if activity != FRAME:
            net += int(line["amount_ore"]) * (-1 if flow == "revenue" else 1)
    return net


def check(year):
    before, is_now = (net_of(json.loads(year.must("budget", "visa", "--ar", str(which), "--format", "json")))
                      for which in (2022, 2023))
    printed = json.loads(year.must("budget", "brygga", "--ar", "2023", "--varav", "--format", "tabell-json"))
    table = next(block for block in printed["blocks"] if block["type"] == "table")
    blocks = blocks_of(table["rows"])
    assert (blocks[0][1]["ore"], blocks[-1][1]["ore"]) == (before, is_now), (before, is_now, blocks)
    assert not {block[0] for block in blocks} & year.withdrawn, (blocks, year.withdrawn)
    check_sums(blocks, "ore")
    check_sums(blocks, "value")


def decide_at_random(year):
    taken = 0
    for which in (2022, 2023):
        year.must("budget", *year.whole_budget(which, f"{which - 1}-11-20"))
    for _ in range(DECISIONS):
        done = year.run("budget", *year.decision(year.random.choice([2022, 2023, 2023])))
        assert done.returncode in (0, 1), done.stderr  # 1: it may not be taken, as a move before the budget it moves.
        if done.returncode == 0:
            taken += 1
            check(year)
        if year.random.random() < WITHDRAWALS and year.withdraw(year.random.choice([2022, 2023, 2023])):
            check(year)
    assert taken > DECISIONS // 2, taken
    assert year.withdrawn


def main():
    with tempfile.TemporaryDirectory() as folder:
        service, port = own_service.start(PROGNOSD, folder)
        try:
            for seed in range(1, 1 + ORGANIZATIONS):
                year = Year(port, folder, seed)
                year.must("organisation", "skapa", year.organization, "--namn", year.organization)
                year.must("kostnadsslag", "satt", year.file(COST_TYPES))
                year.must("verksamhet", "las-in", year.file(ACTIVITIES))
                decide_at_random(year)
        finally:
            service.terminate()
            service.wait(30)


main()
