"""YAML as people write it: words with their lines, and nothing in a file that makes a program run on or run away."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.reader.formats.located_yaml import (
    DEEPEST,
    MOST_BYTES,
    MOST_VALUES,
    LocatedList,
    LocatedMap,
    Mistake,
    Value,
    line_at,
    read_yaml,
)

WORDS = [
    "a",
    "a",
    "~",
    "0x_",
    "1e999",
    "2016-02-30",
    "9" * 50,
    "\t",
    "\x00",
    "\ufeff",
    "\u202e",
    "@",
    "`",
    "!",
    "\\",
    "#",
    "\n",
    "  ",
]
MARKS = [
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x",
    "!!bool ",
    "<<",
    "? ",
    "|",
    ">",
    "'",
    '"',
    "%YAML 1.1\n",
    "---\n",
    "...\n",
]
BITS = st.sampled_from(WORDS + MARKS)


def read(text: str) -> tuple[Value, list[Mistake]]:
    mistakes: list[Mistake] = []
    return read_yaml("a.yaml", text.encode(), mistakes), mistakes


def test_every_scalar_stays_the_words_of_the_file() -> None:
    """An hour, a day, a number with a last zero and the word no are what somebody typed, never what YAML makes of them."""
    found, mistakes = read("cut_off: 19:30\nday: 2016-02-30\nnumber: 1.10\nlang: no\nempty:\nnothing: ~\nword: 'null'\n")
    assert found == {"cut_off": "19:30", "day": "2016-02-30", "number": "1.10", "lang": "no"} | {
        "empty": None,
        "nothing": None,
        "word": "null",
    }
    assert not mistakes


def test_every_value_knows_its_line() -> None:
    """A mistake can be shown where it stands: by key, by entry, and by the nearest thing that is there."""
    found, _ = read("# a remark\nname: x\nlist:\n  - one\n  - id: two\n    by: [aa,\n      bb]\n")
    assert isinstance(found, LocatedMap)
    assert line_at(found, ["list"]) == 3
    assert line_at(found, ["list", 0]) == 4
    assert line_at(found, ["list", 1, "by", 1]) == 7
    assert line_at(found, ["list", 1, "missing"]) == 5
    assert line_at(found, ["list", 7]) == 3


def test_an_alias_is_the_value_that_it_names() -> None:
    """Who likes to write a list once may do so."""
    found, mistakes = read("a: &both [x, y]\nb: *both\n")
    assert found == {"a": ["x", "y"], "b": ["x", "y"]}
    assert isinstance(found, LocatedMap)
    assert isinstance(found["b"], LocatedList)
    assert not mistakes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\n", "a.yaml:2: not readable as YAML"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: 'a' stands here twice; first in line 1"),
        ("a: 1\nb: *x\n", "a.yaml:2: the alias *x names nothing that comes before it"),
        ("a: &x\n  - *x\n", "a.yaml:2: the alias *x stands inside what it names"),
        ("a: !!python/object:os.system x\n", "a.yaml:1: the tag"),
        ("a: 1\nb: !!bool maybe\n", "a.yaml:2: the tag"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", "a.yaml:2: << merges keys"),
        ("? [a, b]\n: c\n", "a.yaml:1: a list or mapping as a key"),
        ("a: &x [1]\n? *x\n: c\n", "a.yaml:2: a list or mapping as a key"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2: a second document"),
        ("a: 1\nb: \x00\n", "a.yaml:2: character U+0000 is not allowed"),
        ("a:\n" + "".join("  " * n + "- \n" for n in range(1, 60)), f"a.yaml:{DEEPEST + 1}: nested more than {DEEPEST} deep"),
    ],
)
def test_what_is_not_plain_yaml_is_named_with_its_line(text: str, said: str) -> None:
    """Whatever is wrong with a file, one message says what and where; nothing of it is taken."""
    found, mistakes = read(text)
    assert found is None
    assert [str(mistake)[: len(said)] for mistake in mistakes] == [said]


@pytest.mark.parametrize(
    "bomb",
    [
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)),
        "a0: &a0 {k: x}\n" + "".join(f"a{n}: &a{n} {{l: *a{n - 1}, r: *a{n - 1}}}\n" for n in range(1, 60)),
        "[" * 300_000,
        "{a: " * 100_000,
        "- " * 200_000 + "x",
        "".join(f"{' ' * n}a:\n" for n in range(1_000)),
        pytest.param("[" + "a," * (MOST_VALUES + 10) + "]", marks=pytest.mark.soak),
        "x" * (MOST_BYTES + 1),
        "a: &a [*a, *a]\n",
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 300)),
    ],
    ids=["laughs", "maps", "brackets", "braces", "dashes", "indents", "long", "large", "itself", "deep-aliases"],
)
def test_a_bomb_is_refused_with_its_line_and_at_once(bomb: str) -> None:
    """A file that would fill the memory or never end is one located message, within seconds."""
    began = time.monotonic()
    found, mistakes = read(bomb)
    assert found is None
    assert len(mistakes) == 1
    assert mistakes[0].where.startswith("a.yaml:")
    assert time.monotonic() - began < 20


def test_a_file_in_another_encoding_is_named_with_the_line_of_the_byte() -> None:
    """Text in an old encoding is not read as something else."""
    mistakes: list[Mistake] = []
    assert read_yaml("a.yaml", b"a: 1\nb: \xff\n", mistakes) is None
    assert str(mistakes[0]).startswith("a.yaml:2: byte 0xff is not UTF-8")


@given(bits=st.lists(BITS, max_size=25))
@settings(max_examples=50, deadline=None)
def test_no_text_whatever_makes_it_raise(bits: list[str]) -> None:
    """Any text is read or is a mistake; never a traceback, and never both a value and a mistake."""
    found, mistakes = read("".join(bits))
    assert found is None or not mistakes
    assert all(mistake.where.startswith("a.yaml:") for mistake in mistakes)
