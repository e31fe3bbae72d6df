/* The page "Rekam kehadiran": reads the position a few times, sends it with the form. Time is the server's. */
(() => {
  "use strict";
  const f = document.querySelector("form[data-rekam]");
  if (!f) return;
  const tombol = f.querySelector("button[type=submit]"), kabar = f.querySelector("[data-kabar]");
  const wajib = f.dataset.rekam === "pagar", kata = tombol.textContent.trim();
  const CUKUP = 6, PALING_LAMA = 20000, TELITI = Number(f.dataset.teliti) || 100, JEDA = 4500;
  let jalan = false;

  const tulis = (teks) => { kabar.textContent = teks; };
  const lepas = (teks) => { jalan = false; tombol.removeAttribute("aria-busy"); tombol.textContent = kata; tulis(teks); };
  const sebab = (galat) => ({
    1: "Izin lokasi ditolak; tidak ada yang dikirim. Buka setelan peramban, izinkan lokasi untuk halaman ini, lalu tekan lagi.",
    2: "Posisi tidak didapat; tidak ada yang dikirim. Nyalakan lokasi (GPS) ponsel, keluar ke tempat terbuka, lalu tekan lagi.",
    3: "Posisi belum didapat; tidak ada yang dikirim. Nyalakan lokasi akurat, tunggu di tempat terbuka, lalu tekan lagi.",
  })[galat.code];

  const baca = () => new Promise((ya, tidak) => {
    const semua = [], mulai = Date.now();
    let galat = { code: 3 }, lacak = 0, jam = 0;
    const selesai = () => {
      navigator.geolocation.clearWatch(lacak);
      clearInterval(jam);
      if (!semua.length) { tidak(galat); return; }
      const kini = Date.now();
      ya(semua.slice(-20).map((s) => [s[0], s[1], s[2], Math.min(120000, Math.max(0, kini - s[3]))]));
    };
    const ambil = (p) => {
      semua.push([p.coords.latitude, p.coords.longitude, p.coords.accuracy, Date.now()]);
      tulis(`Membaca posisi … ketelitian ${Math.round(Math.min(...semua.map((s) => s[2])))} m.`);
    };
    const gagal = (e) => { galat = e; if (e.code === 1) selesai(); };
    const pilihan = { enableHighAccuracy: true, maximumAge: 0, timeout: PALING_LAMA };
    lacak = navigator.geolocation.watchPosition(ambil, gagal, pilihan);
    jam = setInterval(() => {
      const lama = Date.now() - mulai, teliti = semua.some((s) => s[2] <= TELITI);
      if ((lama > JEDA && semua.length >= CUKUP && teliti) || (lama > 2 * JEDA && teliti) || lama > PALING_LAMA) selesai();
      else navigator.geolocation.getCurrentPosition(ambil, gagal, pilihan);
    }, 900);
  });

  f.addEventListener("submit", (e) => {
    e.preventDefault();
    if (jalan) return;
    jalan = true;
    tombol.setAttribute("aria-busy", "true");
    tombol.textContent = "Merekam …";
    const kirim = (sampel) => {
      f.elements.sampel.value = sampel.length ? JSON.stringify(sampel) : "";
      tulis("Mengirim … jangan tutup halaman ini.");
      f.submit();
      setTimeout(() => lepas("Belum ada jawaban. Tekan lagi; yang sudah diterima tidak dicatat dua kali."), 25000);
    };
    if (!("geolocation" in navigator) || !window.isSecureContext) {
      if (wajib) lepas("Peramban ini tidak memberi posisi. Buka halaman ini dengan peramban ponsel lewat alamat https.");
      else kirim([]);
      return;
    }
    tulis("Membaca posisi … izinkan bila diminta.");
    baca().then(kirim, (galat) => { if (wajib) lepas(sebab(galat)); else kirim([]); });
  });

  /* an old page out of the browser's memory has an old form */
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
})();
