// A column copied from a spreadsheet, pasted into a field: it fills the fields below. Arrow keys go up and down.
"use strict";

const felder = [...document.querySelectorAll("[data-spalte]")];
const spalte = (feld) => felder.filter((anderes) => anderes.dataset.spalte === feld.dataset.spalte);

document.addEventListener("paste", (ereignis) => {
  const feld = ereignis.target.closest("[data-spalte]");
  const zeilen = (ereignis.clipboardData?.getData("text") ?? "").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  if (!feld || zeilen.length < 2) return;
  ereignis.preventDefault();
  const reihe = spalte(feld);
  const ab = reihe.indexOf(feld);
  zeilen.forEach((text, nr) => {
    const ziel = reihe[ab + nr];
    if (ziel) ziel.value = text.split("\t")[0].trim();
  });
});

document.addEventListener("keydown", (ereignis) => {
  const schritt = { ArrowDown: 1, ArrowUp: -1 }[ereignis.key];
  const feld = ereignis.target.closest?.("[data-spalte]");
  if (!schritt || !feld) return;
  const ziel = spalte(feld)[spalte(feld).indexOf(feld) + schritt];
  if (!ziel) return;
  ereignis.preventDefault();
  ziel.focus();
  ziel.select();
});
