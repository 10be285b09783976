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
