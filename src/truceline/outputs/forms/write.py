"""Writing a form as XLSForm: the sheets survey, choices and settings, every cell as text.

Nothing that stands in a cell is a formula, a link or a number to the program that opens it, whatever it begins with.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from ruamel.yaml import YAML

from truceline.errors import InputError, UsageError

FORMS = ("violation", "checkpoint")
MOVEMENT_FORMS = ("movement",)
LANGUAGES = {"en": "English (en)", "ar": "Arabic (ar)"}
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question, in two languages; a calculation has no words."""

    type: str
    name: str
    en: str = ""
    ar: str = ""
    required: bool = False
    hint_en: str = ""
    hint_ar: str = ""
    constraint: str = ""
    constraint_en: str = ""
    constraint_ar: str = ""
    relevant: str = ""
    calculation: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer of a list."""

    name: str
    en: str
    ar: str


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form."""

    id: str
    version: str
    title: dict[str, str]
    questions: tuple[Question, ...]
    choices: dict[str, tuple[Choice, ...]]


def form_of(name: str, known: Sequence[str] = FORMS) -> Form:
    """Return a form by its name, one of those ``known``.

    Raises:
        UsageError: there is none of this name.
    """
    if name not in known:
        message = f'no form "{name}"; expected one of {", ".join(known)}'
        raise UsageError(message)
    source = importlib.resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return msgspec.convert(YAML(typ="safe").load(source), Form)


def write_form(name: str, out: Path, known: Sequence[str] = FORMS) -> None:
    """Write a form to a file that is not there yet.

    Raises:
        UsageError: no form of this name, or the file is there already.
        InputError: the file cannot be written.
    """
    form = form_of(name, known)
    if out.exists():
        message = f"{out} is there already; nothing is overwritten; name another file"
        raise UsageError(message)
    survey, choices, settings = _sheets(form)
    write_sheets(out, {"survey": survey, "choices": choices, "settings": settings})


def write_sheets(out: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Write sheets of words to a workbook.

    Raises:
        InputError: the file cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - loaded only where a workbook is written
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    book = xlsxwriter.Workbook(str(out), AS_TEXT)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                if words:
                    sheet.write_string(number, column, words)
    try:
        book.close()
    except (FileCreateError, OSError) as error:
        message = f"{out} cannot be written: {error}"
        raise InputError(message) from error


def _sheets(form: Form) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    labels = [f"label::{LANGUAGES[lang]}" for lang in LANGUAGES]
    hints = [f"hint::{LANGUAGES[lang]}" for lang in LANGUAGES]
    constraints = [f"constraint_message::{LANGUAGES[lang]}" for lang in LANGUAGES]
    survey = [["type", "name", *labels, *hints, "required", "constraint", *constraints, "relevant", "calculation"]]
    for q in form.questions:
        required = "yes" if q.required else ""
        words = [q.en, q.ar, q.hint_en, q.hint_ar]
        survey.append(
            [q.type, q.name, *words, required, q.constraint, q.constraint_en, q.constraint_ar, q.relevant, q.calculation]
        )
    choices = [["list_name", "name", *labels]]
    choices += [[listed, choice.name, choice.en, choice.ar] for listed, found in form.choices.items() for choice in found]
    settings = [
        ["form_title", "form_id", "version", "default_language"],
        [f"{form.title['en']} / {form.title['ar']}", form.id, form.version, LANGUAGES["en"]],
    ]
    return survey, choices, settings
