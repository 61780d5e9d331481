"""How it is said: the stance of an attribution, from its cue word, what is negated, and the head of what is said.

The lexicon gives the stance of the word (``deny``, ``blame``); this module looks at three more things: a negated cue
("did not say whether" declines, "could not confirm" cannot verify), a denied deed ("said that its aircraft had not been
involved" denies), and a deed laid at somebody's door ("said that X carried out the strike" accuses, unless it is the
speaker's own). A denial is a stance and never the reverse claim; where nothing tells, it is plain assertion.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import cache
from importlib import resources

import msgspec
from ruamel.yaml import YAML
from spacy.tokens import Token

from truceline.model import Certainty, Stance
from truceline.reader.drafts import Draft

_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_CANNOT = re.compile(
    r"\b(?:(?:can|could|do|does|did|have|has|had|is|are|was|were|be|been)\s*(?:n[o'’]?t|not)|cannot|unable|no way"
    r"|not (?:yet )?(?:been )?able|not in a position|too early|impossible"
    r"|(?:don|can|couldn|hasn|haven|isn|wasn|didn)['’]t)\s+"
    r"(?:\w+\s+){0,4}?(?:confirm|verify|determine|know|establish|corroborate|ascertain|say|tell|judge|authenticate"
    r"|substantiate|identify|conclude|attribute|rule out)\b",
    re.IGNORECASE,
)
_NO_GROUNDS = re.compile(
    r"\b(?:no|insufficient|not (?:have )?(?:enough|sufficient)|too little|lack(?:ed|s|ing)?) (?:\w+ ){0,2}?"
    r"(?:evidence|basis|information|means|proof|grounds|way) (?:to|for|of) (?:\w+ )?(?:conclud|determin|sa|confirm|verif"
    r"|establish|know|identify|attribut|judg|tell|rul)\w*",
    re.IGNORECASE,
)
"""Too little known to conclude: no statement either way."""
_UNCLEAR = re.compile(
    r"\b(?:unclear|not clear|unknown|no (?:independent )?(?:confirmation|verification|information)"
    r"|too early to (?:say|tell|know))\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:no comment|won['’]t comment|will not comment|not (?:going to )?comment"
    r"|(?:don['’]t|not) want to get into)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!…][\"”’')\]]*\s+(?=[“\"‘'(\[]?[A-Z])")
_OPEN = re.compile(r"\b(?:whether|if|who|which (?:side|party|one))\b", re.IGNORECASE)
_WHETHER = re.compile(r"\b(?:whether|if|who|what|how|when|where|which|anything|any|the|that|it)\b", re.IGNORECASE)
_OWNER_REACH = 6
_OWN = frozenset({"they", "it", "we", "he", "she", "i", "its", "their", "our", "his", "her", "my"})
_CAN_SAY = frozenset({"confirm", "verify", "corroborate", "know", "determine", "establish"})


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    deniable: frozenset[str]
    blamed_acts: frozenset[str]
    blamed_nouns: frozenset[str]
    blame: frozenset[str]
    mistake: frozenset[str]
    earlier_words: frozenset[str]
    thinks: frozenset[str]
    tells: frozenset[str]


@cache
def words() -> _Words:
    """Return the word sets of ``lexicons/stances.yaml``."""
    source = resources.files("truceline.reader").joinpath("lexicons", "stances.yaml")
    lists = msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), dict[str, str])
    return msgspec.convert({name: frozenset(line.split()) for name, line in lists.items()}, _Words)


def stance_of(draft: Draft, text: str, own_words: frozenset[str] = frozenset()) -> Stance:
    """Return how the speaker puts it. ``own_words``: lower-case names of the speaker's own side."""
    said = " ".join(text[start:end] for start, end in draft.content)
    base = draft.stance
    if draft.verb is not None and is_negated(draft.verb):
        base = _negated_cue(draft, base)
    if base == "confirm":
        return _confirmed(draft, said, own_words)
    if base == "deny" and draft.lemma in {"reject", "dismiss"}:
        return base
    if draft.frame in {"rest", "prep", "np", "passive"}:
        base = _by_object(draft, base)
    if base != "assert":
        return base
    return _by_content(draft, said, own_words)


def split_by_stance(draft: Draft, text: str) -> list[Draft]:
    """Part a quotation that says both "we do not know" and something else, so that each is told by itself."""
    if draft.stance != "assert" or not draft.quoted:
        return [draft]
    pieces = [piece for start, end in sorted(draft.content) for piece in _sentences(text, start, end)]
    open_ones = [_cannot_tell(text[start:end]) and bool(_OPEN.search(text, start, end)) for start, end in pieces]
    if all(open_ones) or not any(open_ones):
        return [draft]
    unknown = [piece for piece, is_open in zip(pieces, open_ones, strict=True) if is_open]
    told = [piece for piece, is_open in zip(pieces, open_ones, strict=True) if not is_open]
    if max(text[start:end].count(" ") for start, end in told) < 5:
        return [draft]
    return [replace(draft, content=unknown), replace(draft, content=told)]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    stops = [start, *(found.end() for found in _SENTENCE.finditer(text, start, end)), end]
    return [(a, b) for a, b in itertools.pairwise(stops) if text[a:b].strip()]


