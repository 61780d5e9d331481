"""Who the speaker is: names, pronouns and offices of a report resolved to names and to actors of the theatre.

A person is whom the report names in full; the actor is the institution that person speaks for on that day. A pronoun or a
definite common noun ("he", "the general", "the ministry") takes the last fitting speaker before it and is marked
``inferred``. An unnamed speaker ("a US official") is never resolved below the institution, and the reason given for the
missing name is kept. Nothing is resolved by likeness: an actor is known by the pack's names or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from spacy.tokens import Span as Words
from spacy.tokens import Token

from truceline.actors import Match, Registry
from truceline.model import Relay, Span, Speaker
from truceline.reader import frames
from truceline.reader.drafts import Chars, Draft, Paragraph
from truceline.reader.frames import Range
from truceline.reader.wordlists import word_set

_HE = frozenset({"he", "she", "him", "her", "his"})
_IT = frozenset({"it", "they", "we", "them", "which", "that"})
_RELATIVE = frozenset({"who", "which", "that", "both", "whom"})
_TITLES = word_set("titles")
_OFFICES = word_set("speaker_nouns")
_DOCUMENTS = word_set("documents")
_REASON = re.compile(
    r"(?:(?:was|were|is|are|wasn['’]t|weren['’]t|isn['’]t|aren['’]t|not|because|who|since)\s+(?:\w+\s+){0,4}?(?:authori[sz]ed|allowed|permitted|cleared)\s+to\s+"
    r"(?:speak|talk|comment|discuss|brief)[^.;”\"]{0,80}|on\s+(?:the\s+)?condition\s+(?:of\s+anonymity|that\s+[^.;”\"]{0,60}(?:named|identified))"
    r"|(?:demanded|requested|asked\s+for|insisted\s+on)\s+anonymity|(?:declined|asked\s+not|did\s+not\s+want|refused)\s+to\s+be\s+(?:named|identified)"
    r"|speaking\s+anonymously)",
    re.IGNORECASE,
)
_APART = word_set("apart")
_NOT_OURS = frozenset({"former", "opposition", "rebel", "insurgent", "dissident", "exiled", "separatist"})
"""Before an office these tell that it is not one of the state named."""
_STATES_OWN = frozenset({"state", "government", "official", "state-run", "state-owned"})
_BACKED = re.compile(r"[-‐‑ ](?:backed|supported|allied|aligned|funded|sponsored|trained|armed|held)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s(?:in|of|from|at|for|near|who|with|on|inside|outside|across|based)\b|,")
_BODIES = frozenset({"organization", "organisation", "group", "body", "agency", "institution"})
_DEFINITE = frozenset({"the", "that", "this"})
_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(slots=True)
class _Known:
    """Somebody the report has named: the fullest name, where, with which words around it, and the actor."""

    name: str
    at: Span
    words: frozenset[str]
    actor: str | None = None
    role: str | None = None
    person: bool = False
    plural: bool = False
    unnamed: bool = False


@dataclass(slots=True)
class Speakers:
    """Resolves the speakers of one report, draft by draft in the order of the text."""

    text: str
    registry: Registry
    on: str | None
    people: dict[str, _Known] = field(default_factory=dict)
    spoke: list[_Known] = field(default_factory=list)

    def learn(self, paragraphs: list[Paragraph]) -> None:
        """Note the people named anywhere in the report, each by the last word of the fullest name."""
        for paragraph in paragraphs:
            for name in paragraph.doc.ents:
                if name.label_ == "PERSON":
                    self._learn_person(paragraph, name)

    def _learn_person(self, paragraph: Paragraph, name: Words) -> None:
        words, start = _name_words(name)
        if not words:
            return
        known = self.people.get(words[-1].lower())
        if known is not None and len(known.name.split()) >= len(words):
            return
        whole = frames.speaker_range(name.root)
        around = frozenset(token.lemma_.lower().rstrip(".") for token in paragraph.doc[whole[0] : whole[1]])
        at = Span(paragraph.offset + start, paragraph.offset + name.end_char - _possessive(name))
        full = " ".join(words)
        role = _role(paragraph, name)
        self.people[words[-1].lower()] = _Known(full, at, around, self._actor(full, role), role, person=True)

    def _actor(self, name: str, role: str | None) -> str | None:
        """The institution a named person speaks for: by the pack, else by the office beside the name."""
        found = self.registry.resolve(name, self.on)
        if found is not None:
            return self.registry.institution(found, self.on)
        return self._institution_in(role) if role else None

    def _institution_in(self, words: str) -> str | None:
        matches = [m for m in self.registry.find(words, self.on, demonyms=True) if not self._is_apart(words, m)]
        if not matches:
            return None
        best = max(matches, key=lambda match: (not match.demonym, match.span.end - match.span.start))
        return self.registry.institution(best.actor_id, self.on)

    def _is_apart(self, words: str, match: Match) -> bool:
        """Say whether a state is named only to tell who does not speak for it: "Syrian rebels", "Russian-backed forces"."""
        if self.registry.get(match.actor_id).kind != "state":
            return False
        heads = _PREPOSITION.split(words.lower(), maxsplit=1)[0].split()
        is_apart = bool(heads) and (heads[-1] in _APART or not _NOT_OURS.isdisjoint(heads))
        is_states_own = not _STATES_OWN.isdisjoint(heads)
        return (is_apart and not is_states_own) or _BACKED.match(words, match.span.end) is not None

    def speaker(self, draft: Draft) -> Speaker | None:
        """Return who speaks in a draft, None where nobody is named."""
        if not draft.source or draft.subject is None:
            return None
        known, inferred = self._who(draft)
        self.spoke.append(known)
        for start, end in draft.via:
            self.spoke.append(self._body(Span(start, end)))
        return Speaker(
            name=known.name,
            actor=known.actor,
            role=known.role,
            unnamed=known.unnamed,
            reason_unnamed=self._reason(draft) if known.unnamed else None,
            inferred=inferred,
            named_at=known.at,
        )

    def parties(self, draft: Draft) -> list[Draft]:
        """Return one draft for each party of a joint speaker ("both of which", "X and Y") that the theatre knows."""
        if not draft.source or draft.subject is None:
            return [draft]
        members = [member for member in _members(_antecedent_noun(draft, draft.subject)) if self._knows(draft.paragraph, member)]
        if len(members) < 2:
            return [draft]
        first = replace(draft, member=members[0])
        return [first, *(replace(draft, member=m, source=draft.paragraph.trimmed([_alone(m)])) for m in members[1:])]

    def _knows(self, paragraph: Paragraph, member: Token) -> bool:
        words = paragraph.doc[slice(*_alone(member))].text
        return bool(self.registry.find(words, self.on)) or member.ent_type_ == "PERSON"

    def _who(self, draft: Draft) -> tuple[_Known, bool]:  # noqa: PLR0911 - the kinds of naming are tried in order
        subject = draft.subject
        assert subject is not None, "a draft with a source has a subject"
        if draft.member is not None:
            return self._party(draft, draft.member)
        head = _antecedent_noun(draft, subject)
        own = Span(*draft.source[0])
        if head.lower_ in _HE:
            return self._antecedent(own) or self._plain(own), True
        if head.lower_ in _IT:
            plural = head.lower_ not in {"it", "which", "that"}
            return self._same_sentence(draft, head) or self._body_before(own, plural=plural) or self._plain(own), True
        named = self._named(draft.paragraph, head)
        if named is not None:
            return named, False
        if head.i != subject.i:
            return self._common(draft, head, _place(draft.paragraph, frames.speaker_range(head), head)), True
        if head.pos_ == "PRON":
            return self._plain(own), False
        issuer = _issuer(head)
        if issuer is not None:
            at = _place(draft.paragraph, frames.speaker_range(issuer), issuer)
            return (self._named(draft.paragraph, issuer) or self._definite(issuer, at) or self._common(draft, issuer, at)), True
        found = self._definite(head, own)
        if found is not None:
            return found, True
        return self._common(draft, head, own), False

    def _party(self, draft: Draft, member: Token) -> tuple[_Known, bool]:
        named = self._named(draft.paragraph, member)
        if named is not None:
            return named, member.i != draft.subject.i if draft.subject is not None else False
        at = _place(draft.paragraph, _alone(member), member)
        inside = () if frames.is_speaker(member) else self.registry.find(at.of(self.text), self.on)
        if inside:
            at = Span(at.start + inside[0].span.start, at.start + inside[0].span.end)
        return self._body(at), draft.subject is not None and draft.subject.pos_ == "PRON"

    def _named(self, paragraph: Paragraph, head: Token) -> _Known | None:
        """A person or a body whose name stands in the noun phrase itself."""
        start, end = frames.speaker_range(head)
        inside = [ent for ent in paragraph.doc[start:end].ents if ent.label_ == "PERSON"]
        person = next((ent for ent in inside if ent.start <= head.i < ent.end), None)
        if person is None and head.lemma_.lower() in _TITLES and inside and inside[0].root.head.i in {head.i, inside[0].root.i}:
            person = inside[0]
        if person is None:
            person = next((ent for ent in inside if ent.root.dep_ == "appos" and ent.root.head.i == head.i), None)
        words = _name_words(person)[0] if person is not None else [head.text] if head.pos_ == "PROPN" else []
        return self.people.get(words[-1].lower()) if words else None

    def _antecedent(self, own: Span) -> _Known | None:
        for known in reversed(self.spoke):
            if known.at != own and known.person and not known.plural:
                return known
        before = [known for known in self.people.values() if known.at.start < own.start]
        return max(before, key=lambda known: known.at.start, default=None)

    def _same_sentence(self, draft: Draft, head: Token) -> _Known | None:
        """For "it": a body that is the subject of the sentence ("Washington has ..., which it insists ...")."""
        if head.lower_ != "it":
            return None
        for token in draft.paragraph.doc[head.sent.start : head.i]:
            if token.dep_ == "nsubj" and token.ent_type_ in {"GPE", "ORG", "NORP"}:
                return self._body(_place(draft.paragraph, frames.speaker_range(token), token))
        return None

    def _body_before(self, own: Span, *, plural: bool) -> _Known | None:
        for known in reversed(self.spoke):
            if known.at != own and not known.person and (plural or not (known.plural or known.unnamed)):
                return known
        return None

    def _definite(self, head: Token, own: Span) -> _Known | None:
        """Resolve "the general", "the ministry", "the statement": the last speaker whose words fit."""
        if not any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in head.children):
            return None
        if head.pos_ != "NOUN":
            return None
        lemma = head.lemma_.lower()
        modifiers = {child.lemma_.lower() for child in head.children if child.dep_ in {"amod", "compound"}}
        if lemma in _BODIES and not modifiers:
            return self._body_before(own, plural=False)
        if lemma in _DOCUMENTS and not modifiers:
            return next((known for known in reversed(self.spoke) if known.at != own), None)
        wanted = modifiers | {lemma}
        short = {"general": "gen", "senator": "sen", "governor": "gov", "representative": "rep"}
        wanted_short = {short.get(word, word) for word in wanted}
        for known in reversed(self.spoke):
            if (wanted <= known.words or wanted_short <= known.words) and known.at != own:
                return known
        fits = [k for k in self.people.values() if (wanted <= k.words or wanted_short <= k.words) and k.at.start < own.start]
        return max(fits, key=lambda known: known.at.start, default=None)

    def _common(self, draft: Draft, head: Token, own: Span) -> _Known:
        """A body by name or metonym, else an unnamed speaker of some body."""
        name = own.of(self.text)
        words = frozenset(token.lemma_.lower() for token in draft.paragraph.doc[slice(*frames.speaker_range(head))])
        proper = head.pos_ == "PROPN" or head.ent_type_ in {"ORG", "GPE", "NORP"}
        exact = self.registry.resolve(name, self.on)
        if exact is not None and _NOT_OURS.isdisjoint(name.lower().split()):
            return _Known(_named_only(name), own, words, self.registry.institution(exact, self.on))
        actor = self._institution_in(name)
        if _is_joint(head) and len({self.registry.state(match.actor_id) for match in self.registry.find(name, self.on)}) > 1:
            actor = None
        document = head.lemma_.lower() in _DOCUMENTS
        unnamed = not proper and not document and not self._is_body(name, head)
        return _Known(
            _named_only(name),
            own,
            words,
            actor,
            person=unnamed and head.tag_ == "NN",
            plural=head.tag_ == "NNS",
            unnamed=unnamed,
        )

    def _is_body(self, name: str, head: Token) -> bool:
        """Say whether the noun phrase as a whole is a body of the pack ("Russia's foreign ministry")."""
        matches = self.registry.find(name, self.on)
        return any(match.span.end >= len(name) - 2 for match in matches) or head.ent_type_ == "ORG"

    def _body(self, own: Span) -> _Known:
        name = own.of(self.text)
        words = frozenset(word.lower() for word in name.split())
        return _Known(_named_only(name), own, words, self._institution_in(name))

    def _plain(self, own: Span) -> _Known:
        return _Known(_named_only(own.of(self.text)), own, frozenset(), person=True)

    def _reason(self, draft: Draft) -> str | None:
        sent = draft.subject.sent if draft.subject is not None else None
        if sent is None:
            return None
        start = draft.paragraph.offset + sent.start_char
        found = _REASON.search(self.text, start, draft.paragraph.offset + sent.end_char)
        return " ".join(found.group().split()) if found else None

    def relays(self, chars: list[Chars]) -> tuple[Relay, ...]:
        """Return the relays at these places, outermost first."""
        made = []
        for start, end in chars:
            name = self.text[start:end]
            found = self.registry.resolve(name, self.on)
            matches = () if found else self.registry.find(name, self.on)
            actor = found or (matches[0].actor_id if matches else None)
            made.append(Relay(name=_named_only(name), span=Span(start, end), actor=actor))
        return tuple(made)


def _place(paragraph: Paragraph, words: Range, head: Token) -> Span:
    """Where a noun phrase stands in the text; its head alone where nothing else is left of it."""
    found = paragraph.trimmed([words])
    return Span(*(found[0] if found else paragraph.chars((head.i, head.i + 1))))


def _antecedent_noun(draft: Draft, subject: Token) -> Token:
    """The noun that "who", "which", "both of which" stand for; the subject itself for all else."""
    if subject.lower_ not in _RELATIVE or draft.verb is None:
        return subject
    verb = draft.verb
    before = subject.doc[subject.i - 2] if subject.i > 1 and subject.nbor(-1).text == "," else None
    if before is not None and before.ent_type_ == "PERSON":
        return before
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" and verb.head.pos_ in {"NOUN", "PROPN"} else subject


def _is_joint(head: Token) -> bool:
    return len(_members(head)) > 1


def _members(head: Token) -> list[Token]:
    """The parties of a joint noun phrase, by "and" or after "including"; a phrase for one party has one."""
    for child in head.children:
        if child.lower_ == "including":
            inner = next((kid for kid in child.children if kid.dep_ == "pobj"), None)
            return [inner, *inner.conjuncts] if inner is not None else [head]
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((kid for kid in child.children if kid.dep_ == "pobj"), None)
            if inner is not None and head.lemma_ in {"number", "group"}:
                return _members(inner)
    return sorted([head, *head.conjuncts], key=lambda token: token.i)


def _alone(member: Token) -> Range:
    """The noun phrase of one member, without the others and what hangs on them."""
    start, end = member.left_edge.i, member.right_edge.i + 1
    for child in member.children:
        if child.dep_ in {"conj", "cc", "relcl", "acl"} and child.i > member.i:
            end = min(end, child.left_edge.i)
    return start, end


def _issuer(head: Token) -> Token | None:
    """Who issued a document: "reports by the organization"."""
    if head.lemma_.lower() not in _DOCUMENTS:
        return None
    for child in head.children:
        if child.lower_ in {"by", "from"} and child.i > head.i:
            return next((kid for kid in child.children if kid.dep_ == "pobj"), None)
    return None


def _named_only(words: str) -> str:
    return _LEADING.sub("", " ".join(words.split()))


def _possessive(name: Words) -> int:
    return 2 if name.text.endswith(("'s", "’s")) else 0


def _name_words(name: Words) -> tuple[list[str], int]:
    """The words of a person's name without titles before and a possessive after, and where they start."""
    tokens = [token for token in name if not token.is_space]
    while tokens and tokens[0].lower_.rstrip(".") in _TITLES:
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct or tokens[-1].tag_ == "POS"):
        tokens = tokens[:-1]
    if not tokens:
        return [], 0
    return name.doc[tokens[0].i : tokens[-1].i + 1].text.split(), tokens[0].idx


def _role(paragraph: Paragraph, name: Words) -> str | None:
    """The office beside a name: the words before it, or the apposition after it."""
    start, end = frames.speaker_range(name.root)
    before = paragraph.doc[start : name.start].text.strip(" ,")
    if not any(
        token.lower_.rstrip(".") in _TITLES or token.lemma_.lower() in _OFFICES for token in paragraph.doc[start : name.start]
    ):
        before = ""
    titles = [token.text for token in name if token.lower_.rstrip(".") in _TITLES]
    if titles and name[0].lower_.rstrip(".") in _TITLES:
        before = f"{before} {' '.join(titles)}".strip()
    if before and len(before) < 90:
        return _LEADING.sub("", before)
    after = paragraph.doc[name.end : end].text.strip(" ,")
    return _LEADING.sub("", after) if 3 < len(after) < 120 else None
