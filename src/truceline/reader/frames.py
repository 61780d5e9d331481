"""Frames: in which grammatical place a cue word keeps what is said, and who says it.

Each frame is one way to read the dependency parse around a cue verb: ``clause`` ("said that X"), ``np`` ("denied any
role"), ``rest`` ("called X a failure", "accused X of Y"), ``inf`` ("vowed to block"), ``prep`` ("spoke of X"), ``passive``
("X is expected to Y"). A frame yields token ranges, half-open, into the paragraph's document; which word has which frames
is the lexicon's affair (``cues``).
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from truceline.reader.wordlists import word_set

Range = tuple[int, int]

_SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_SPEAKING_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who", "you"})
_SPEAKERS = word_set("speaker_nouns")
_UTTERANCES = word_set("utterances")
_SUBJECTS = frozenset({"nsubj", "csubj"})
_SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "dep"})
_REST = frozenset({"dobj", "oprd", "xcomp", "ccomp", "prep", "acomp", "attr", "dative", "pcomp", "nsubj"})
_CLAUSES = frozenset({"ccomp"})
_ADDRESSEE = frozenset({"dobj", "dative"})
_VERBS = frozenset({"VERB", "AUX"})
_QUOTES = frozenset({"quote", "cite", "report"})
_SAYS = frozenset({"say", "tell", "write", "add", "warn", "state", "claim", "declare"})
_LATER = frozenset({"after", "before", "since", "while", "during", "without", "until", "following", "on"})
_LASTING = frozenset({"until", "till", "from", "through", "for"})
_UNITS_OF_TIME = frozenset({"hour", "day", "week", "month"})
_TAG_MARKS = frozenset({",", "”", '"', "''", "’", "?", "!"})
_TAIL = frozenset({"relcl", "acl", "advcl"})


def subtree(token: Token) -> Range:
    """Return the range of a token with all that depends on it."""
    return token.left_edge.i, token.right_edge.i + 1


def trimmed(doc: Doc, found: Range) -> Range | None:
    """Return the range without punctuation and space at its ends, or None where nothing is left."""
    start, end = found
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space) and doc[end - 1].text not in ")]%":
        end -= 1
    return (start, end) if start < end else None


def is_speaker(head: Token) -> bool:
    """Say whether a noun phrase names somebody who can speak: a person, a body, a people, a document."""
    if head.ent_type_ in _SPEAKING_ENTITIES or head.lower_ in _SPEAKING_PRONOUNS:
        return True
    return head.lemma_.lower() in _SPEAKERS or head.pos_ == "PROPN"


def clause(verb: Token) -> list[Range]:
    """What stands as a clause: "said that X", "X, said Y"."""
    return [_without_comparison(child) for child in verb.children if child.dep_ in _CLAUSES]


def _without_comparison(root: Token) -> Range:
    """A clause without ", compared with Y", which is the writer's own."""
    start, end = subtree(root)
    for child in root.rights:
        if child.lower_ == "compared" and child.i > start + 2 and child.nbor(-1).text == ",":
            return start, child.i - 1
    return start, end


def parenthetical(verb: Token) -> list[Range]:
    """The sentence around "he said" that interrupts or ends it."""
    if verb.dep_ not in {"parataxis", "ccomp", "conj", "dep", "advcl", "relcl", "appos"}:
        return []
    doc, sent = verb.doc, verb.sent
    if verb.tag_ == "VBG" and not any(child.dep_ == "nsubj" for child in verb.children):
        return []
    whole = trimmed(doc, subtree(verb))
    start, end = whole if whole is not None else subtree(verb)
    if start <= sent.start or end - start > 12 or not doc[start - 1].is_punct:
        return []
    if end < sent.end and not doc[end].is_punct:
        return []
    return [found for found in ((sent.start, start), (end, sent.end)) if trimmed(doc, found)]


def tag(verb: Token, subject: Token) -> list[Range]:
    """The sentence before ", he said" or ", said X", and after it, by the commas alone, where the parse lost its way."""
    doc, sent = verb.doc, verb.sent
    start, end = speaker_range(subject)
    if subject.i < verb.i:
        end = verb.i + 1
    elif start != verb.i + 1:
        return []
    else:
        start = verb.i
    if end - start > 30 or start - 1 <= sent.start or doc[start - 1].text not in _TAG_MARKS:
        return []
    while end < sent.end and not doc[end].is_punct and end - verb.i < 12:
        end += 1
    if end < sent.end and not doc[end].is_punct:
        return []
    pieces = [(sent.start, start)]
    if end + 3 < sent.end and doc[end].text == "," and doc[end + 1].tag_ not in {"VBG", "WP", "WDT", "WRB", "IN"}:
        pieces.append((end, sent.end))
    return pieces


