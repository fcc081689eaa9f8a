"""What seems to be the same: real pairs in four languages, and the order they are asked about."""

import time
from itertools import combinations
from random import Random

import pytest

from workflows import limits
from workflows.likeness import ELSEWHERE, SAME_STAGE, Text, likeness, pairs
from workflows.merging import COMPARED_MAX

SAME = [
    ("Nobody answers the phone", "Nobody picks up the phone"),
    ("Nobody answers the phone", "No one answers the phone!"),
    ("The return form is hard to find", "Hard to find the return form"),
    ("I have to enter my address twice", "Address has to be entered twice"),
    ("Delivery takes too long", "Delivery is too slow and takes long"),
    ("Слишком долгая доставка", "Доставка слишком долгая"),
    ("Стоимость доставки видна только в конце", "Цену доставки видно только в самом конце"),
    ("Никто не берёт трубку", "Никто не берет трубку!"),
    ("Непонятно, где находится заказ", "Не понятно где заказ"),
    ("运费最后才显示", "到最后才显示运费"),
    ("客服电话没人接", "打客服电话没有人接"),
    ("退货流程太复杂", "退货的流程很复杂"),
    ("等待时间太长", "等待的时间太长了"),
    ("דמי המשלוח מופיעים רק בסוף", "רק בסוף מופיעים דמי המשלוח"),
    ("קשה למצוא את טופס ההחזרה", "טופס ההחזרה קשה למציאה"),
    ("המשלוח לוקח יותר מדי זמן", "הַמִּשְׁלוֹחַ לוקח המון זמן"),
]
OTHER = [
    ("Nobody answers the phone", "Nobody answers e-mails"),
    ("Delivery takes too long", "Checkout takes too long"),
    ("The price changes at checkout", "The price is too high"),
    ("Too slow", "Too dear"),
    ("Долго ждать ответа поддержки", "Долго ждать доставки"),
    ("Никто не берёт трубку", "Никто не читает письма"),
    ("Непонятно, где находится заказ", "Непонятно, как вернуть заказ"),
    ("运费最后才显示", "价格太高"),
    ("客服电话没人接", "客服态度不好"),
    ("דמי המשלוח מופיעים רק בסוף", "המשלוח מגיע רק בערב"),
    ("אף אחד לא עונה לטלפון", "אף אחד לא עונה למיילים"),
    ("קשה למצוא את טופס ההחזרה", "קשה למצוא את החנות"),
]
# Told apart by one word that matters: too alike to be kept from people in one stage, not asked about elsewhere.
NEAR = [
    ("The return form is hard to find", "The shop is hard to find"),
    ("Слишком долгая доставка", "Слишком дорогая доставка"),
    ("退货流程太复杂", "付款流程太复杂"),
    ("המשלוח לוקח יותר מדי זמן", "התשלום לוקח יותר מדי זמן"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_said_in_other_words_is_asked_about_in_one_stage(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= SAME_STAGE


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_different_things_are_not_asked_about(one: str, other: str) -> None:
    assert likeness(one, other) < SAME_STAGE


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_what_differs_in_one_word_is_not_asked_about_across_stages(one: str, other: str) -> None:
    assert likeness(one, other) < ELSEWHERE


def test_the_same_stage_comes_first_and_the_answer_is_always_the_same() -> None:
    texts = [
        Text(4, 2, "Nobody answers the phone"),
        Text(1, 1, "Nobody answers the phone"),
        Text(3, 1, "Nobody picks up the phone"),
        Text(2, None, "The parcel was wet"),
        Text(5, 2, "😡"),
        Text(6, 2, "😡"),
    ]
    found = pairs(texts)
    assert [(pair.first, pair.second) for pair in found] == [(1, 3), (1, 4)]
    assert pairs(texts[::-1]) == found


def test_as_many_texts_as_are_compared_are_compared_in_a_moment_however_long_they_are() -> None:
    chance = Random(7)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 10))) for _ in range(1500)]
    several = [
        Text(number, number % 8, " ".join(chance.choices(words, k=75))[: limits.NOTE_TEXT_MAX])
        for number in range(COMPARED_MAX)
    ]
    began = time.process_time()
    pairs(several)
    assert time.process_time() - began < 5  # it took half a minute, in which the bot answered nobody


def test_no_pair_is_lost_by_looking_quickly() -> None:
    told = [text for pair in (*SAME, *OTHER, *NEAR) for text in pair]
    texts = [Text(number, 1, text) for number, text in enumerate(told)]
    slowly = {
        (one.id, other.id) for one, other in combinations(texts, 2) if likeness(one.text, other.text) >= SAME_STAGE
    }
    assert {(pair.first, pair.second) for pair in pairs(texts)} == slowly
