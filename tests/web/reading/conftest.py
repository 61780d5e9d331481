"""Reports that are odd to show: Arabic with vowel signs and emoji, a script in the words, characters that turn lines round."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ARABIC = "قالَ الناطِقُ إنَّ القافِلةَ 🚚👩🏽‍⚕️ وَصَلَتْ إلى البَلدة.\nثم قال إن القافلة عادت في 19 أيلول."
NASTY = 'He said <script>alert("no")</script> & "yes".\r\nThen \u202ewords\u202c turned \x07 round. It is so. It is so.'


@pytest.fixture(scope="session")
def odd(room: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The odd reports in the room, by id; in no language that the reader reads, so no claim is proposed in them."""
    from truceline.workflow.ingest import ingest
    from truceline.workflow.opening import opened
    from truceline.workflow.reading import Defaults

    long = "\n".join(f"سطر {number}: لا شيء جديد هنا في هذا اليوم الطويل." for number in range(19_000))
    texts = {"odd-arabic": ARABIC, "odd-nasty": NASTY, "odd-long": long}
    path = tmp_path_factory.mktemp("odd") / "odd.jsonl"
    lines = [
        json.dumps(
            {
                "id": name,
                "text": text,
                "title": f"<b>{name}</b>",
                "publisher": "a desk",
                "published_at": "2016-09-21",
                "lang": "ar",
            }
        )
        for name, text in texts.items()
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with opened(room) as record:
        came = ingest(record, [path], defaults=Defaults())
        assert not came.refused, came.refused
        return {name: record.report(name).text for name in texts}
