"""Relay chains: who passes on what somebody else said."""

from __future__ import annotations

import pytest

from fakes.speech import one, read, source


@pytest.mark.parametrize(
    ("text", "speaker", "relay"),
    [
        (
            "The Northern News Agency quoted a Norland official as saying that the road was mined.",
            "a Norland official",
            "Northern News Agency",
        ),
        (
            "According to the Northern News Agency, a Norland official acknowledged that the road was mined.",
            "a Norland official",
            "Northern News Agency",
        ),
        ("“The road is mined,” Anna Berg said, as cited by the Northern News Agency.", "Anna Berg", "Northern News Agency"),
    ],
)
def test_a_relay_is_kept_beside_the_speaker(text: str, speaker: str, relay: str) -> None:
    """The words stay those of who spoke them, and who passed them on is named."""
    attribution = one(text)
    assert (source(attribution, text), [via.name for via in attribution.via]) == (speaker, [relay])
    assert attribution.via[0].actor == "nna"


def test_whom_one_speaks_to_is_no_relay() -> None:
    """ "Told the agency" names the listener."""
    assert one("Anna Berg told the Northern News Agency that the road was mined.").via == ()


def test_what_the_agency_reports_itself_has_the_agency_as_speaker() -> None:
    """After a quoted official, "it reported" is the agency alone."""
    text = (
        "“The road is mined,” the Northern News Agency quoted a Norland official as saying. "
        "It reported that two trucks had burned."
    )
    second = read(text)[1]
    assert second.speaker is not None
    assert (second.speaker.name, second.via) == ("Northern News Agency", ())
