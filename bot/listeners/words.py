"""Reading what was typed after `/journey`: the word, what follows it, and what was probably meant."""

import difflib
from dataclasses import dataclass

from bot.listeners.registry import Word
from workflows.text import clean

# Other ways to say the same, in the languages of the bot.
_ALIASES: dict[Word, tuple[str, ...]] = {
    Word.START: ("begin", "new", "workshop", "начать", "старт", "开始", "התחלה"),
    Word.MAP: ("picture", "show", "карта", "地图", "מפה"),
    Word.LIST: ("maps", "all", "список", "列表", "רשימה"),
    Word.HELP: ("?", "how", "commands", "помощь", "帮助", "עזרה"),
    Word.PEOPLE: ("invite", "who", "team", "люди", "участники", "人员", "אנשים"),
    Word.CUSTOMER: ("persona", "client", "клиент", "персона", "客户", "לקוח"),
    Word.STAGES: ("stage", "columns", "этапы", "этап", "阶段", "שלבים"),
    Word.TOUCHPOINTS: ("touchpoint", "contact", "contacts", "контакты", "触点", "מגע"),
    Word.ACTION: ("actions", "do", "действие", "行动", "פעולה"),
    Word.PAIN: ("pains", "problem", "painpoint", "боль", "проблема", "痛点", "כאב"),
    Word.JOY: ("joys", "delight", "радость", "爽点", "שמחה"),
    Word.THOUGHT: ("thoughts", "think", "мысль", "想法", "מחשבה"),
    Word.ITCH: ("itches", "want", "wish", "желание", "痒点", "רצון"),
    Word.EVIDENCE: ("proof", "source", "доказательство", "证据", "ראיה"),
    Word.FEEL: ("score", "scores", "feeling", "feelings", "emotion", "emotions", "эмоции", "情绪", "רגש"),
    Word.PRIVATE: ("blind", "reveal", "secretly", "тайно", "匿名打分", "בסתר"),
    Word.ANONYMOUS: ("anon", "nameless", "анонимно", "аноним", "匿名", "אנונימי"),
    Word.AGENDA: ("talk", "discuss", "повестка", "议程", "סדר-יום"),
    Word.WALK: ("walkthrough", "пройти", "走查", "הליכה"),
    Word.VOTE: ("votes", "dots", "голос", "голосовать", "投票", "הצבעה"),
    Word.IDEA: ("ideas", "solution", "идея", "想法方案", "点子", "רעיון"),
    Word.DECISION: ("decisions", "decide", "decided", "решение", "决定", "החלטה"),
    Word.OWNER: ("owners", "assign", "ответственный", "负责人", "אחראי"),
    Word.SAME: ("merge", "duplicates", "twice", "дубли", "повторы", "重复", "כפילויות"),
    Word.PRIORITIES: ("priority", "matrix", "приоритеты", "матрица", "优先级", "矩阵", "עדיפויות", "מטריצה"),
    Word.HURTS: ("barriers", "боли", "барьеры", "痛点列表", "כאבים"),
    Word.METRIC: ("metrics", "kpi", "number", "метрика", "指标", "מדד"),
    Word.NEXT: ("go", "continue", "далее", "дальше", "下一步", "הבא"),
    Word.BACK: ("previous", "назад", "返回", "חזרה"),
    Word.REVIEW: ("reviews", "обзор", "回顾", "סקירה"),
    Word.TIME: ("timer", "deadline", "timebox", "время", "срок", "时间", "זמן"),
    Word.CADENCE: ("rhythm", "schedule", "ритм", "周期", "קצב"),
    Word.POSTPONE: ("skip", "move", "delay", "отложить", "推迟", "דחייה"),
    Word.CHECK: ("checks", "mistakes", "findings", "проверка", "проверить", "检查", "בדיקה"),
    Word.MINE: ("my", "edit-mine", "мои", "我的", "שלי"),
    Word.INTRODUCE: ("me", "join", "representing", "представиться", "介绍", "היכרות"),
    Word.HISTORY: ("log", "changes", "audit", "история", "历史", "היסטוריה"),
    Word.UNDO: ("revert", "отменить", "撤销", "ביטול"),
    Word.MANAGE: ("more", "copy", "future", "archive", "end", "reopen", "delete", "управление", "管理", "ניהול"),
    Word.COMPARE: ("comparison", "before", "сравнить", "比较", "השוואה"),
    Word.EXPORT: ("download", "save", "экспорт", "скачать", "导出", "下载", "ייצוא", "הורדה"),
    Word.HEALTH: ("healthy", "overdue", "wellbeing", "здоровье", "健康", "健康度", "בריאות", "מצב"),
    Word.SETTINGS: ("setting", "preferences", "language", "quiet", "reminders", "настройки", "设置", "הגדרות"),
    Word.EDIT: ("frame", "goal", "title", "rename", "цель", "目标", "מטרה"),
    Word.IMPORT: ("upload", "bring", "импорт", "загрузить", "导入", "ייבוא"),
    Word.TEMPLATE: ("templates", "шаблон", "模板", "תבנית"),
}
_WORDS: dict[str, Word] = {str(word): word for word in Word} | {
    alias: word for word, aliases in _ALIASES.items() for alias in aliases
}
NEAR = 0.6  # how alike two words have to be


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed: a word that is known, or one that is not, and the text behind it."""

    word: Word | None
    said: str
    text: str

    @property
    def bare(self) -> bool:
        """Whether nothing was typed."""
        return not self.said


def read(text: str) -> Asked:
    """Read the text of a command."""
    head, *rest = clean(text).split(maxsplit=1) or [""]  # a pasted text may begin on the next line
    return Asked(_WORDS.get(head.casefold().rstrip(":,.!")), head, rest[0].strip() if rest else "")


def nearest(said: str) -> str:
    """Find the word that was probably meant; empty where none is near."""
    found = difflib.get_close_matches(said.casefold()[:40], list(_WORDS), n=1, cutoff=NEAR)
    return str(_WORDS[found[0]]) if found else ""
