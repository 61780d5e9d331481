"""What a page calls an actor in its own voice, in another language than English."""

from __future__ import annotations

from truceline.model import Actor
from truceline.model.parties import ActorName
from truceline.outputs.views.names import actor_name

ARABIC = ActorName(text="الإدارة", lang="ar")
OWN = ActorName(text="الإدارة الشمالية", lang="ar", self_name=True)
EPITHET = ActorName(text="الميليشيا", lang="ar", used_by=("south",))
CAPITAL = ActorName(text="الشمال", lang="ar", metonym=True)


def actor(*names: ActorName) -> Actor:
    return Actor(id="north", kind="government", name="Northern Administration", names=names)


def test_an_actor_is_called_as_it_calls_itself_in_the_language_of_the_page() -> None:
    """Its own name comes before a translation, whichever stands first in the pack."""
    assert actor_name(actor(EPITHET, CAPITAL, ARABIC, OWN), "ar") == "الإدارة الشمالية"
    assert actor_name(actor(ARABIC), "ar") == "الإدارة"


def test_what_only_some_call_an_actor_is_never_our_word_for_it() -> None:
    """An epithet that the pack ascribes to its users, and a capital, do not stand for an actor: its neutral name does."""
    assert actor_name(actor(EPITHET, CAPITAL), "ar") == "Northern Administration"
    assert actor_name(actor(ARABIC, OWN), "en") == "Northern Administration"
