// What the grid form does in the browser; it works without this too, with the button.
"use strict";

const form = document.getElementById("erfassung");
const stand = document.getElementById("stand");
const merker = `erfassung:${location.pathname}`;
const gemerkt = () => JSON.parse(sessionStorage.getItem(merker) ?? "{}");
const wert = (feld) => (feld.type === "checkbox" ? feld.checked : feld.value);

// Arrow keys go from figure to figure.
form.addEventListener("keydown", (ereignis) => {
  const schritt = { ArrowDown: 1, ArrowUp: -1 }[ereignis.key];
  if (!schritt || !ereignis.target.matches("[name^='wert-']")) return;
  const felder = [...form.querySelectorAll("[name^='wert-']")];
  const ziel = felder[felder.indexOf(ereignis.target) + schritt];
  if (!ziel) return;
  ereignis.preventDefault();
  ziel.focus();
  ziel.select();
});

// What is typed stays in this tab until the server has it: a session may end, a connection may break.
form.addEventListener("input", ({ target }) => {
  if (target.id) sessionStorage.setItem(merker, JSON.stringify({ ...gemerkt(), [target.id]: wert(target) }));
});
let gesendet = {};
form.addEventListener("htmx:beforeRequest", () => { gesendet = gemerkt(); });
form.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.xhr.getResponseHeader("HX-Redirect")) return;
  const offen = Object.entries(gemerkt()).filter(([id, inhalt]) => gesendet[id] !== inhalt);
  sessionStorage.setItem(merker, JSON.stringify(Object.fromEntries(offen)));
  zeigeUngueltige();
});
for (const ereignis of ["htmx:sendError", "htmx:responseError"]) {
  form.addEventListener(ereignis, () => {
    stand.textContent = "Nicht gespeichert: Der Server antwortet nicht. Die Eingaben bleiben in diesem Fenster; laden Sie die Seite neu.";
  });
}

// What was not saved when the page was left is put back, and saved.
const zurueck = Object.entries(gemerkt());
for (const [id, inhalt] of zurueck) {
  const feld = document.getElementById(id);
  if (!feld) continue;
  if (feld.type === "checkbox") feld.checked = inhalt; else feld.value = inhalt;
}
// htmx listens from then on.
document.addEventListener("DOMContentLoaded", () => {
  if (zurueck.length) form.dispatchEvent(new Event("input", { bubbles: true }));
});

function zeigeUngueltige() {
  for (const feld of form.querySelectorAll("[name^='wert-']")) {
    const art = document.getElementById(feld.id.replace("wert-", "stand-")).dataset.art;
    feld.setAttribute("aria-invalid", String(art === "danger"));
  }
}
zeigeUngueltige();
