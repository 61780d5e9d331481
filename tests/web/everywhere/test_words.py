"""The sentences of the room in every language: all there, none of another meaning by a lost placeholder, compiled as written."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LANGUAGES = ("ar",)
_TEXT = r'(?:"(?:[^"\\]|\\.)*"\n?)+'
_ENTRY = re.compile(rf"(?:msgctxt ({_TEXT}))?msgid ({_TEXT})(?:msgid_plural {_TEXT})?((?:msgstr(?:\[\d\])? {_TEXT})+)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PLACE = re.compile(r"%\(\w+\)s|%s|%d")


def _unquoted(text: str) -> str:
    joined = "".join(_QUOTED.findall(text))
    return joined.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _catalogue(file: Path) -> dict[str, list[str]]:
    """Return each sentence of a .po file with what stands for it (several, where it has plural forms)."""
    found = {}
    for context, sentence, answers in _ENTRY.findall(file.read_text(encoding="utf-8")):
        key = f"{_unquoted(context)}\x04{_unquoted(sentence)}" if context else _unquoted(sentence)
        found[key] = [_unquoted(each) for each in re.split(r"msgstr(?:\[\d\])? ", answers)[1:]]
    found.pop("", None)
    return found


@pytest.fixture(params=LANGUAGES)
def file(root: Path, request: pytest.FixtureRequest) -> Path:
    """The sentences of one language."""
    return root / f"src/truceline/web/locale/{request.param}/LC_MESSAGES/django.po"


def test_no_sentence_is_left_in_another_language(file: Path) -> None:
    """A page in Arabic has no English sentence of ours in it."""
    assert [sentence for sentence, answers in _catalogue(file).items() if not all(answers)] == []
    assert "#, fuzzy" not in file.read_text(encoding="utf-8")


def test_a_translation_keeps_what_is_filled_in(file: Path) -> None:
    """A number or a name that a sentence is filled with is lost in no language."""
    lost = {
        sentence: answer
        for sentence, answers in _catalogue(file).items()
        for answer in answers[-1:]
        if set(_PLACE.findall(sentence)) - set(_PLACE.findall(answer))
    }
    assert lost == {}


def test_what_is_read_is_what_translators_wrote(file: Path) -> None:
    """The compiled catalogue has the same sentences as the one that people edit."""
    with file.with_suffix(".mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)
    differing = {s: a for s, a in _catalogue(file).items() if len(a) == 1 and known.gettext(s) != a[0]}
    assert differing == {}


def test_every_sentence_of_a_page_is_there_for_translators(file: Path, root: Path, tmp_path: Path) -> None:
    """What a template or a module says is in the catalogue: `make words` would find nothing new."""
    if shutil.which("xgettext") is None:
        pytest.skip("no xgettext: whether the catalogue is complete cannot be told (apt-get install gettext)")
    copy = tmp_path / "web"
    shutil.copytree(root / "src" / "truceline" / "web", copy, ignore=shutil.ignore_patterns("static", "__pycache__"))
    code = (
        "import os, sys, django; from django.conf import settings; settings.configure(LOCALE_PATHS=[os.path.abspath('locale')])\n"
        "django.setup(); from django.core.management import call_command\n"
        "call_command('makemessages', locale=['ar'], no_location=True, no_obsolete=True, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=copy, env={**os.environ, "PYTHONPATH": ""}, capture_output=True)
    collected = set(_catalogue(copy / "locale" / file.parts[-3] / "LC_MESSAGES" / "django.po"))
    assert collected - set(_catalogue(file)) == set()
