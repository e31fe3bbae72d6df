/* Optional: the position of the phone beside a mark. Asked for once; without it a mark says "tanpa letak". */
(() => {
  "use strict";
  const f = document.querySelector("form[data-letak-form]");
  if (!f || !f.elements.lintang || !("geolocation" in navigator) || !window.isSecureContext) return;
  const kabar = f.querySelector("[data-kabar-letak]"), tombol = f.querySelector("[data-ambil-letak]");
  const KUNCI = "terukur.letak", TAHAN = 120000;
  const isi = (l) => {
    f.elements.lintang.value = l.lintang;
    f.elements.bujur.value = l.bujur;
    f.elements.akurasi.value = l.akurasi;
    kabar.textContent = `Letak disertakan, ketepatan ± ${l.akurasi} m.`;
    tombol.hidden = true;
  };
  const ambil = () => {
    if (!f.elements.lintang.value) kabar.textContent = "Mencari letak …";
    navigator.geolocation.getCurrentPosition((p) => {
      const c = p.coords;
      const l = { lintang: c.latitude.toFixed(6), bujur: c.longitude.toFixed(6), akurasi: Math.round(c.accuracy), pada: Date.now() };
      sessionStorage.setItem(KUNCI, JSON.stringify(l));
      isi(l);
    }, () => {
      for (const n of ["lintang", "bujur", "akurasi"]) f.elements[n].value = "";
      sessionStorage.removeItem(KUNCI);
      kabar.textContent = "Letak tidak didapat; tanda tersimpan tanpa letak.";
      tombol.hidden = false;
    }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  };
  tombol.addEventListener("click", ambil);
  const lama = JSON.parse(sessionStorage.getItem(KUNCI) || "null");
  if (!lama) { tombol.hidden = false; return; }
  if (Date.now() - lama.pada < TAHAN) isi(lama);
  ambil();
})();
