"""The sentences of this form's own faults, in the three languages: a process brings its words with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.kit import LANGUAGES, Fault

SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "no-lines": (
        "Enter at least one line in one of the three lists.",
        "三張明細中至少要有一行。",
        "三张明细中至少要有一行。",
    ),
    "too-many-lines": (
        "At most {max} lines are allowed over the three lists; there are {length}.",
        "三張明細合計最多 {max} 行，現有 {length} 行。",
        "三张明细合计最多 {max} 行，现有 {length} 行。",
    ),
    "unknown-code": (
        "The catalogue has no material with the code “{code}”.",
        "物資目錄中沒有編碼「{code}」。",
        "物资目录中没有编码“{code}”。",
    ),
    "photographs-missing": (
        "Materials without a code need a photograph each here: {count}.",
        "每種待編碼物資都要有一張照片，共需 {count} 張。",
        "每种待编码物资都要有一张照片，共需 {count} 张。",
    ),
    "no-code": (
        "“{code}” is no code: letters, digits, and . _ / - between them.",
        "「{code}」不是編碼：只能用字母、數字及其間的 . _ / -。",
        "“{code}”不是编码：只能用字母、数字及其间的 . _ / -。",
    ),
    "coded-twice": (
        "The code “{code}” stands for two different materials here.",
        "編碼「{code}」在此代表兩種不同的物資。",
        "编码“{code}”在此代表两种不同的物资。",
    ),
    "only-codes": (
        "Here only codes are given, and what follows from them; lines and quantities stay as they are.",
        "本步驟只給編碼及相關內容，不增刪行、不改數量。",
        "本步骤只给编码及相关内容，不增删行、不改数量。",
    ),
    "lines-missing": (
        "Say for every line how much is available; {count} are missing: {names}.",
        "每一行都要填寫可供數量；尚缺 {count} 行：{names}。",
        "每一行都要填写可供数量；尚缺 {count} 行：{names}。",
    ),
    "more-than": (
        "This may be at most {max}.",
        "不得超過 {max}。",
        "不得超过 {max}。",
    ),
    "not-of-this-shipment": (
        "This line is not part of this shipment.",
        "此行不屬於這批貨物。",
        "此行不属于这批货物。",
    ),
    "in-the-future": (
        "Goods cannot have arrived after today ({today}).",
        "到貨日期不得晚於今天（{today}）。",
        "到货日期不得晚于今天（{today}）。",
    ),
    "late-reason": (
        "Counted after the deadline: say why.",
        "已逾清點期限，請說明逾期原因。",
        "已逾清点期限，请说明逾期原因。",
    ),
}


def said(pointer: str, rule: str, code: str, /, **params: Any) -> Fault:
    """Return a fault that brings its sentence in every language."""
    texts = dict(zip(LANGUAGES, SENTENCES[code], strict=True))
    message = {language: text.format_map(params) for language, text in texts.items()}
    return Fault(pointer, rule, code, {**params, "message": message})
