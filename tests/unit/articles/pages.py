"""A page as outlets make them: the article among navigation, related news, comments and consent."""

TEXT = [
    "JAKARTA — Kementerian Pertahanan menandatangani kontrak pembelian enam pesawat angkut A400M dari Spanyol, kata"
    " juru bicara kementerian itu, Selasa.",
    "Pesawat pertama dijadwalkan tiba tahun depan di Lanud Halim Perdanakusuma. Nilai kontrak itu tidak diumumkan,"
    " tetapi dua pejabat menyebut angka di atas satu miliar euro.",
    "Komisi I DPR meminta pemerintah menjelaskan skema pembayaran sebelum anggaran disetujui pada November.",
]
TITLE = "Indonesia Beli Enam Pesawat Angkut A400M"
BOILERPLATE = [
    "Beranda",
    "Dapatkan aplikasi kami",
    "Tank terbakar di jalan tol",
    "Komentar pembaca pertama",
    "Hak cipta",
]


def page(*paragraphs: str, head: str = "", charset: str = "utf-8") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or TEXT)
    return f"""<!DOCTYPE html>
<html lang="id"><head><meta charset="{charset}"><title>{TITLE} - Cakrawala</title>{head}
<style>.a {{ color: red }}</style><script>var tank = "Dapatkan aplikasi kami";</script></head>
<body class="artikel">
<header><nav><ul><li><a href="/">Beranda</a></li><li><a href="/dunia">Dunia</a></li></ul></nav></header>
<div id="cookie-banner"><p>Kami memakai kuki. <button>Setuju</button></p></div>
<main><article><h1>{TITLE}</h1>
<div class="article-body">{body}</div></article></main>
<aside><h3>Baca juga</h3><ul><li><a href="/x">Tank terbakar di jalan tol</a></li></ul></aside>
<div id="comments" class="comments"><h3>Komentar</h3>
<p>Komentar pembaca pertama, bagus sekali beritanya, lanjutkan.</p></div>
<footer><p>Hak cipta Cakrawala. Dapatkan aplikasi kami.</p></footer>
</body></html>"""
