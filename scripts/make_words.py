"""Collect the sentences of the room for translators, and put what they wrote in place.

    make words

Reads every template and module of the room, brings ``locale/<language>/LC_MESSAGES/django.po`` up to date, and writes the
compiled ``.mo`` beside it, which is what an installation reads. Needs Debian's gettext. What has no translation is listed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "truceline" / "web"
LANGUAGES = ("ar",)


def main() -> int:
    """Collect, compile, and say what is missing."""
    os.environ["TRUCELINE_RECORD"] = tempfile.mkdtemp(prefix="truceline-words-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "truceline.web.settings"
    os.chdir(WEB)
    from django.core.management import call_command  # noqa: PLC0415 - once the environment is set

    call_command("makemessages", locale=list(LANGUAGES), no_location=True, no_obsolete=True, verbosity=0)
    missing = 0
    for language in LANGUAGES:
        file = WEB / "locale" / language / "LC_MESSAGES" / "django.po"
        subprocess.run([_tool("msgfmt"), "--check", "--output-file", file.with_suffix(".mo"), file], check=True)
        done = subprocess.run(
            [_tool("msgattrib"), "--untranslated", "--no-obsolete", file], check=True, capture_output=True, text=True
        )
        found = done.stdout.count("\nmsgid ")
        unsure = subprocess.run([_tool("msgattrib"), "--only-fuzzy", file], check=True, capture_output=True, text=True)
        fuzzy = unsure.stdout.count("\nmsgid ")
        sys.stderr.write(f"{language}: {found} sentences without a translation, {fuzzy} to be looked at again\n")
        missing += found + fuzzy
    return 1 if missing else 0


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        sys.exit(f"no {name}: apt-get install gettext")
    return found


if __name__ == "__main__":
    sys.exit(main())