def noun_phrase(verb: Token) -> list[Range]:
    """The object: "denied any role", with its doer: "reported violations by X"."""
    kids = list(verb.rights)
    for position, child in enumerate(kids):
        if child.dep_ == "dobj":
            start, end = subtree(child)
            after = kids[position + 1] if position + 1 < len(kids) else None
            if after is not None and after.lower_ == "by" and after.left_edge.i == end:
                end = after.right_edge.i + 1
            return [(start, _with_its_time(kids[position + 1 :], end))]
    return []


def _with_its_time(kids: list[Token], end: int) -> int:
    """Return the end of what is announced with the time that it is to last: "a calm | until midnight on 18 September"."""
    lasting = False
    for kid in kids:
        says_how_long = kid.lower_ in _LASTING and kid.dep_ == "prep" and _is_time(kid)
        if kid.left_edge.i != end or not (says_how_long or (lasting and kid.lower_ in {"on", "to", "at"} and _is_time(kid))):
            break
        lasting, end = True, kid.right_edge.i + 1
    return end


def _is_time(preposition: Token) -> bool:
    """Say whether a preposition leads to a day, an hour or a number of them."""
    goal = next((child for child in preposition.children if child.dep_ in {"pobj", "pcomp"}), None)
    if goal is None:
        return False
    if preposition.lower_ == "for":
        return goal.lemma_.lower() in _UNITS_OF_TIME and any(child.dep_ == "nummod" for child in goal.subtree)
    return goal.ent_type_ in {"DATE", "TIME"} or goal.like_num or goal.lower_ in {"midnight", "noon"} or goal.text[:1].isdigit()


def rest(verb: Token, preposition: str | None = None) -> list[Range]:
    """Everything from the object on: "called X a failure", "accused X of Y", "urged X to go"."""
    kids = [child for child in verb.children if child.i > verb.i and child.dep_ in _REST]
    while kids and kids[-1].lower_ in _LATER and kids[-1].dep_ == "prep" and not _ends_it(kids):
        kids.pop()
    if preposition is not None and not any(child.lower_ == preposition for child in kids):
        return []
    for position, child in enumerate(kids):
        if child.dep_ in {"dobj", "nsubj", "ccomp", "oprd", "attr"} and not (child.dep_ == "nsubj" and position == len(kids) - 1):
            late = [kid.i for kid in verb.children if kid.dep_ == "prt" and kid.i > kids[-1].right_edge.i]
            return [(child.left_edge.i, max([kids[-1].right_edge.i, *late]) + 1)]
    return []


def _ends_it(kids: list[Token]) -> bool:
    """Say whether the last of these tells until when what is declared just before it lasts."""
    before = kids[-2] if len(kids) > 1 else None
    is_beside = before is not None and before.dep_ == "dobj" and before.right_edge.i + 1 == kids[-1].left_edge.i
    return is_beside and kids[-1].lower_ in _LASTING and _is_time(kids[-1])


def infinitive(verb: Token) -> list[Range]:
    """An infinitive without own subject: "vowed to block"."""
    return [subtree(child) for child in verb.children if child.dep_ == "xcomp" and child.i > verb.i][:1]


