"""Papers for the tests: what `webapp.printing.paper` makes of a request, in any length and language."""

from typing import Any

NAMES = {
    "code": ("物資編碼", "物资编码", "Code"),
    "name": ("名稱", "名称", "Name"),
    "specification": ("規格", "规格", "Specification"),
    "model": ("型號", "型号", "Model"),
    "unit": ("單位", "单位", "Unit"),
    "quantity": ("數量", "数量", "Quantity"),
    "urgency": ("緊急程度", "紧急程度", "Urgency"),
}
URGENCY = {
    "normal": ("普通", "普通", "Normal"),
    "urgent": ("緊急", "紧急", "Urgent"),
    "critical": ("特急", "特急", "Critical"),
}
PARTS = (
    ("SP150-02117", "變槳電機", "AC 400 V，5.5 kW，含抱閘", "1.5MW-PM132S", "台"),
    ("SP150-03340", "變頻器功率模塊 IGBT", "1700 V／1000 A，水冷", "FF1000R17IE4", "只"),
    ("SP300-00871", "偏航制動器摩擦片", "有機材料，280×140×24 mm", "3MW-YB-90", "套"),
    ("SP300-01266", "齒輪箱潤滑油泵組", "雙速，1.5／3 kW，含安全閥", "3MW-GLP-63", "台"),
)


def titles(hant: str, hans: str, en: str) -> dict[str, str]:
    return {"zh_Hant": hant, "zh_Hans": hans, "en": en}


def line(number: int) -> list[dict[str, Any]]:
    code, name, specification, model, unit = PARTS[number % len(PARTS)]
    urgency = list(URGENCY)[number % 3]
    cells = [code, name, specification, model, unit]
    plain = [{"text": text, "align": "", "titles": None} for text in cells]
    return [
        *plain,
        {"text": str(number % 40 + 1), "align": "num", "titles": None},
        {"text": urgency, "align": "mid", "titles": titles(*URGENCY[urgency])},
    ]


def lines(name: str, label: dict[str, str], count: int) -> dict[str, Any]:
    columns = [{"name": key, "titles": titles(*texts), "kind": "text"} for key, texts in NAMES.items()]
    rows = [{"id": f"{name}{number}", "cells": line(number)} for number in range(count)]
    return {"name": name, "kind": "lines", "titles": label, "columns": columns, "rows": rows, "total": count}


def short(name: str, label: dict[str, str], text: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "text", "titles": label, "text": text, "options": [], "wide": False} | more


def paper(lang: str = "zh_Hant", count: int = 6, **more: Any) -> dict[str, Any]:
    """Return a paper with `count` spare parts; `more` replaces parts of it."""
    yes, no = titles("是", "是", "Yes"), titles("否", "否", "No")
    emergency = [{"value": "yes", "titles": yes, "on": True}, {"value": "no", "titles": no, "on": False}]
    opinions = [
        opinion(
            "site_review", ("現場總代表審核", "现场总代表审核", "Site representative reviews"), "陳國棟", "approve"
        ),
        opinion(
            "planner_review", ("計劃員核對", "计划员核对", "Planner checks"), "吳雅婷", "return", "請補 3 號機照片。"
        ),
        opinion("supervisor_sign", ("主管簽核", "主管签核", "Supervisor signs"), "𠮷田 Ricky", "approve", "同意。"),
    ]
    base = {
        "lang": lang,
        "company": {"name": "恆風風電設備股份有限公司", "name_en": "Hengfeng Wind Power Equipment Co., Ltd."},
        "title": titles("內部聯絡單", "内部联络单", "Internal contact form"),
        "form_number": "BS-CP0701-FM002",
        "revision": "B/3",
        "serial": "ICF-2026-000042",
        "status": "open",
        "tone": "wait",
        "stamped_at": "2026-11-23 10:12",
        "closed": False,
        "address": "http://127.0.0.1:8000/paper/42/7-3/K7QM2F9XT4ZP",
        "check_code": "K7QM-2F9X-T4ZP",
        "as_of": "2026-11-23T10:12:00+08:00",
        "printed": {"at": "2026-11-23 17:40", "by": "林曉彤"},
        "unit": {"name": "輝騰錫勒風電場", "name_en": "Huitengxile Wind Farm"},
        "above": {"name": "北方業務部", "name_en": "Business Unit North"},
        "applicant": "林曉彤 · 現場人員",
        "applied_at": "2026-11-20 08:40",
        "step_titles": {
            "production_check": titles("生產管理部核定供應", "生产管理部核定供应", "Production states supply")
        },
        "main": {
            "short": [
                short("site", titles("現場", "现场", "Site"), "輝騰錫勒風電場"),
                short("kind", titles("類別", "类别", "Kind"), "物資申請"),
                short("needed_by", titles("需用日期", "需用日期", "Needed by"), "2026-12-01"),
                short("filed_at", titles("備案時間", "备案时间", "Filed at"), ""),
                short("filed_under", titles("備案歸檔", "备案归档", "Filed under"), ""),
                short("emergency", titles("緊急", "紧急", "Emergency"), "", options=emergency),
            ],
            "long": [
                short(
                    "reason", titles("申請原因", "申请原因", "Reason"), "1. 3 號機變槳電機燒毀。\n2. 備件庫只剩一台。"
                )
            ],
            "lists": [
                lines("tools", titles("工具", "工具", "Tools"), 0),
                lines("consumables", titles("耗材", "耗材", "Consumables"), min(count, 3)),
                lines("spare_parts", titles("備件", "备件", "Spare parts"), count),
            ],
        },
        "steps": [],
        "opinions": opinions,
        "waiting": [waiting("manager_sign", ("經理簽核", "经理签核", "Manager signs"), "周明德")],
        "copies": [],
        "comments": [],
        "photos": [],
        "files": [],
        "missing": [],
        "emoji": False,
    }
    paper = base | more
    main = paper["main"]
    main["by_name"] = {field["name"]: field for kind in ("short", "long", "lists") for field in main[kind]}
    return paper


def waiting(step: str, label: tuple[str, str, str], holders: str, scope: str | None = None) -> dict[str, Any]:
    path = f"{scope}/{step}" if scope else step
    return {"step": path, "id": step, "scope": scope, "titles": titles(*label), "holders": holders, "late": False}


def opinion(step: str, label: tuple[str, str, str], name: str, action: str, comment: str = "") -> dict[str, Any]:
    tones = {"approve": "good", "return": "wait", "reject": "bad"}
    return {
        "step": step,
        "id": step,
        "titles": titles(*label),
        "name": name,
        "behalf": "",
        "post": "主管",
        "unit": "北方業務部",
        "item": {},
        "at": "2026-11-20 10:12",
        "action": action,
        "tone": tones[action],
        "comment": comment,
        "answers": [],
        "late": False,
        "changed": [],
    }


def job(slug: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a job as the desk takes it."""
    return {"slug": slug, "paper": paper(**more), "files": {}, "record": {"number": "ICF"}, "identifier": "test"}
