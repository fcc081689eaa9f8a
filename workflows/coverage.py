"""Which parts of an organisation a team speaks for, and which are missing at the table."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from workflows.persons import Participant
from workflows.words import Attendance


class Part(StrEnum):
    """The parts of an organisation without which a map has a blind side."""

    SALES = "sales"
    MARKETING = "marketing"
    SERVICE = "service"
    PRODUCT = "product"
    LEADERSHIP = "leadership"


# Beginnings of words, in the languages of ours. A department belongs to the first part that one of its words is in.
_WORDS: Mapping[Part, str] = {
    Part.SALES: "sales account продаж сбыт 销售 מכירות",
    Part.MARKETING: "marketing brand growth advertis маркет бренд реклам 市场 营销 品牌 推广 שיווק מיתוג",
    Part.SERVICE: "service support care help success сервис поддерж обслуж забот 客服 服务 支持 售后 שירות תמיכה",
    Part.PRODUCT: "product develop engineer design tech продукт разраб дизайн техн 产品 研发 开发 设计 技术 "
    "מוצר פיתוח עיצוב",
    Part.LEADERSHIP: "leader management director ceo board executive founder руковод директор управл правлен "
    "领导 管理 高管 总经理 老板 הנהלה מנכ",
}


def missing(people: Iterable[Participant]) -> list[Part]:
    """The parts that nobody speaks for; those who said no do not count."""
    there = {_part(one.department) for one in people if one.attendance is not Attendance.DECLINED}
    return [part for part in Part if part not in there]


def _part(department: str) -> Part | None:
    said = department.casefold()
    return next((part for part, words in _WORDS.items() if any(word in said for word in words.split())), None)
