"""The list of commands by what a person wants to do, since nobody reads sixty lines to find one.

Each stands here with the module it lives in and with what the list says of it, so that the list can be printed, and one command
run, without loading the others: to load them all costs several times what the rest of a start costs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter


class Listed(NamedTuple):
    """One command of the list: its name, ``module:attribute`` below this package, and the first sentence of its help."""

    name: str
    where: str
    about: str

    def load(self) -> object:
        """Import its module and return the function of a single command, or the group of several."""
        module, _, attribute = self.where.partition(":")
        return getattr(importlib.import_module(f"truceline.cli.{module}"), attribute)


SECTIONS: dict[str, tuple[Listed, ...]] = {
    "Begin": (
        Listed(
            "demo",
            "demonstrating:demo",
            "Show the whole way on bundled reports: read, link, accept, print, write a page; nothing of yours is touched.",
        ),
        Listed("init", "recording:init", "Make a record: a folder with truceline.toml and .truceline/ in it."),
        Listed(
            "doctor",
            "doctoring:doctor",
            "Look at this machine and the record that is meant, and say what is well, what needs attention, and what to do.",
        ),
    ),
    "Put in and decide": (
        Listed("read", "reading:read", "Read reports and print who says what; keeps nothing."),
        Listed(
            "coordinates",
            "coordinates:coordinates",
            "Read coordinates strictly, in degrees, UTM or MGRS, and hold them against the place that they are said to be of.",
        ),
        Listed(
            "ingest",
            "recording:ingest",
            "Put reports into the record: archive the bytes, read them, note every claim as a proposal.",
        ),
        Listed(
            "call",
            "calling:call",
            "Record an allegation made by telephone: when, by what channel, about what, asked of whom by when; the "
            "caller is sealed.",
        ),
        Listed("evidence", "evidence:app", "Keep photographs, videos, documents; hand out copies; print the chain of custody."),
        Listed(
            "link",
            "recording:link",
            "Group all claims that nobody rejected into incidents, surely or possibly; rival accounts stay side by side.",
        ),
        Listed("review", "deciding:review", "Decide on proposals one key each: accept, reject, correct, skip, undo, quit."),
        Listed("claim", "claiming:app", "Mark words as a claim; accept, reject or correct claims."),
        Listed("incident", "joining:app", "Merge two incidents or split one, as people decide; linking keeps to it."),
        Listed(
            "actor",
            "naming:actor",
            "Enter what somebody says of an actor: that a truce covers it or does not, to whom it belongs.",
        ),
        Listed("violation", "violating:app", "Enter what was done about an alleged violation; grade a claim as an assessor."),
        Listed(
            "movement",
            "moving_entry:app",
            "Open an aid movement or plan, enter what somebody says of it, tie it to its incident, withdraw what was wrong.",
        ),
        Listed(
            "proposal",
            "proposing:app",
            "Enter diplomatic proposals, their terms and where an office stands on one; join what was read from reports.",
        ),
        Listed("contact", "contacting:app", "Enter calls and meetings, and threats made there; join what was read from reports."),
        Listed("channel", "channelling:channel", "Enter what became of a channel between sides: opened, suspended, resumed."),
        Listed("body", "channelling:body", "Enter who belongs to a body and who chairs it, as said."),
        Listed(
            "site",
            "notifying:app",
            "Enter notified sites and movements, to whom they were sent, how that was answered; show one.",
        ),
    ),
    "Look": (
        Listed("serve", "serving:serve", "Open the situation room of a record in a browser."),
        Listed(
            "status",
            "status:status",
            "Print the state of an agreement: arrangement, adherence, assessments and ground, four things that are never merged.",
        ),
        Listed(
            "incidents",
            "listing:incidents",
            "Print the incidents of the record: when, where, what, how many killed, how many accounts and independent origins.",
        ),
        Listed(
            "show",
            "showing:show",
            "Print the competing accounts of an incident side by side, with the words behind every cell and where they stand.",
        ),
        Listed(
            "claims",
            "listing:claims",
            "Print every claim with its speaker, stance, exact words, how it stands and its incident.",
        ),
        Listed(
            "sources",
            "listing:sources",
            "Print what each publisher and speaker claimed, what was corrected and whom they repeat; there is no score.",
        ),
        Listed(
            "agreement",
            "agreements:app",
            "Show an agreement of the theatre: who is bound, what is owed, who may change what; check its file.",
        ),
        Listed(
            "observations",
            "observing:app",
            "What monitors heard and saw, counted with how much they looked; import their tables; write forms.",
        ),
        Listed(
            "violations",
            "violating:violations",
            "Print alleged violations: an incident, a clause, a party, and where every authority stands on it, each for itself.",
        ),
        Listed(
            "tallies",
            "tallying:tallies",
            "Print how many violations somebody counted: whose, when, with the parts given, and beside the incidents of "
            "the record.",
        ),
        Listed(
            "movements",
            "moving:app",
            "Show aid movements and plans: where each stands and who says so, for whom it waits, what was late; import "
            "logs; write a blank form.",
        ),
        Listed(
            "proposals",
            "proposing:proposals",
            "Print diplomatic proposals: who is said to have made them, their terms, and where every office stands, each "
            "for itself.",
        ),
        Listed(
            "contacts",
            "contacting:contacts",
            "Print calls and meetings, series of them, bodies, channels, threats with their deadlines, and terms kept "
            "from the public.",
        ),
        Listed(
            "deliveries",
            "delivering:deliveries",
            "Print what somebody says was delivered of arms and forces, and what is said of leave to fly over a country.",
        ),
        Listed(
            "actors",
            "naming:actors",
            "Show actors by their names on a day, with what is claimed of their coverage and affiliation; convert lists "
            "of others; check a pack's names.",
        ),
        Listed(
            "sites",
            "notifying:sites",
            "Print notified sites and movements: who was sent what, who has not answered, what has expired, what was struck.",
        ),
    ),
    "Hand on": (
        Listed(
            "report",
            "reporting:report",
            "Write the record as one self-contained page without scripts: incidents, accounts, marked text, evidence, timeline.",
        ),
        Listed(
            "export",
            "exporting:export",
            "Write a part of the record to a file that names log, size, root, software and choice.",
        ),
        Listed(
            "prove",
            "proving:prove",
            "Write one incident with the proofs of every entry it rests on, for a party who distrusts everybody to check alone.",
        ),
        Listed(
            "disclose",
            "disclosing:disclose",
            "Write the sealed values that you name, each with the leaf it is checked against; nothing else can be read "
            "from the file.",
        ),
        Listed(
            "release",
            "releasing:app",
            "Let everybody see something: one person asks, a second one gives, and a delay goes by.",
        ),
        Listed(
            "exchange",
            "exchanging:app",
            "Exchange records with another office by stick: both logs stay whole, and each office sees both.",
        ),
    ),
    "Check, and let others check": (
        Listed(
            "verify",
            "recording:verify",
            "Compute the whole record anew and say whether it holds together; with --size and --root also that it was "
            "not rewritten.",
        ),
        Listed(
            "fsck",
            "checking:fsck",
            "Read every byte of the record anew: entries, tree, archived files, pages of the database; say what is "
            "damaged and where.",
        ),
        Listed(
            "checkpoint",
            "heads:checkpoints",
            "Sign a checkpoint of the record, have witnesses cosign it, judge what others show.",
        ),
        Listed("witness", "witnessing:app", "Be a witness: cosign the checkpoints of logs that only grow."),
        Listed("policy", "policies:app", "Say whose cosignatures make the record joint."),
        Listed(
            "keys",
            "keys:app",
            "Show the key that signs the record's checkpoints or replace it; trust the keys of other records.",
        ),
        Listed("timestamp", "timestamping:app", "Have an authority outside say by when the log was there (RFC 3161)."),
        Listed(
            "succeed",
            "succeeding:succeed",
            "Declare that this copy of the record goes on under a new name, because the newer one is lost or another one "
            "goes on.",
        ),
    ),
    "Protect and keep": (
        Listed(
            "people",
            "peopling:app",
            "People of the situation room: the first administrator, invitations, links for what was lost.",
        ),
        Listed(
            "compartments",
            "compartments:app",
            "Compartments of sealed values: whoever has the key of one reads what is in it, and nothing else.",
        ),
        Listed("redact", "redacting:app", "Take something out for good: one person asks, a second one approves."),
        Listed(
            "backup",
            "backing_up:backup",
            "Copy everything the record consists of, as it is at one moment, while others may go on writing.",
        ),
        Listed(
            "restore",
            "backing_up:restore",
            "Make a record from a backup, or with --check say whether one could be made; every byte is verified first.",
        ),
        Listed(
            "rebuild",
            "recording:rebuild",
            "Drop everything that is derived from the log and fold it anew; the log itself is only read.",
        ),
    ),
}


class BySections(TyperGroup):
    """Commands under headings, in the order of SECTIONS."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands in that order; one that stands under no heading comes last."""
        order = [each.name for section in SECTIONS.values() for each in section]
        return sorted(super().list_commands(ctx), key=lambda name: order.index(name) if name in order else len(order))

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands, a heading for each section."""
        widest = max(map(len, self.commands), default=0)
        for title, section in SECTIONS.items():
            found = [(name, command) for name, _, _ in section if (command := self.get_command(ctx, name)) is not None]
            with formatter.section(title):
                shown = [(name.ljust(widest), each.get_short_help_str(formatter.width - 6 - widest)) for name, each in found]
                formatter.write_dl(shown)
