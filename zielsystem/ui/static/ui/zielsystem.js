// What HTML and CSS cannot do. Every page works without it.
"use strict";

// The menu on narrow screens.
const menueknopf = document.querySelector(".menueknopf");
menueknopf?.addEventListener("click", () => {
  menueknopf.setAttribute("aria-expanded", String(menueknopf.getAttribute("aria-expanded") !== "true"));
});

// A drop-down closes with Escape and when the focus or the pointer goes elsewhere.
for (const aufklapper of document.querySelectorAll("[data-aufklapper]")) {
  const schliesse = (ereignis) => {
    if (!aufklapper.contains(ereignis.target)) aufklapper.open = false;
  };
  document.addEventListener("click", schliesse);
  document.addEventListener("focusin", schliesse);
  aufklapper.addEventListener("keydown", (ereignis) => {
    if (ereignis.key !== "Escape" || !aufklapper.open) return;
    aufklapper.open = false;
    aufklapper.querySelector("summary").focus();
  });
}

// What went wrong with a form is read first.
document.querySelector("[data-fokus]")?.focus();
