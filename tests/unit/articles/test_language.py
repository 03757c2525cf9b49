import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.articles.language import detect

INDONESIAN = [
    "JAKARTA — Kementerian Pertahanan menandatangani kontrak pembelian enam pesawat angkut dari Spanyol, kata juru"
    " bicara kementerian itu, Selasa. Pesawat pertama dijadwalkan tiba tahun depan.",
    "Polisi menangkap lima orang yang diduga menyelundupkan senjata api rakitan lewat pelabuhan, Rabu malam.",
    "Rusia menerima rudal dari Korea Utara",
    "Turki kirim drone ke Ukraina",
    "Enam F-16 bekas Denmark mendarat di Argentina, disaksikan menteri pertahanan.",
]
MALAY = [
    "KUALA LUMPUR: Kementerian Pertahanan mengesahkan bahawa kerajaan akan membeli enam buah helikopter tentera"
    " daripada Turki bernilai RM500 juta, kata Menteri Pertahanan Datuk Seri Mohamed Khaled Nordin pada sidang media.",
    "Polis menahan lima lelaki yang disyaki menyeludup senjata api menerusi sempadan Thailand, semalam. Ketua Polis"
    " Kelantan berkata, siasatan lanjut sedang dijalankan.",
    "Tentera Laut Diraja Malaysia menerima kapal misi pesisir pertama dari China, Khamis lalu.",
]
ENGLISH = [
    "WARSAW — Poland has taken delivery of the first ten K2 tanks from South Korea, the ministry said on Monday.",
    "The convoy crossed the border at dawn and was met by two officers of the border guard.",
    "Sweden to send howitzers to Ukraine",
]
OTHERS = {
    "fr": "La France a livré trois patrouilleurs à l'Ukraine, a annoncé mardi le ministère des Armées.",
    "de": "Die Bundesregierung hat die Lieferung von Leopard-Panzern an die Ukraine genehmigt.",
    "es": "España enviará cuatro sistemas antiaéreos a Ucrania, dijo el martes la ministra de Defensa.",
    "pt": "O Brasil vendeu quatro aeronaves Super Tucano às Filipinas, informou o ministério.",
    "nl": "Nederland heeft drie vliegtuigen aan Oekraïne geleverd, meldde het ministerie dinsdag.",
    "tr": "Türkiye, Endonezya'ya 48 adet savaş uçağı satacak, dedi Savunma Bakanı salı günü.",
    "vi": "Bộ Quốc phòng cho biết Việt Nam đã nhận lô tên lửa đầu tiên từ Ấn Độ hôm thứ Ba.",
    "ru": "Россия поставила Ирану зенитные комплексы, сообщили во вторник в министерстве обороны.",
    "ar": "أعلنت وزارة الدفاع المصرية يوم الثلاثاء تسلم دفعة جديدة من المقاتلات الفرنسية",
    "fa": "وزارت دفاع ایران روز سه‌شنبه تحویل جنگنده‌های سوخو را تایید کرد",
    "he": "משרד הביטחון הודיע ביום שלישי כי סיפק לגרמניה את המערכת.",
    "zh": "国防部周二表示,巴基斯坦已接收首批战斗机。",
    "ja": "防衛省は火曜日、新型ミサイルの引き渡しを受けたと発表した。",
    "ko": "국방부는 화요일 폴란드에 전차 열 대를 인도했다고 밝혔다.",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [("id", text) for text in INDONESIAN]
    + [("ms", text) for text in MALAY]
    + [("en", text) for text in ENGLISH]
    + list(OTHERS.items()),
)
def test_the_language_of_news_is_detected(language, text):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "   ", "F-16 C-130J 2024", "?!", "123 456 789", "xyzzy qwv", "\ufffe\ufdd0" * 9])
def test_what_has_no_words_of_a_language_is_undetermined(text):
    assert detect(text) == "und"


@pytest.mark.parametrize("noise", ["\ufffe", "\x00", "\x85", "\ud800", "\U0001ffff"])
def test_signs_that_the_detector_refuses_do_not_hide_the_language(noise):
    assert detect(ENGLISH[0][:20] + noise + ENGLISH[0][20:]) == "en"


@pytest.mark.parametrize(
    ("hint", "language"),
    [
        ("id", "id"),
        ("ID", "id"),
        (" fr ", "fr"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("in", "id"),
        ("iw", "he"),
        ("ms", "ms"),
    ],
)
def test_a_plausible_language_that_is_given_wins(hint, language):
    assert detect(OTHERS["de"], hint) == language


@pytest.mark.parametrize("hint", [None, "", "xx", "und", "english", "e", "12", "-", "\x00"])
def test_any_other_hint_is_left_aside(hint):
    assert detect(OTHERS["de"], hint) == "de"


@given(st.text(st.characters(exclude_categories=())), st.none() | st.text())
def test_any_text_has_a_language_or_none(text, hint):
    language = detect(text, hint)
    assert language == "und" or (len(language) == 2 and language.isalpha())
