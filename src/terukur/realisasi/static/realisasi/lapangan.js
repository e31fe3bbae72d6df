/* Optional help on the page behind the link of a field check: everything works without this file. */
(() => {
  "use strict";
  const f = document.querySelector("form[data-lapangan]");
  if (!f) return;

  /* a note is asked for while typing it is easy, not after the photos went over a slow line */
  const wajib = () => { const h = f.elements.hasil.value; f.elements.catatan.required = Boolean(h) && h !== "sesuai"; };
  f.addEventListener("change", wajib);
  wajib();

  /* the place, only when asked for */
  const wadah = f.querySelector("[data-letak]"), kabarLetak = f.querySelector("[data-kabar-letak]");
  if ("geolocation" in navigator && window.isSecureContext) {
    wadah.hidden = false;
    f.querySelector("[data-ambil-letak]").addEventListener("click", () => {
      kabarLetak.textContent = "Mencari letak …";
      navigator.geolocation.getCurrentPosition((p) => {
        const { latitude, longitude, accuracy } = p.coords;
        f.elements.lintang.value = latitude.toFixed(6);
        f.elements.bujur.value = longitude.toFixed(6);
        f.elements.akurasi.value = Math.round(accuracy);
        kabarLetak.textContent = `Letak disertakan, ketepatannya sekitar ${Math.round(accuracy)} meter.`;
      }, () => {
        kabarLetak.textContent = "Letak tidak didapat. Izinkan letak di ponsel, atau tuliskan tempatnya saja.";
      }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
    });
  }

  /* a photo of 5 MB becomes one of some 300 kB before it is sent; if that fails the photo goes as it is */
  const kabar = f.querySelector("[data-kabar-foto]"), SISI = 1600, KECIL = 600000;
  const kecilkan = async (berkas) => {
    if (berkas.size <= KECIL) return berkas;
    const gambar = await createImageBitmap(berkas), skala = Math.min(1, SISI / Math.max(gambar.width, gambar.height));
    const kanvas = document.createElement("canvas");
    kanvas.width = Math.round(gambar.width * skala);
    kanvas.height = Math.round(gambar.height * skala);
    kanvas.getContext("2d").drawImage(gambar, 0, 0, kanvas.width, kanvas.height);
    const isi = await new Promise((ya) => { kanvas.toBlob(ya, "image/jpeg", 0.82); });
    return isi && isi.size < berkas.size ? new File([isi], "foto.jpg", { type: "image/jpeg" }) : berkas;
  };
  f.addEventListener("change", async (e) => {
    const masukan = e.target;
    if (masukan.type !== "file" || !masukan.files.length) return;
    kabar.textContent = "Menyiapkan foto …";
    try {
      const hasil = new DataTransfer();
      for (const berkas of masukan.files) hasil.items.add(await kecilkan(berkas));
      masukan.files = hasil.files;
    } catch { /* an old browser */ }
    const semua = [...f.querySelectorAll("input[type=file]")].flatMap((m) => [...m.files]);
    const besar = semua.reduce((n, b) => n + b.size, 0) / 1048576;
    kabar.textContent = `${semua.length} foto siap, ${besar.toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB.`;
  });
})();
