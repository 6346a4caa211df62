// Figures below each other, as in a spreadsheet: a copied column fills the fields below the one it is pasted into;
// arrow keys go up and down, the enter key down.
"use strict";

const darunter = (feld, schritt) => {
  const spalte = [...document.querySelectorAll("[data-spalte]")].filter((f) => f.dataset.spalte === feld.dataset.spalte);
  return spalte[spalte.indexOf(feld) + schritt];
};

document.addEventListener("paste", (ereignis) => {
  let feld = ereignis.target.closest("[data-spalte]");
  const zeilen = (ereignis.clipboardData?.getData("text") ?? "").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  if (!feld || zeilen.length < 2) return;
  ereignis.preventDefault();
  for (const text of zeilen) {
    if (!feld) break;
    feld.value = text.split("\t")[0].trim();
    feld.dispatchEvent(new Event("input", { bubbles: true }));
    feld = darunter(feld, 1);
  }
});

document.addEventListener("keydown", (ereignis) => {
  const schritt = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[ereignis.key];
  const feld = ereignis.target.closest?.("[data-spalte]");
  const ziel = schritt && feld && darunter(feld, schritt);
  if (!ziel) return;
  ereignis.preventDefault();
  ziel.focus();
  ziel.select();
});
