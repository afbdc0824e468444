"""The commands of the handbook's chapter that tests run."""

import os
import re
import subprocess

CHAPTER = "## Ett år med prognos"
SHOWN = re.compile(r"^Visar: (.*)$", re.MULTILINE)


def chapter_of(text):
    assert text.count(CHAPTER) == 1, f"the handbook has not one chapter {CHAPTER}"
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