def object_infinitive(verb: Token, preposition: str | None) -> list[Range]:
    """Somebody and what he is to do: "asked the parties to stop", "called on all to adhere"."""
    goal = next(
        (child for child in verb.children if child.i > verb.i and child.dep_ in {"xcomp", "ccomp"} and _has_to(child)), None
    )
    if goal is None:
        return []
    for child in verb.children:
        if preposition is not None:
            if child.lower_ == preposition and verb.i < child.i < goal.i:
                inner = next((kid for kid in child.children if kid.dep_ == "pobj"), None)
                return [(inner.left_edge.i, goal.right_edge.i + 1)] if inner is not None else []
        elif child.dep_ in {"dobj", "nsubj"} and verb.i < child.i < goal.i:
            return [(child.left_edge.i, goal.right_edge.i + 1)]
    start = next((child for child in goal.children if child.dep_ == "nsubj" and child.i > verb.i), None)
    return [(start.left_edge.i, goal.right_edge.i + 1)] if start is not None and preposition is None else []


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def agent_of(verb: Token) -> Token | None:
    """Return who does it in a passive: "was accused by X"; None where nobody is named."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((kid for kid in child.children if kid.dep_ == "pobj"), None)
    return None


def after_preposition(verb: Token, word: str) -> list[Range]:
    """What stands after a preposition that belongs to the cue: "spoke of X", "pushed back against X"."""
    near = [*verb.children, *(kid for child in verb.children if child.dep_ in {"advmod", "prt"} for kid in child.children)]
    for child in near:
        if child.i > verb.i and child.lower_ == word and child.dep_ in {"prep", "prt", "agent", "dative"}:
            inner = [kid for kid in child.children if kid.dep_ in {"pobj", "pcomp"}]
            if inner:
                end = inner[-1].right_edge.i + 1
                late = [kid.right_edge.i + 1 for kid in verb.children if kid.dep_ == "ccomp" and kid.left_edge.i == end]
                return [(inner[0].left_edge.i, late[0] if late else end)]
            if child.dep_ == "prt":
                return noun_phrase(verb)
    return []


def passive(verb: Token) -> list[Range]:
    """The passive subject and what is said of it: "X is expected to Y"."""
    subject = next((child for child in verb.children if child.dep_ in {"nsubjpass", "csubjpass"}), None)
    if subject is None:
        return []
    found = [subtree(subject)]
    found += [subtree(child) for child in verb.children if child.i > verb.i and child.dep_ in {"xcomp", "oprd", "ccomp"}]
    return found


def particles(verb: Token) -> frozenset[str]:
    """The particles of a verb: "out" of "pointed out"; adverbs right after it count too."""
    return frozenset(
        child.lower_
        for child in verb.children
        if child.dep_ in {"prt", "advmod"} and 0 < child.i - verb.i <= 2 and len(child) < 8
    )


def subject_of(verb: Token) -> Token | None:  # noqa: C901, PLR0911 - the places of a subject are tried in order
    """Return the token that heads the speaker of a cue verb, its own subject or the one it shares; None where nobody is named.

    A passive has its ``by`` phrase. Participles ("adding that"), co-ordinated verbs and infinitives take the subject of the
    verb above; a participle on a noun ("a statement saying") has that noun.
    """
    token = verb
    if verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"} and not any(child.dep_ == "aux" for child in verb.children):
        return agent_of(verb)
    for _ in range(6):
        found = _own_subject(token)
        if found is not None:
            return found if token.i == verb.i else _owner_of(found)
        if any(child.dep_ in {"nsubjpass", "auxpass", "csubjpass"} for child in token.children) and token.i == verb.i:
            return None
        head = token.head
        if head.i == token.i:
            return None
        if token.dep_ == "acl" and (_has_to(token) or head.lemma_ in _UTTERANCES or not is_speaker(head)):
            return _who_wants(head)
        if token.dep_ in {"acl", "relcl"}:
            return head
        if (
            token.dep_ not in _SHARES_SUBJECT
            and token.dep_ != "prep"
            and not (token.i != verb.i and token.dep_ in {"dobj", "attr"})
        ):
            return None
        token = head
        if token.pos_ not in _VERBS and token.dep_ != "prep" and token.pos_ != "ADJ":
            if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.dep_ in _SUBJECTS:
                return token
            if token.dep_ not in {"dobj", "attr", "acomp", "xcomp"} or token.head.pos_ not in _VERBS:
                return None
            token = token.head
        if token.i != verb.i and any(child.dep_ == "nsubjpass" for child in token.children):
            return next(child for child in token.children if child.dep_ == "nsubjpass")
    return None


def _owner_of(noun: Token) -> Token:
    """Whose words a noun for words is: the possessor of "response", else the noun itself."""
    if noun.lemma_ in _UTTERANCES:
        return next((child for child in noun.children if child.dep_ == "poss"), noun)
    return noun


def _who_wants(noun: Token) -> Token | None:
    """Whose "effort to deny", "decision to call": the owner of the noun, else the subject of its verb."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    if noun.dep_ in {"dobj", "attr", "pobj"} and noun.head.i != noun.i:
        verb = noun.head if noun.head.pos_ in _VERBS else noun.head.head
        return subject_of(verb) if verb.pos_ in _VERBS else noun
    return noun


def _own_subject(verb: Token) -> Token | None:
    if verb.i and verb.nbor(-1).text in _TAG_MARKS:
        for child in verb.rights:
            if child.dep_ == "nsubj":
                return child
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return child
    for child in verb.children:
        if child.dep_ == "agent":
            return next((kid for kid in child.children if kid.dep_ == "pobj"), None)
    return None


def speaker_range(head: Token) -> Range:
    """Return the whole noun phrase of a speaker, with titles and appositions, without relative clauses after it."""
    start, end = subtree(head)
    for child in head.children:
        if child.i > head.i and child.dep_ in _TAIL and child.left_edge.i > head.i:
            end = min(end, child.left_edge.i)
    return start, end


def quoted_as(verb: Token) -> tuple[Token, Token | None, Token] | None:
    """Read "X quoted Y as saying": return who speaks, who passes it on, and the verb of saying."""
    if verb.lemma_ not in _QUOTES:
        return None
    said = None
    for child in verb.subtree:
        if child.lower_ == "as" and child.i > verb.i:
            said = next((kid for kid in child.children if kid.lemma_ in _SAYS), None)
            if said is None and child.i + 1 < len(verb.doc) and verb.doc[child.i + 1].lemma_ in _SAYS:
                said = verb.doc[child.i + 1]
            break
    if said is None:
        return None
    passive = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    if passive is not None:
        return passive, agent_of(verb), said
    speaker = next(
        (child for child in verb.subtree if verb.i < child.i < said.i and child.dep_ in {"dobj", "nsubj", "pobj"}), None
    )
    relay = next((child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i), None)
    return (speaker, relay, said) if speaker is not None else None
