"""The list of commands by what a person wants to do, since nobody reads thirty lines to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

SECTIONS = {
    "Begin": ("demo", "init", "doctor"),
    "Put in and decide": (
        "read",
        "coordinates",
        "ingest",
        "call",
        "evidence",
        "link",
        "review",
        "claim",
        "incident",
        "actor",
        "violation",
        "movement",
        "proposal",
        "contact",
        "channel",
        "body",
        "site",
    ),
    "Look": (
        "serve",
        "status",
        "incidents",
        "show",
        "claims",
        "sources",
        "agreement",
        "observations",
        "violations",
        "tallies",
        "movements",
        "proposals",
        "contacts",
        "deliveries",
        "actors",
        "sites",
    ),
    "Hand on": ("report", "export", "prove", "disclose", "release", "exchange"),
    "Check, and let others check": (
        "verify",
        "fsck",
        "checkpoint",
        "witness",
        "policy",
        "keys",
        "timestamp",
        "succeed",
    ),
    "Protect and keep": ("people", "compartments", "redact", "backup", "restore", "rebuild"),
}


class BySections(TyperGroup):
    """Commands under headings, in the order of SECTIONS."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands in that order; one that stands under no heading comes last."""
        order = [name for names in SECTIONS.values() for name in names]
        return sorted(super().list_commands(ctx), key=lambda name: order.index(name) if name in order else len(order))

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands, a heading for each section."""
        widest = max(map(len, self.commands), default=0)
        for title, names in SECTIONS.items():
            found = [(name, command) for name in names if (command := self.get_command(ctx, name)) is not None]
            with formatter.section(title):
                shown = [(name.ljust(widest), each.get_short_help_str(formatter.width - 6 - widest)) for name, each in found]
                formatter.write_dl(shown)
