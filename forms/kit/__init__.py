"""The form kit: reads a form definition; reads, checks and shows answers. No rows, no Flask."""

from forms.kit.answers import answers, merge
from forms.kit.checking import Checked, check, visible
from forms.kit.clipboard import read_table, write_table
from forms.kit.contribution import Contribution, contribution
from forms.kit.definition import (
    EDIT,
    HIDDEN,
    INITIATOR,
    LANGUAGES,
    READ,
    Check,
    DecimalLimits,
    Field,
    Form,
    Section,
    step_id,
    title,
)
from forms.kit.facts import Facts, PlainFacts
from forms.kit.lines import find_line
from forms.kit.loading import load
from forms.kit.numbers import read_number, write_number
from forms.kit.posting import read_post
from forms.kit.problems import Fault, FormRefused, Problem
from forms.kit.rights import rights, shown
from forms.kit.typed import typed

__all__ = [
    "EDIT",
    "HIDDEN",
    "INITIATOR",
    "LANGUAGES",
    "READ",
    "Check",
    "Checked",
    "Contribution",
    "DecimalLimits",
    "Facts",
    "Fault",
    "Field",
    "Form",
    "FormRefused",
    "PlainFacts",
    "Problem",
    "Section",
    "answers",
    "check",
    "contribution",
    "find_line",
    "load",
    "merge",
    "read_number",
    "read_post",
    "read_table",
    "rights",
    "shown",
    "step_id",
    "title",
    "typed",
    "visible",
    "write_number",
    "write_table",
]
