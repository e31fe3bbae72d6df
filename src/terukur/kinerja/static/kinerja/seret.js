/* Moving a node of the pohon kinerja by mouse: drag it onto the node it shall stand below, in the list or
   in the drawing. The form on the page of the node does the same by keyboard, by touch and without this. */
(() => {
  const d = document, formulir = d.getElementById("pindah");
  if (!formulir || !matchMedia("(pointer: fine)").matches) return;
  const tombol = formulir.querySelector("button"), petunjuk = d.getElementById("petunjuk-pindah");
  const kunci = (a) => (a.getAttribute("href").match(/\/simpul\/([0-9a-f-]{36})\/$/) || [])[1];
  const simpul = (e) => { const a = e && e.closest && e.closest(".pohon a.simpul, .gambar-pohon a"); return a && kunci(a) ? a : null; };
  const dalamDaftar = (a) => d.querySelector(`#s-${CSS.escape(kunci(a))} > a.simpul`);
  const nama = (a) => dalamDaftar(a).querySelector(".nama-simpul").firstChild.textContent.trim();
  let asal = null, tuju = null, awal = [0, 0], seret = false;

  const tunjuk = (a) => { if (tuju) tuju.classList.remove("tuju"); tuju = a; if (a) a.classList.add("tuju"); };
  const lepas = () => { tunjuk(null); asal = null; d.body.classList.remove("menyeret"); setTimeout(() => { seret = false; }); };

  petunjuk.hidden = false;
  d.addEventListener("dragstart", (e) => { if (simpul(e.target)) e.preventDefault(); });
  d.addEventListener("pointerdown", (e) => {
    const a = simpul(e.target), milik = a && dalamDaftar(a);
    if (e.button === 0 && e.pointerType === "mouse" && milik && "pindah" in milik.dataset) { asal = a; awal = [e.clientX, e.clientY]; }
  });
  d.addEventListener("pointermove", (e) => {
    if (!asal || (!seret && Math.hypot(e.clientX - awal[0], e.clientY - awal[1]) < 8)) return;
    seret = true; d.body.classList.add("menyeret"); getSelection().removeAllRanges();
    const a = simpul(d.elementFromPoint(e.clientX, e.clientY));
    tunjuk(a && kunci(a) !== kunci(asal) ? a : null);
  });
  d.addEventListener("pointerup", () => {
    if (seret && tuju) {
      formulir.action = formulir.dataset.alamat.replace(/[0-9a-f-]{36}/, kunci(asal));
      formulir.elements.induk.value = kunci(tuju);
      tombol.dataset.konfirmasi = `Pindahkan “${nama(asal)}” beserta semua yang ada di bawahnya ke bawah “${nama(tuju)}”?`;
      tombol.click();
    }
    lepas();
  });
  d.addEventListener("click", (e) => { if (seret && simpul(e.target)) e.preventDefault(); }, true);
  d.addEventListener("keydown", (e) => { if (e.key === "Escape" && asal) lepas(); });
  d.addEventListener("pointercancel", lepas);
})();
