"""What people of four languages write above a column and into its cells.

Written without spaces and marks, in any case: `folded` makes the same of what stands in a file.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from workflows.text import CHANNEL_WORDS
from workflows.words import Channel, TouchpointClass, Usage


class Kind(StrEnum):
    """What an import brings."""

    TOUCHPOINTS = "touchpoints"
    SURVEY = "survey"
    METRICS = "metrics"


class Role(StrEnum):
    """What a column holds. The details of a touchpoint have the names of `touchpoint_fields.DETAILS`."""

    STAGE = "stage"
    TITLE = "title"
    CHANNEL = "channel"
    USAGE = "usage"
    CLASSED = "classed"
    MOMENT = "moment_of_truth"
    IMPORTANCE = "importance"
    DEPARTMENT = "department"
    PLANNED = "planned"
    LIVED = "lived"
    SCORE = "score"
    NEED = "need"
    CUSTOMER_GOAL = "customer_goal"
    REGION = "region"
    PERSON = "person"
    PERFORMANCE = "performance"
    REACH = "reach"
    RESOURCES = "resources"
    LACKING = "resources_lacking"
    TEXT = "text"
    SOURCE = "source"
    LINK = "link"
    SAMPLE = "sample_size"
    DAY = "day"
    METRIC = "metric"
    VALUE = "value"
    UNIT = "unit"


ROLES: Mapping[Kind, tuple[Role, ...]] = {
    Kind.TOUCHPOINTS: (
        *(Role.STAGE, Role.TITLE, Role.CHANNEL, Role.USAGE, Role.CLASSED, Role.MOMENT, Role.IMPORTANCE),
        *(Role.DEPARTMENT, Role.PLANNED, Role.LIVED, Role.SCORE, Role.NEED, Role.CUSTOMER_GOAL, Role.REGION),
        *(Role.PERSON, Role.PERFORMANCE, Role.REACH, Role.RESOURCES, Role.LACKING),
    ),
    Kind.SURVEY: (Role.TEXT, Role.STAGE, Role.SOURCE, Role.DAY, Role.LINK, Role.SAMPLE),
    Kind.METRICS: (Role.METRIC, Role.DAY, Role.VALUE, Role.UNIT, Role.STAGE),
}
NEEDED: Mapping[Kind, tuple[Role, ...]] = {
    Kind.TOUCHPOINTS: (Role.TITLE,),
    Kind.SURVEY: (Role.TEXT,),
    Kind.METRICS: (Role.METRIC, Role.DAY, Role.VALUE),
}

_HEADINGS: Mapping[Role, str] = {
    Role.STAGE: "stage, phase, step, journey stage, stage name, column, section, этап, стадия, фаза, шаг, "
    "阶段, 环节, 步骤, 旅程阶段, שלב, שלבים, שלב במסע",
    Role.TITLE: "touchpoint, touch point, touchpoints, contact, contact point, title, name, task, what is it, "
    "точка контакта, точка касания, контакт, касание, название, 触点, 接触点, 触点名称, 名称, 标题, "
    "נקודת מגע, נקודת המגע, מגע, כותרת, שם",
    Role.CHANNEL: "channel, medium, channels, media, канал, каналы, канал связи, 渠道, 通道, 媒介, ערוץ, ערוצים, מדיום",
    Role.USAGE: "use, usage, in use, использование, используется, 使用, 使用情况, שימוש, בשימוש",
    Role.CLASSED: "class, classed, category, classification, класс, категория, 分类, 类别, סיווג, קטגוריה",
    Role.MOMENT: "moment of truth, moment, key moment, mot, момент истины, ключевой момент, 关键时刻, 真实时刻, "
    "רגע אמת, רגע האמת",
    Role.IMPORTANCE: "importance, rank, priority, weight, важность, значимость, приоритет, ранг, "
    "重要程度, 重要性, 优先级, חשיבות, עדיפות, דירוג",
    Role.DEPARTMENT: "department, team, owner team, which team looks after it, responsible, отдел, подразделение, "
    "департамент, команда, ответственный отдел, 部门, 团队, 负责部门, מחלקה, צוות, אגף",
    Role.PLANNED: "planned, on our own list, on our list, план, запланировано, в нашем списке, "
    "计划, 在我们的清单上, מתוכנן, ברשימה שלנו",
    Role.LIVED: "lived, do customers tell of it, reported by customers, клиенты о ней говорят, клиенты рассказывают, "
    "客户会提到它吗, 客户提到, לקוחות מספרים עליה",
    Role.SCORE: "score, emotion, emotion score, feeling, sentiment, оценка, эмоция, эмоции, настроение, "
    "情绪, 情绪分, 感受, רגש, ציון, תחושה",
    Role.NEED: "need, need met, which need does it meet, потребность, какую потребность закрывает, "
    "需求, 它满足什么需求, צורך, על איזה צורך היא עונה",
    Role.CUSTOMER_GOAL: "customer goal, goal, what does the customer want here, цель клиента, цель, "
    "чего здесь хочет клиент, 客户目标, 目标, 客户在这里想要什么, מטרת הלקוח, מטרה, מה הלקוח רוצה כאן",
    Role.REGION: "region, area, country, регион, область, страна, 地区, 区域, אזור, מדינה",
    Role.PERSON: "person, who, actor, actors, who does it, contact person, кто, сотрудник, кто этим занимается, "
    "исполнитель, 主管人, 负责人, 人员, איש קשר, מי ממונה, אחראי",
    Role.PERFORMANCE: "performance, performance rating, rating, how well does it work, качество, работает, "
    "насколько хорошо работает, 表现, 效果, 效果如何, ביצועים, עד כמה זה עובד טוב",
    Role.REACH: "reach, reach %, share of customers, охват, охват %, 覆盖率, 触达率, חשיפה, היקף",
    Role.RESOURCES: "resources, resources there, what is there, ресурсы, что для этого есть, "
    "资源, 已有哪些资源, משאבים, מה כבר קיים לשם כך",
    Role.LACKING: "resources lacking, lacking, missing, what is missing, чего не хватает, не хватает, "
    "缺少什么, 缺少资源, מה חסר, חסר",
    Role.TEXT: "text, answer, answers, response, comment, comments, feedback, verbatim, quote, open answer, message, "
    "ответ, ответы, комментарий, комментарии, отзыв, текст, цитата, "
    "回答, 答案, 评论, 意见, 反馈, 文字, 内容, תשובה, תשובות, תגובה, הערה, משוב, טקסט",
    Role.SOURCE: "source, survey, from, respondent, источник, опрос, респондент, 来源, 问卷, 受访者, מקור, סקר, משיב",
    Role.LINK: "link, url, address, ссылка, 链接, 网址, קישור",
    Role.SAMPLE: "sample size, sample, n, number of answers, how many were asked, выборка, размер выборки, "
    "сколько опрошено, 样本量, 样本, גודל מדגם, מדגם",
    Role.DAY: "date, day, month, measured on, period, time, timestamp, when, submitted at, дата, день, месяц, период, "
    "время, отметка времени, 日期, 时间, 月份, 提交时间, תאריך, יום, חודש, חותמת זמן",
    Role.METRIC: "metric, metric name, kpi, indicator, measure, метрика, показатель, название показателя, "
    "指标, 指标名称, מדד, שם המדד",
    Role.VALUE: "value, number, amount, result, значение, величина, результат, 数值, 值, 结果, ערך, תוצאה",
    Role.UNIT: "unit, units, единица, единица измерения, ед, 单位, יחידה, יחידות",
}
_YES = "yes y true 1 x ✓ ✔ ★ * + да д истина 是 对 有 כן v √"
_NO = "no n false 0 - – нет н ложь 否 不 没有 无 לא"
_USAGE: Mapping[Usage, str] = {
    Usage.IN_USE: "in use, used, yes, now, today, используется, да, есть, 使用中, 已用, 是, בשימוש, כן",
    Usage.WISHED_FOR: "wished for, wished, wish, wanted, planned, no, not yet, желаемое, пока только желаемое, нет, "
    "期望拥有, 期望, 否, רצוי עוד לא קיים, רצוי, לא",
}
_CLASSED: Mapping[TouchpointClass, str] = {
    TouchpointClass.CRITICAL: "critical, critical to the journey, критическая, критическая для пути, критичная, "
    "对旅程至关重要, 关键, 至关重要, קריטית למסע, קריטית, קריטי",
    TouchpointClass.COMPLEMENTARY: "complementary, дополняющая, дополнительная, 补充性, 补充, משלימה, משלים",
    TouchpointClass.REDUNDANT: "redundant, лишняя, избыточная, 多余, 冗余, מיותרת, מיותר",
}
_CHANNELS: Mapping[Channel, str] = {
    Channel.SOCIAL: "social media, социальные сети, соцсети, 社交媒体, רשתות חברתיות",
    Channel.WORD: "word of mouth, сарафанное радио, מפה לאוזן",
    Channel.IN_PERSON: "in person, face to face, лично, при встрече, 面对面, פנים אל פנים",
    Channel.SHOP: "point of sale, pos, торговая точка, 门店",
    Channel.CHAT: "live chat, 在线客服, צאט",
    Channel.PRINT: "印刷品, печатные материалы",
    Channel.MAIL: "e mail, электронная почта, 电子邮件, דואר אלקטרוני",
}


def folded(said: str) -> str:
    """Letters and digits only, without case, width and vowel points."""
    plain = unicodedata.normalize("NFKC", said).casefold().replace("ё", "е")
    return re.sub(r"[\W_]|[\u0591-\u05c7]", "", plain)


def _words(listed: str) -> frozenset[str]:
    return frozenset(folded(one) for one in listed.split(","))


HEADINGS: Mapping[Role, frozenset[str]] = {
    role: _words(said) | {folded(role.value)} for role, said in _HEADINGS.items()
}
USAGES = {word: usage for usage, said in _USAGE.items() for word in _words(said) | {folded(usage.value)}}
CLASSES = {word: one for one, said in _CLASSED.items() for word in _words(said) | {folded(one.value)}}
CHANNELS = (
    {folded(word): channel for word, channel in CHANNEL_WORDS.items()}
    | {word: channel for channel, said in _CHANNELS.items() for word in _words(said)}
    | {folded(one.value): one for one in Channel}
)
YES, NO = frozenset(_YES.split()), frozenset(_NO.split())
