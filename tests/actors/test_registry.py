"""Whom a name means: exact names, on the day, for the right institution."""

from __future__ import annotations

import pytest

from truceline.actors import Registry
from truceline.model import Actor, ActorName, Holding

RUSSIA = Actor(
    id="ru",
    kind="state",
    name="Russia",
    names=(
        ActorName(text="Russian Federation"),
        ActorName(text="Russian", demonym=True),
        ActorName(text="Moscow", metonym=True),
    ),
)
MINISTRY = Actor(id="ru.mod", kind="ministry", name="Ministry of Defence of Russia", within="ru")
STATES = Actor(id="us", kind="state", name="United States", names=(ActorName(text="US"), ActorName(text="U.S.")))
GROUP = Actor(
    id="group",
    kind="armed_group",
    name="Northern Front",
    names=(
        ActorName(text="Northern Host", self_name=True, since="2014-01-01", until="2016-07-27"),
        ActorName(text="Northern Front", self_name=True, since="2016-07-28"),
        ActorName(text="Jabhat al-Shamal", lang="ar-Latn"),
    ),
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry([RUSSIA, MINISTRY, STATES, GROUP])


def found(registry: Registry, text: str, on: str | None = None) -> list[tuple[str, str]]:
    return [(match.span.of(text), match.actor_id) for match in registry.find(text, on)]


@pytest.mark.parametrize(
    "words",
    [
        "Russia's Defence Ministry",
        "Russian Ministry of Defense",
        "the Defence Ministry of the Russian Federation",
        "Ministry of Defence of Russia",
        "Russia’s defense ministry",
    ],
)
def test_a_ministry_is_found_however_its_state_is_put_beside_it(registry: Registry, words: str) -> None:
    """A monitor need not list every way to write a ministry's name."""
    assert found(registry, f"In a note, {words} said so.") == [(words.removeprefix("the "), "ru.mod")]


def test_a_body_that_the_pack_does_not_list_is_its_state(registry: Registry) -> None:
    """No ministry is invented; the state that it belongs to is still known."""
    assert found(registry, "The Russian Foreign Ministry said so.") == [("Russian Foreign Ministry", "ru")]


def test_an_adjective_alone_names_nobody(registry: Registry) -> None:
    """Russian tea is not a statement by Russia; who wants the adjective asks for it."""
    assert found(registry, "He drank Russian tea.") == []
    assert [m.actor_id for m in registry.find("He drank Russian tea.", demonyms=True)] == ["ru"]


def test_the_pronoun_us_is_not_the_united_states(registry: Registry) -> None:
    """Acronyms are read letter by letter, and not at all where a whole line is in capitals."""
    assert found(registry, "They told us that the US and the U.S. agree.") == [("US", "us"), ("U.S.", "us")]
    assert found(registry, "PLEASE TELL US MORE ABOUT THIS") == []


@pytest.mark.parametrize("name", ["Northern Fronts", "Norther Front", "Northern", "Nothern Front", "Jabhat al-Shamali"])
def test_a_name_that_only_looks_alike_never_resolves(registry: Registry, name: str) -> None:
    """Nobody is taken for somebody else because of a letter."""
    assert registry.resolve(name) is None
    assert found(registry, f"A report names {name}.") == []


@pytest.mark.parametrize("name", ["Jabhat ash-Shamal", "Jabhat al-Shamāl", "jabhat al shamal"])
def test_romanised_arabic_resolves_by_its_key(registry: Registry, name: str) -> None:
    """Spellings that differ only in article, accents or case are one name."""
    assert registry.resolve(name) == "group"


def test_a_new_name_does_not_resolve_before_it_was_taken(registry: Registry) -> None:
    """A report of June cannot mean a name taken in July; the old name still resolves afterwards."""
    assert registry.resolve("Northern Front", on="2016-09-21") == "group"
    assert registry.resolve("Northern Host", on="2016-09-21") == "group"
    assert registry.name_on("group", "2016-07-27") == "Northern Host"
    assert registry.name_on("group", "2016-07-28") == "Northern Front"


def test_a_name_passes_to_its_new_bearer_on_the_day() -> None:
    """Two bodies that bore one name after each other are told apart by the day of the report."""
    first = Actor(id="first", kind="body", name="A1", names=(ActorName(text="Joint Board", until="2015-12-31"),))
    second = Actor(id="second", kind="body", name="B2", names=(ActorName(text="Joint Board", since="2016-01-01"),))
    registry = Registry([first, second])
    assert registry.resolve("the Joint Board", on="2015-06-01") == "first"
    assert registry.resolve("the Joint Board", on="2016-06-01") == "second"


def test_a_person_speaks_for_the_office_held_that_day() -> None:
    """A minister's words of one year are not those of the ministry led in the next."""
    person = Actor(id="p", kind="person", name="Ada Example")
    first = Actor(id="x", kind="ministry", name="Ministry X", within="s")
    second = Actor(id="y", kind="ministry", name="Ministry Y", within="s")
    state = Actor(id="s", kind="state", name="Statia")
    old = Actor(id="x.min", kind="office", name="Minister X", within="x", holders=(Holding(holder="p", until="2015-12-31"),))
    new = Actor(id="y.min", kind="office", name="Minister Y", within="y", holders=(Holding(holder="p", since="2016-01-01"),))
    chair = Actor(id="c", kind="body", name="Chairs", holders=(Holding(holder="p"),))
    registry = Registry([person, first, second, state, old, new, chair])
    assert registry.institution("p", on="2015-05-01") == "x"
    assert registry.institution("p", on="2016-05-01") == "y"
    assert registry.institution("p") == "y"
    assert registry.state("p") == "s"


def test_a_name_broken_by_a_paragraph_is_not_one_name(registry: Registry) -> None:
    """Two words in two paragraphs do not make an actor; a line break inside a paragraph does not unmake one."""
    assert found(registry, "He went north. Northern\n\nFront page") == []
    assert found(registry, "the Northern\nFront said") == [("Northern\nFront", "group")]


def test_what_arabic_writes_together_with_a_name_is_not_part_of_it() -> None:
    """ "and the Red Crescent" is one word in Arabic; the name is found inside it."""
    crescent = Actor(id="rc", kind="red_cross", name="Red Crescent", names=(ActorName(text="الهلال الأحمر", lang="ar"),))
    text = "وقال والهلال الاحمر"
    assert found(Registry([crescent]), text) == [("الهلال الاحمر", "rc")]


def test_the_spans_are_the_words(registry: Registry) -> None:
    """Every match points at exactly the words that were found, also behind accents and other scripts."""
    text = "Ünïcode «Россия»… Moscow’s ministry of defence, Russia."
    for match in registry.find(text):
        assert text[match.span.start : match.span.end] == match.span.of(text)
    assert found(registry, text)[-1] == ("Russia", "ru")
    assert ("Moscow’s ministry of defence", "ru.mod") in found(registry, text)
