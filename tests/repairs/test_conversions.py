"""Pages that a converter made traditional go back; what people wrote so stays. All invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.stages.repair import repair_text, restore_text
from dataset_tools.text.convert import conversion, convert, pack, traditionalise, unpack
from dataset_tools.text.phrases import FORTH, phrases, reverse
from dataset_tools.text.pinyin import spell
from dataset_tools.text.telling import shows_converter

ARTICLE = (
    "县里举行植树活动\n"
    "三月以后，县长田雨和居民一起在河边种下了三百棵树，这里后来成为公园。\n"
    "关于树苗的来源，负责人说，由于准备充分，里面没有一棵是从外地买的，群众都很满意。\n"
    "活动结束后，大家了解了以后的计划，并为志愿者送上水果和面包，气氛热烈。"
)

WRITTEN = (
    "于小梅是山城中學的老師，她和同事于大川一起到河邊散步，看見許多學生讀書，氣氛很熱鬧。",
    "皇后和太后在花園賞花，女王說這個國家的歷史很長，臣子都點頭稱是，還送來許多禮物。",
    "從學校到縣城有三十公里，鄰里之間感情深厚，里長請大家喝茶，說明選舉的時間與地點。",
    "一周之內，公司公布了三項計畫，占總預算的兩成，記者了解到資金來自銀行貸款，細節還沒說明。",
    "余先生與范小姐在餐廳談論樂團的演出，兩個人都覺得歌聲動聽，鋼琴師的技術熟練。",
    "若干部門與單位已經簽約，有關系統測試的時間還沒決定，管理機制造成的問題請與辦公室聯絡。",
    "平臺風險由業者負責，請詳細閱讀條款內容，標籤署名的內容請參閱說明書，電話請撥總機轉接。",
    "北斗爭取到經費，鄉長說明計畫內容，農會準備開辦課程，歡迎鄉親報名參加，名額為三十個。",
    "佣金比例為百分之三，業務員須扎實學習，鑒定報告請寄回總公司，個人資料請勿外洩。",
    "縣長於會後表示，裡面的設備都要更新，餘款留待以後使用，並請專家檢驗。",
)

CONVERTED = (
    "關于縣城發展的規劃，縣長說明了時間、責任與經費，代表們認真討論。",
    "縣長說，三年以后，這個縣城會變成園林城市，請鄉親們積極參與種樹。",
    "志愿者昨天來到學校，給學生講課，還帶來許多圖書與樂器，氣氛熱烈。",
)


def _annotated(text: str) -> str:
    """Some characters of a traditional text with their reading, always the same ones."""
    return "".join(f"{c}({spell(c, 't')})" if c in "縣動樹時長會" else c for c in text)


@pytest.mark.parametrize("forth", FORTH)
def test_a_page_converted_phrase_by_phrase_goes_back_when_it_has_readings(forth: str) -> None:
    converted = phrases(ARTICLE, forth)
    assert converted is not None
    page = _annotated(converted)
    repaired = repair_text(page)
    assert repaired.text == ARTICLE
    assert restore_text(*repaired) == page


def test_one_form_that_the_other_converter_never_writes_is_enough() -> None:
    text = "县长田雨在会议上说，三月的时间够长，学习以后再开会。"
    converted = phrases(text, "s2t")
    assert converted is not None
    assert repair_text(_annotated(converted)).text == text


def test_a_name_in_a_page_of_the_other_converter_stays() -> None:
    page = _annotated(traditionalise(ARTICLE).replace("田雨", "田於雨"))
    assert repair_text(page).text == ARTICLE.replace("田雨", "田於雨")


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_wrote_in_traditional_characters_stays(text: str) -> None:
    assert not shows_converter(text)
    assert repair_text(text).edits == ()


@pytest.mark.parametrize("forth", FORTH)
def test_a_traditional_article_without_readings_stays(forth: str) -> None:
    text = phrases(ARTICLE, forth)
    assert text is not None
    assert repair_text(text).edits == ()


@pytest.mark.parametrize("text", CONVERTED)
def test_a_word_that_only_a_converter_writes_tells(text: str) -> None:
    repaired = repair_text(text)
    assert traditionalise(repaired.text) == text
    assert restore_text(*repaired) == text


def test_a_character_that_the_converter_never_writes_tells_the_other_way() -> None:
    assert not any(shows_converter(f"{text}王於昌也來了。") for text in CONVERTED)


def test_phrases_decide_characters_with_two_meanings() -> None:
    assert reverse("乾隆年間的乾果，瞭望臺上瞭解情況") == "乾隆年间的干果，瞭望台上了解情况"


FORMS = st.text(alphabet="关于會会後后裡里发發髮着著采採台臺\ud800\U00020000a\n", max_size=12)


@given(FORMS, FORMS)
def test_any_two_texts_of_one_length_have_a_conversion(one: str, other: str) -> None:
    size = min(len(one), len(other))
    one, other = one[:size], other[:size]
    how = conversion(one, other)
    assert convert(one, how) == other
    assert convert(one, unpack(pack(how))) == other
