// What happens when the forms of a page are used (client/workbench.h): fields become the arguments of a command, and what
// the command prints is shown below the form. Nothing is kept here: what a command changes is read anew with the page.
import {drawCharts} from "./report.mjs";

const work = document.getElementById("work");
const {forecast, etag, wait, failed, notKept} = work.dataset;
const running = new Map();  // By part: what ends the call that is on its way; its answer would be of older fields.

const HEADERS = {"X-Prognos": "1", "Content-Type": "application/octet-stream"};

// Runs a command; true when it did what it was asked.
async function run(words, form) {
  const part = form.closest("details");
  running.get(part)?.abort();
  const ours = new AbortController();
  running.set(part, ours);
  part.querySelector(".command").textContent = `$ prognos ${words.map(shown).join(" ")}`;
  const answer = part.querySelector(".answer");
  answer.textContent = wait;
  try {
    const body = words.map((word) => word.replaceAll("\n", " ")).join("\n");
    const response = await fetch("run", {method: "POST", headers: HEADERS, body, signal: ours.signal});
    const html = await response.text();
    if (html) answer.innerHTML = html;
    else answer.textContent = failed;
    drawCharts(answer);
    return response.ok;
  } catch (error) {
    if (error.name !== "AbortError") answer.textContent = failed;
    return false;
  }
}

// As it is written in a shell.
let dropped = "";
const shown = (word) => quoted(word === "@fil" ? dropped : word);
const quoted = (word) => (/^[\p{L}\p{N}._:,%+=/@-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

// The page anew, with what was told and which part was open.
function reload(form, address = location.href) {
  const part = form.closest("details");
  sessionStorage.setItem("told", JSON.stringify({
    form: form.dataset.form,
    command: part.querySelector(".command").textContent,
    answer: part.querySelector(".answer").innerHTML,
  }));
  if (address === location.href) location.reload();
  else location.href = address;
}

function tellAgain() {
  const told = JSON.parse(sessionStorage.getItem("told") ?? "null");
  sessionStorage.removeItem("told");
  const form = told && work.querySelector(`[data-form="${told.form}"]`);
  if (!form) return;
  const part = form.closest("details");
  part.open = true;
  part.querySelector(".command").textContent = told.command;
  part.querySelector(".answer").innerHTML = told.answer;
  drawCharts(part);
}

// As scenario_words.h reads it: "vuxen.kostnad; 2 x 3800 per dygn; 2022-10".
const CHANGES = {
  tkr: ({antal}) => `${antal} tkr`,
  gang: ({antal}) => `en gång ${antal} tkr`,
  procent: ({antal}) => `${antal} %`,
  placering: ({antal, pris}) => `${antal} x ${pris} per dygn`,
};

// What each form does. `fields` are its values, without blanks around them.
const FORMS = {
  scenario: (fields, form) =>
    run(["scenario", forecast, "--vad-om", `${fields.rad}; ${CHANGES[fields.slag](fields)}; ${fields.fran}`], form),
  forklara: (fields, form) => run(["forklara", forecast, "--verksamhet", fields.verksamhet], form),
  justera: async (fields, form) => {
    // An amount and a comment are two commands; the first sees to it that nobody else has judged meanwhile.
    const row = ["justera", forecast, "--rad", fields.rad];
    const amount = ["--belopp", `${fields.belopp}tkr`, "--skal", fields.skal];
    const comment = ["--kommentar", fields.kommentar];
    const wanted = [...(fields.belopp ? [amount] : []), ...(fields.kommentar || !fields.belopp ? [comment] : [])];
    for (const [at, words] of wanted.entries()) {
      if (!(await run([...row, ...words, ...(at === 0 ? ["--etag", etag] : [])], form))) return;
    }
    reload(form);
  },
  las: async (fields, form) => {
    if (await run(["las", forecast, "--etag", etag], form)) reload(form);
  },
  skapa: async (fields, form) => {
    const made = await run(["skapa", "--ar", fields.ar, "--omgang", fields.omgang], form);
    if (made) reload(form, location.pathname);
  },
  importera: (fields, form) => run(["importera", ...confirmed(fields), "@fil"], form),
};

const confirmed = (fields) => (fields.bekrafta ? ["--bekrafta"] : []);

const fieldsOf = (form) => Object.fromEntries([...new FormData(form)].map(([name, value]) =>
  [name, typeof value === "string" ? value.trim() : value]));

for (const form of work.querySelectorAll("[data-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    FORMS[form.dataset.form](fieldsOf(form), form);
  });
}

// What if: the sum moves with the fields, once there is enough to go by.
const scenario = work.querySelector('[data-form="scenario"]');
let later;
scenario?.addEventListener("input", () => {
  const {slag, antal, pris} = fieldsOf(scenario);
  scenario.elements.pris.disabled = slag !== "placering";
  clearTimeout(later);
  if (/\d$/.test(antal) && (slag !== "placering" || /\d$/.test(pris ?? ""))) {
    later = setTimeout(() => scenario.requestSubmit(), 400);
  }
});
if (scenario) scenario.elements.pris.disabled = true;

// A file: what it would change first, then to be read in.
const importForm = work.querySelector('[data-form="importera"]');
const read = importForm.querySelector("button");
read.hidden = true;
async function check(file) {
  read.hidden = true;  // What is there now is not what was looked at.
  const part = importForm.closest("details");
  part.open = true;
  dropped = file.name;
  try {
    const kept = await fetch(`file?name=${encodeURIComponent(file.name)}`, {method: "POST", headers: HEADERS, body: file});
    if (!kept.ok) part.querySelector(".answer").textContent = notKept;
    else read.hidden = !(await run(["importera", "--kontrollera", ...confirmed(fieldsOf(importForm)), "@fil"], importForm));
  } catch {
    part.querySelector(".answer").textContent = failed;
  }
}
let chosen;
const checkChosen = (file) => {
  chosen = file ?? chosen;
  if (chosen) check(chosen);
};
importForm.elements.fil.addEventListener("change", (event) => checkChosen(event.target.files[0]));
importForm.elements.bekrafta.addEventListener("change", () => checkChosen());
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    if (kind === "drop") checkChosen(event.dataTransfer.files[0]);
  });
}
importForm.addEventListener("submit", () => {
  read.hidden = true;
});

document.getElementById("choose")?.addEventListener("submit", (event) => {
  event.preventDefault();
  location.href = `?prognos=${encodeURIComponent(event.target.elements.prognos.value)}`;
});
tellAgain();
