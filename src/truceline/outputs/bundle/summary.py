"""What an incident says, in words, for VERIFY.md: codes where a name would have to be looked up, and no word of a text."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.model import Account, Figure, Incident
from truceline.outputs.labels import Labels, load
from truceline.outputs.views.cells import figure_words


def summary(incident: Incident) -> str:
    """Return what the accounts say side by side, and the ranges over them with the rule by which each was made."""
    labels = load()
    where = (
        ", ".join(f"`{place.place}` ({place.precision})" for place in incident.places if place.place)
        or "not said, or not in the pack"
    )
    contested = ", ".join(incident.contested).replace("_", " ") or "nothing"
    lines = [
        f"* what: {labels.say('event', incident.type)} (`{incident.type}`), as most accounts have it",
        f"* when: {labels.interval(incident.time) if incident.time else 'not said'}",
        f"* where: {where}",
        *(
            f"* {_words(figure, labels)}: {figure.rule}; {figure.accounts} independent of each other"
            for figure in incident.figures
        ),
        f"* independent origins: {incident.origins.sure} to {incident.origins.possible}; contested: {contested}",
        "",
        "| account | says | about | figures | report | published | claims |",
        "|---|---|---|---|---|---|---|",
        *(_row(account, labels) for account in incident.accounts),
    ]
    return "\n".join(lines)


def _row(account: Account, labels: Labels) -> str:
    if account.voice == "narration":
        who = "the report itself"
    else:
        who = f"`{account.actor}`" if account.actor else "somebody not in the pack"
    figures = "; ".join(_words(figure, labels) for figure in account.figures) or "none"
    about = ", ".join(account.about).replace("_", " ")
    published = account.published_at or "not known"
    cells = (
        who,
        labels.say("stance", account.stance),
        about,
        figures,
        f"`{account.report}`",
        published,
        ", ".join(account.claims),
    )
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _words(figure: Figure, labels: Labels) -> str:
    return figure_words(figure, labels, with_effect=True)


def ranged(numbers: list[int]) -> str:
    """Return numbers in rising order with runs shortened: 3, 5 to 9, 12."""
    return ", ".join(_runs(numbers))


def _runs(numbers: list[int]) -> Iterator[str]:
    first = 0
    for at, number in enumerate(numbers):
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            yield str(number) if first == at else f"{numbers[first]} to {number}"
            first = at + 1
