// Sends the file of <input type="file" data-unggah="/berkas/unggahan/"> in pieces and goes on after a
// broken line. Without this script, or when the pieces fail, the form sends the file as it is.
(() => {
  "use strict";
  const tunggu = (ms) => new Promise((selesai) => setTimeout(selesai, ms));
  const heksa = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, "0")).join("");

  async function minta(alamat, pilihan) {
    for (let coba = 0; ; coba++) {
      try {
        const jawaban = await fetch(alamat, { credentials: "same-origin", ...pilihan });
        if (jawaban.status < 500) return jawaban;
      } catch (galat) {
        if (coba >= 8) throw galat;
      }
      if (coba >= 8) throw new Error("putus");
      await tunggu(Math.min(1000 * 2 ** coba, 15000));
    }
  }

  async function kirim(masukan, formulir, kabar) {
    const berkas = masukan.files[0];
    const sandi = formulir.querySelector("[name=csrfmiddlewaretoken]").value;
    const kepala = { "X-CSRFToken": sandi };
    kabar("Menyiapkan berkas …");
    const sidik = heksa(await crypto.subtle.digest("SHA-256", await berkas.arrayBuffer()));
    const data = new URLSearchParams({ nama: berkas.name, ukuran: berkas.size, sidik });
    const awal = await minta(masukan.dataset.unggah, { method: "POST", headers: kepala, body: data });
    let keadaan = await awal.json();
    if (!awal.ok) throw new Error(keadaan.pesan);
    const alamat = `${masukan.dataset.unggah}${keadaan.id}/`;
    let ulang = 0;
    while (!keadaan.lengkap) {
      const sebelum = keadaan.diterima;
      kabar(`Mengunggah ${Math.floor((100 * keadaan.diterima) / keadaan.ukuran)} %`);
      const potong = berkas.slice(keadaan.diterima, keadaan.diterima + keadaan.bagian);
      let jawaban = await minta(`${alamat}?mulai=${keadaan.diterima}`, {
        method: "POST",
        headers: { ...kepala, "Content-Type": "application/octet-stream" },
        body: potong,
      });
      if (jawaban.status === 409) jawaban = await minta(alamat, {});
      keadaan = { bagian: keadaan.bagian, ...(await jawaban.json()) };
      if (!jawaban.ok) throw new Error(keadaan.pesan);
      if (keadaan.diterima <= sebelum && ++ulang > 5) throw new Error("macet");
    }
    return keadaan.id;
  }

  document.addEventListener("submit", async (kejadian) => {
    const formulir = kejadian.target;
    const daftar = [...formulir.querySelectorAll("input[type=file][data-unggah]")].filter((m) => m.files.length);
    if (!daftar.length || !window.crypto?.subtle || formulir.dataset.terunggah) return;
    kejadian.preventDefault();
    if (formulir.dataset.mengunggah) return;
    const papan = formulir.querySelector("[data-kabar-unggah]");
    const kabar = (teks) => { if (papan) papan.textContent = teks; };
    const besar = daftar.find((m) => m.files[0].size > Number(m.dataset.batasMb || Infinity) * 1048576);
    if (besar) { // said before an hour of sending, not after it
      kabar(`Berkas ini lebih besar dari batas ${besar.dataset.batasMb} MB. Perkecil atau bagi menjadi beberapa berkas.`);
      return;
    }
    formulir.dataset.mengunggah = "ya";
    try {
      for (const masukan of daftar) {
        const nomor = await kirim(masukan, formulir, kabar);
        const sembunyi = document.createElement("input");
        sembunyi.type = "hidden";
        sembunyi.name = `${masukan.name}_unggahan`;
        sembunyi.value = nomor;
        formulir.append(sembunyi);
        masukan.disabled = true;
      }
      kabar("Berkas sudah terkirim, sedang diperiksa …");
    } catch (galat) {
      kabar("Pengiriman bertahap gagal; berkas dikirim sekaligus.");
    }
    formulir.dataset.terunggah = "ya";
    if (kejadian.submitter) formulir.requestSubmit(kejadian.submitter);
    else formulir.requestSubmit();
  }, true); // before the page's own listener, which lets a form be sent only once
})();
