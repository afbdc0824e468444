// What happens when the forms of a page are used (client/workbench.h): fields become the arguments of a command, and what
// the command prints is shown below the form. Nothing is kept here: what a command changes is read anew with the page.
import {drawCharts} from "./report.mjs";

const work = document.getElementById("work");
const {forecast, etag, wait} = work.dataset;

// Runs a command; true when it did what it was asked.
async function run(words, form) {
  const part = form.closest("details");
  part.querySelector(".command").textContent = `$ prognos ${words.map(quoted).join(" ")}`;
  const answer = part.querySelector(".answer");
  answer.textContent = wait;
  const body = new URLSearchParams(words.map((word) => ["a", word]));
  const response = await fetch("run", {method: "POST", headers: {"X-Prognos": "1"}, body});
  answer.innerHTML = await response.text();
  drawCharts(answer);
  return response.ok;
}

const quoted = (word) => (/[\s;]/.test(word) ? `"${word}"` : word);

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
    const words = ["justera", forecast, "--rad", fields.rad, "--etag", etag];
    if (fields.belopp) words.push("--belopp", `${fields.belopp}tkr`, "--skal", fields.skal);
    if (fields.kommentar) words.push("--kommentar", fields.kommentar);
    if (await run(words, form)) reload(form);
  },
  las: async (fields, form) => {
    if (await run(["las", forecast, "--etag", etag], form)) reload(form);
  },
  skapa: async (fields, form) => {
    const made = await run(["skapa", "--ar", fields.ar, "--omgang", fields.omgang], form);
    if (made) reload(form, location.pathname);
  },
  importera: (fields, form) => run(["importera", "@fil"], form),
};

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
  const address = `file?name=${encodeURIComponent(file.name)}`;
  const kept = await fetch(address, {method: "POST", headers: {"X-Prognos": "1"}, body: file});
  importForm.closest("details").open = true;
  read.hidden = !(kept.ok && (await run(["importera", "--kontrollera", "@fil"], importForm)));
}
importForm.elements.fil.addEventListener("change", (event) => event.target.files[0] && check(event.target.files[0]));
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    if (kind === "drop" && event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
  });
}
importForm.addEventListener("submit", () => {
  read.hidden = true;
});

document.getElementById("choose")?.addEventListener("change", (event) => {
  location.href = `?prognos=${encodeURIComponent(event.target.value)}`;
});
tellAgain();