def _cannot_tell(said: str) -> bool:
    if _NO_GROUNDS.search(said[:120]):
        return True
    found = _CANNOT.search(said[:240]) or _UNCLEAR.search(said[:240])
    return bool(found and found.start() < 90 and _WHETHER.search(said, found.end()))


def is_negated(verb: Token) -> bool:
    """Say whether a verb, or what governs it ("was unable to confirm"), is negated."""
    if any(child.dep_ == "neg" or child.lower_ in {"never", "hardly", "cannot"} for child in verb.children):
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and head.i != verb.i:
        return head.lemma_ in {"unable", "fail", "decline", "refuse"} or any(child.dep_ == "neg" for child in head.children)
    return False


def _negated_cue(draft: Draft, base: Stance) -> Stance:
    if draft.lemma in {"acknowledge", "admit", "concede"}:
        return "decline"
    if draft.lemma in _CAN_SAY or base == "confirm":
        return "cannot_verify"
    if base in {"deny", "reject"}:
        return "assert"
    if draft.lemma in {
        "say",
        "comment",
        "respond",
        "answer",
        "reply",
        "specify",
        "elaborate",
        "disclose",
        "reveal",
        "tell",
        "explain",
    }:
        return "decline"
    if base == "accuse":
        return "assert"
    return "deny" if draft.lemma in {"think", "believe"} else base


def _confirmed(draft: Draft, said: str, own_words: frozenset[str]) -> Stance:
    """Admitting one's own deed claims responsibility for it; confirming another's confirms."""
    root = _content_root(draft)
    if draft.lemma in {"admit", "acknowledge", "concede", "confirm"} and root is not None:
        subject = next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        acts = root.lemma_ in words().blamed_acts or root.lemma_ in {"take", "participate", "join", "conduct", "use", "do"}
        if subject is not None and _is_own(subject, own_words) and acts and not is_negated(root):
            return "claim_responsibility"
    if "responsibility" in said and draft.frame == "np":
        return "claim_responsibility"
    return "confirm"


def _by_object(draft: Draft, base: Stance) -> Stance:  # noqa: PLR0911 - one kind of object after another
    """A description that is a blame or a taking back: "declared X responsible", "described the reference as an error"."""
    verb = draft.verb
    if verb is None:
        return base
    if draft.lemma == "call" and base == "assert" and any(child.lower_ in {"on", "upon"} for child in verb.children):
        return "demand"
    lemmas = {token.lemma_.lower() for token in verb.subtree if token.i > verb.i}
    if lemmas & words().mistake and lemmas & words().earlier_words:
        return "correct"
    if draft.frame == "rest" and lemmas & words().blame and verb.lemma_ not in {"call", "thank"} and base == "assert":
        return "accuse"
    if (
        base == "assert"
        and draft.lemma in {"speak", "report", "cite", "denounce", "condemn", "complain", "warn"}
        and _blamed_noun(verb)
    ):
        return "accuse"
    if draft.lemma in {"claim", "take", "accept"} and "responsibility" in lemmas:
        return "claim_responsibility"
    return base


def _blamed_noun(verb: Token) -> bool:
    """Say whether the object is a deed with its doer: "a deliberate attempt by X", "300 violations by X"."""
    for child in verb.children:
        for noun in (child, *child.children):
            if noun.i > verb.i and noun.lemma_ in words().blamed_nouns:
                by = [kid for kid in (*noun.children, *verb.children) if kid.lower_ == "by" and kid.i > noun.i]
                owner = [kid for kid in noun.children if kid.dep_ == "poss" and kid.ent_type_ in _NAMES]
                if by or owner:
                    return True
    return False


def _by_content(draft: Draft, said: str, own_words: frozenset[str]) -> Stance:
    head = said[:240]
    if _REFUSES.search(head) and len(said) < 400:  # a detail kept back in a long answer is no refusal to speak
        return "decline"
    if _cannot_tell(said):
        return "cannot_verify"
    if draft.quoted and said.rstrip("\"”’' ").endswith("?") and "." not in said.rstrip("?\"”’' "):
        return "question"
    root = _content_root(draft)
    for _ in range(3):
        if root is None:
            return "assert"
        settled = _by_clause(root, own_words)
        if settled != "assert":
            return settled
        root = _inner_clause(root)
    return "assert"


def _content_root(draft: Draft) -> Token | None:
    """Return the head of what is said: its verb, or its noun."""
    paragraph, (start, end) = draft.paragraph, draft.content[0]
    span = paragraph.doc.char_span(start - paragraph.offset, end - paragraph.offset, alignment_mode="expand")
    if span is None or not len(span):
        return None
    return span.root if len(span) <= 60 else span[:60].root


def _inner_clause(root: Token) -> Token | None:
    """What is thought or stated inside what is said: "believes that X", "is believed to X", "made statements that X"."""
    believed = root.lemma_ in words().thinks and any(child.dep_ == "auxpass" for child in root.children)
    for child in root.children:
        if believed and child.dep_ == "xcomp":
            return child
        if child.dep_ == "ccomp" and root.lemma_ in words().thinks and child.i > root.i:
            return child
        if child.dep_ in {"dobj", "attr"} and child.lemma_ in words().earlier_words:
            return next((kid for kid in child.children if kid.dep_ in {"acl", "ccomp", "relcl"}), None)
    return None


