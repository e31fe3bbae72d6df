/* The time slider: a native range over the stops of the list beside it, which works without this file. */
(() => {
  "use strict";
  const d = document, borang = d.querySelector("[data-waktu]");
  if (!borang) return;
  const daftar = borang.querySelector("select"), geser = d.createElement("input"), kata = d.createElement("output");
  const label = d.querySelector(`label[for="${daftar.id}"]`), tombol = borang.querySelector("button");
  geser.type = "range"; geser.id = "geser-waktu"; geser.min = 0; geser.max = daftar.options.length - 1;
  geser.value = daftar.selectedIndex; geser.setAttribute("aria-describedby", "kata-waktu");
  kata.id = "kata-waktu"; kata.className = "bantuan";
  const sebut = () => {
    daftar.selectedIndex = geser.value;
    kata.textContent = daftar.options[daftar.selectedIndex].textContent;
    geser.setAttribute("aria-valuetext", kata.textContent);
  };
  let nanti;
  geser.addEventListener("input", sebut);
  geser.addEventListener("change", () => { clearTimeout(nanti); nanti = setTimeout(() => borang.requestSubmit(), 700); });
  sebut();
  label.htmlFor = geser.id;
  daftar.hidden = true; tombol.hidden = true;
  daftar.after(geser, kata);
  /* after the browser went to the fragment, which takes the focus away */
  if (location.hash === "#waktu") addEventListener("load", () => setTimeout(() => geser.focus({ preventScroll: true })));
})();
