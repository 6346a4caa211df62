// What the grid form does in the browser; it works without this too, with the button.
"use strict";

const form = document.getElementById("erfassung");
const stand = document.getElementById("stand");
const merker = `erfassung:${location.pathname}`;
const gemerkt = () => JSON.parse(sessionStorage.getItem(merker) ?? "{}");
const teil = (art, code) => document.getElementById(`${art}-${code}`);

// What is typed stays in this tab until the server has it: a session may end, a connection may break, and what cannot
// be read is to be put right. With it stays what was shown before, so that nobody else's figure is overwritten unseen.
const inhalt = (code) => ({
  wert: teil("wert", code).value,
  nichts: teil("nichts", code).checked,
  vorher: teil("vorher", code).value,
});
const gleich = (eines, anderes) => eines?.wert === anderes.wert && eines.nichts === anderes.nichts;
const merke = (codes) => {
  const neu = Object.fromEntries(codes.map((code) => [code, inhalt(code)]));
  sessionStorage.setItem(merker, JSON.stringify(neu));
};

form.addEventListener("input", ({ target }) => {
  const code = target.id.match(/^(?:wert|nichts)-(.+)$/)?.[1];
  if (code) merke([...new Set([...Object.keys(gemerkt()), code])]);
});
let gesendet = {};
form.addEventListener("htmx:beforeRequest", () => { gesendet = gemerkt(); });
form.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.xhr.getResponseHeader("HX-Redirect")) return;
  merke(Object.keys(gemerkt()).filter((code) => zuKlaeren(code) || !gleich(gesendet[code], inhalt(code))));
  zeigeUngueltige();
  if (wartend && Object.keys(gemerkt()).every(zuKlaeren)) setzeFort();
});
const zuKlaeren = (code) => "offen" in teil("stand", code).dataset;

// Nothing is submitted before what was just typed is saved, and nothing while a figure cannot be.
let wartend = null;
const ungespeicherte = () => Object.keys(gemerkt()).length;
document.addEventListener("submit", (ereignis) => {
  if (!ereignis.target.closest("#handlungen") || !ungespeicherte()) return;
  ereignis.preventDefault();
  wartend = ereignis;
  form.requestSubmit();
});
function setzeFort() {
  const { target, submitter } = wartend;
  wartend = null;
  if (ungespeicherte()) {
    stand.textContent = `Das geht erst, wenn alles gespeichert ist. ${stand.textContent}`;
  } else if (target.isConnected) {
    target.requestSubmit(submitter);
  } // else: the findings have changed, and with them what can be done
}
for (const ereignis of ["htmx:sendError", "htmx:responseError"]) {
  form.addEventListener(ereignis, () => {
    stand.textContent = "Nicht gespeichert: Der Server antwortet nicht. Die Eingaben bleiben in diesem Fenster; laden Sie die Seite neu.";
  });
}

// What was not saved when the page was left is put back, and saved.
const zurueck = Object.entries(gemerkt()).filter(([code]) => teil("wert", code));
for (const [code, { wert, nichts, vorher }] of zurueck) {
  teil("wert", code).value = wert;
  teil("nichts", code).checked = nichts;
  teil("vorher", code).value = vorher;
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