def _by_clause(root: Token, own_words: frozenset[str]) -> Stance:
    negated = is_negated(root) or any(
        child.lower_ in {"no", "nothing", "neither", "none"} for child in root.subtree if abs(child.i - root.i) < 4
    )
    named = {root.lemma_.lower()} | {
        kid.lemma_.lower() for kid in root.children if kid.dep_ in {"acomp", "attr", "dobj", "prep", "xcomp"}
    }
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in root.children)
    if negated:
        about_self = root.lemma_ in words().deniable or bool(named & words().deniable)
        return "deny" if about_self else "assert"
    if named & words().blame or _held(root, own_words):
        return "accuse" if _held(root, own_words) or _other_actor(root, own_words) else "assert"
    return "claim_responsibility" if _is_own_part(root, own_words) else _by_deed(root, own_words, passive=passive)


def _by_deed(root: Token, own_words: frozenset[str], *, passive: bool) -> Stance:
    """A deed told as done: laid at another's door, or owned by those who speak."""
    if root.lemma_ in words().blamed_acts and _is_done(root):
        doer = _agent(root) if passive else _other_actor(root, own_words)
        if doer is not None and not _is_own(doer, own_words):
            return "accuse"
        subject = next((child for child in root.children if child.dep_ == "nsubj"), None)
        if (
            subject is not None
            and subject.lower_ in {"we", "i"}
            and root.lemma_ in {"carry", "bomb", "attack", "shell", "strike", "launch"}
        ):
            return "claim_responsibility"
    return "assert"


def _held(verb: Token, own_words: frozenset[str]) -> bool:
    """Say whether another is held to blame: "that it held X responsible"."""
    if verb.lemma_ not in {"hold", "consider", "deem", "regard", "find", "blame", "believe"}:
        return False
    after = [kid for kid in verb.subtree if kid.i > verb.i]
    if not any(kid.lemma_ in words().blame for kid in after[:8]):
        return False
    held = [kid for kid in after if kid.dep_ in {"dobj", "nsubj"}]
    return any(_has_name(noun) and not _is_own(noun, own_words) for noun in held)


def _is_own_part(verb: Token, own_words: frozenset[str]) -> bool:
    """Say whether the speaker's own side is said to have had a part in a deed: "its planes took part in the strike"."""
    part = any(kid.dep_ == "dobj" and kid.lemma_ == "part" for kid in verb.children)
    if not (verb.lemma_ in {"participate", "join"} or (verb.lemma_ == "take" and part)) or not _is_done(verb):
        return False
    own = any(kid.dep_ == "nsubj" and _is_own(kid, own_words) for kid in verb.children)
    return own and any(kid.i > verb.i and kid.lemma_ in words().blamed_nouns for kid in verb.subtree)


def _is_done(verb: Token) -> bool:
    """Say whether a deed is told as done: not planned, not "carried supplies" for "carried out"."""
    if any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children):
        return True
    if any(
        child.dep_ == "aux" and child.lower_ in {"will", "would", "may", "might", "could", "should", "to", "’ll", "'ll"}
        for child in verb.children
    ):
        return False
    out = any(child.lower_ == "out" for child in verb.children)
    return out or verb.lemma_ != "carry"


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((kid for kid in child.children if kid.dep_ == "pobj" and _has_name(kid)), None)
    return None


def _other_actor(verb: Token, own_words: frozenset[str]) -> Token | None:
    for child in verb.children:
        if child.dep_ == "nsubj" and _has_name(child) and not _is_own(child, own_words):
            return child
    return None


def _has_name(noun: Token) -> bool:
    """Say whether a noun is or has a name: "Russian aircraft", "four aircraft of the Aland navy"."""
    owner = [token for kid in noun.children if kid.lower_ == "of" and kid.i == noun.i + 1 for token in kid.subtree]
    before = [token for token in noun.subtree if noun.i - 5 <= token.i <= noun.i]
    return any(token.ent_type_ in _NAMES for token in (*before, *owner[:_OWNER_REACH]))


def _is_own(noun: Token, own_words: frozenset[str]) -> bool:
    if any(kid.dep_ == "poss" and kid.lower_ in _OWN for kid in noun.children):
        return True
    return noun.lower_ in _OWN or any(token.lower_ in own_words for token in noun.subtree)


def certainty_of(draft: Draft, stance: Stance, text: str) -> Certainty:
    """Return how sure the words are: a possibility, an accusation, or simply claimed."""
    if stance == "accuse":
        return "accused"
    said = " ".join(text[start:end] for start, end in draft.content)[:160].lower()
    hedged = re.search(
        r"\b(?:may|might|could|possibly|perhaps|apparently|seems?|appears?|likely|suspected|probably|believed to)\b", said
    )
    return "possible" if hedged or draft.lemma in {"suspect", "speculate", "fear", "guess", "wonder"} else "claimed"
