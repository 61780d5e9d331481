"""Notified sites on the command line: who was sent what, what became of it, and where exactly only for who asks for one."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from fakes.command_line import Done, Run
from truceline.cli.app import run
from truceline.errors import KeyMissingError, TrucelineError, UsageError
from truceline.ledger import Record
from truceline.model.assertions import Telling
from truceline.model.movements import Leg, Reached
from truceline.model.sites import Struck
from truceline.movements.reminder import REMINDER
from truceline.outputs.views import PublicSitesPage, Selection, SitesPage, public_sites_page, sites_page
from truceline.outputs.views.site_list import PublicSites
from truceline.workflow import notifying, redacting
from truceline.workflow.opening import make, opened
from truceline.workflow.rebuilding import rebuild
from truceline.workflow.telling import open_subject, tell, withdraw

LAT, LON = "36.148371", "36.927719"
EXACT = f"{LAT}N {LON}E"
PARTS = ("36.148", "36.927", "148371", "927719", "36.1484", "36.9277", "36.15", "36.93", "36\u00b0", "36 08", "36 55")
"""What must be nowhere: the position, its parts, and the same rounded or in another notation."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the theatre Syria, 2016, with nothing in it. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("empty")
    make(folder, theatre="syria_2016", kind="exercise").close()
    return folder


@pytest.fixture
def sites(empty: Path, tmp_path: Path) -> Path:
    """A copy of the empty record."""
    return Path(shutil.copytree(empty, tmp_path / "rec"))


def opened_site(truceline: Run, record: Path, *more: str, name: str = "Clinic A", position: str = EXACT) -> Done:
    """Open a clinic in a town, its position unseen on stdin."""
    return truceline(
        *(
            "site",
            "open",
            name,
            "--kind",
            "clinic",
            "--place",
            "Urum al-Kubra",
            "--owner",
            "SARC",
            "--consent",
            "--position",
            "-",
        ),
        *("--at", "2016-03-01", "--by", "anna", "--record", record, *more),
        keys=f"{position}\n",
    )


def notified(truceline: Run, record: Path, *more: str) -> list[Done]:
    """Open a site, have it checked twice, send it to two, one of whom acknowledges; return what all that printed."""
    return [
        opened_site(truceline, record, *more),
        *(truceline("site", "check", "st1", "--at", "2016-03-01", "--by", who, "--record", record) for who in ("anna", "ben")),
        truceline(
            *("site", "send", "st1", "--to", "Russia", "--to", "United States", "--detail", "exact", "--at", "2016-03-02"),
            *("--by", "anna", "--record", record),
        ),
        truceline("site", "answer", "st1", "Russia", "acknowledge", "--at", "2016-03-05", "--to-field", "--record", record),
    ]


def made_site(record: Path, name: str, position: str, *days: str) -> str:
    """Open a clinic and send it on some days, without the command line; return its id."""
    given = notifying.SiteGiven(
        kind="clinic", place="Urum al-Kubra", consents=True, position=notifying.PositionGiven(words=position), on="2016-03-01"
    )
    with opened(record) as held:
        site = notifying.open_site(held, name, given, by="anna").site
        for day in days:
            sending = notifying.SendingGiven(recipients=("ru", "us"), sent=day, detail="exact")
            notifying.send(held, site, sending, by="anna")
    return site


def listed(record: Path, line: str, *, on: str | None = None, known: str | None = None) -> list[dict[str, Any]]:
    """The lines of one sort that the list prints as JSON."""
    with opened(record) as held:
        page = sites_page(held, Selection(known=known), on=on)
    lines = [json.loads(msgspec.json.encode(each)) for each in (*page.sites, *page.hits, *page.proposed, page.figures)]
    return [each for each in lines if each["line"] == line]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Done]]:
    """A record in which a site was notified, and what was printed by that. Copy it before you change it."""
    record = tmp_path_factory.mktemp("told")
    make(record, theatre="syria_2016", kind="exercise").close()
    return record, notified(quiet, record)


@pytest.fixture
def known(told: tuple[Path, list[Done]], tmp_path: Path) -> Path:
    """A copy of that record."""
    return Path(shutil.copytree(told[0], tmp_path / "rec"))


def quiet(*arguments: str | Path, keys: str = "") -> Done:
    """Run the command line outside of any test, for what several tests share."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr("sys.stdin", io.StringIO(keys))
        try:
            run([str(each) for each in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code=code, out=out.getvalue(), err=err.getvalue())


def test_a_site_goes_from_draft_to_each_recipient(told: tuple[Path, list[Done]]) -> None:
    """Opened, checked by two, sent to two, acknowledged by one: the other one's acknowledgement is missing."""
    sites, printed = told
    assert [each.code for each in printed] == [0] * 5
    (site,) = listed(sites, "site", on="2016-03-10")
    assert site["states"] == ["validated", "notified", "acknowledged"]
    assert site["names"]["sarc"] == "Syrian Arab Red Crescent"
    by_name = {each["recipient"]: each for each in site["recipients"]}
    assert (by_name["ru"]["relayed"], by_name["us"]["missing"]) == ("yes", True)
    assert by_name["us"]["valid_to"] == "2016-05-31"
    (figures,) = listed(sites, "figures", on="2016-06-10")
    assert (figures["notifications"], figures["acknowledged"], figures["expired_in_use"]) == (2, 1, 2)


def test_the_reminder_stands_on_every_output(truceline: Run, told: tuple[Path, list[Done]]) -> None:
    """Text, lines of JSON, the public rendition, and what is said when something is entered: notified is not safe."""
    sites, printed = told
    assert all(REMINDER in done.err for done in printed)
    for command in (["sites", "--public"], ["site", "show", "st1"]):
        assert truceline(*command, "--record", sites).out.startswith(REMINDER)
    for command in (["sites"], ["site", "show", "st1", "--exact"]):
        lines = truceline(*command, "--json", "--record", sites).lines
        assert lines
        assert all(line["reminder"] == REMINDER for line in lines)


def test_that_nothing_is_listed_says_nothing_of_protection(truceline: Run, empty: Path, told: tuple[Path, list[Done]]) -> None:
    """Where there is no site, the words say so and no more, and no output anywhere says that something is not protected."""
    done = truceline("sites", "--record", empty)
    assert (done.code, "says nothing of what is protected" in done.err) == (4, True)
    shown = truceline("sites", "--record", told[0]).out
    assert shown.startswith(REMINDER)
    assert "not protected" not in shown


LISTS = (["sites", "--on", "2016-03-10"], ["sites", "--json"], ["sites", "--public", "--json"], ["site", "struck", "--json"])


@pytest.mark.soak
def test_no_export_and_no_report_has_the_exact_position(truceline: Run, known: Path, tmp_path: Path) -> None:
    """Neither the tables nor the page that is handed on."""
    texts = [truceline("export", part, "--record", known).out for part in ("incidents", "claims", "sources")]
    page = tmp_path / "report.html"
    assert truceline("report", page, "--record", known).code == 4, "no incident is in it"
    for text in (*texts, page.read_text(encoding="utf-8")):
        assert not [part for part in PARTS[:6] if part in text]


def test_the_exact_position_is_in_no_list_leaf_or_file(truceline: Run, told: tuple[Path, list[Done]], known: Path) -> None:
    """Not as typed, not rounded, not in part: only who asks for this one site and has the key is shown it."""
    sites = known
    done_by = {" ".join(words): truceline(*words, "--record", sites) for words in LISTS}
    found = {words: done.out + done.err for words, done in done_by.items()}
    found |= {f"entering {number}": done.out + done.err for number, done in enumerate(told[1])}
    found |= {str(path): path.read_bytes().decode("latin-1") for path in sites.rglob("*") if path.is_file()}
    with opened(sites) as held:
        found["leaves"] = "".join(str(held.entry(idx)) for idx in range(held.size))
        found["rebuilt"] = str(rebuild(held))
    for where, text in found.items():
        assert not [part for part in PARTS[:6] if part in text], where
    lines = truceline("site", "show", "st1", "--exact", "--json", "--record", sites).lines
    assert (lines[1]["lat"], lines[1]["lon"], lines[1]["as_given"]) == (LAT, LON, EXACT)
    assert not [part for part in PARTS if part in json.dumps(lines[0])]


def test_a_shell_that_completes_a_line_is_told_no_position_and_no_site(
    truceline: Run, told: tuple[Path, list[Done]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Completion knows commands and options, and nothing that stands in a record."""
    monkeypatch.setenv("TRUCELINE_RECORD", str(told[0]))
    monkeypatch.setenv("_TRUCELINE_COMPLETE", "complete_bash")
    for words in ("truceline site show ", "truceline site open Clinic --position "):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
        done = truceline()
        assert not [part for part in (*PARTS, "Clinic A", "st1") if part in done.out + done.err]


TYPED = (
    ["open", "Clinic", LAT, LON],
    ["open", "Clinic", f"--positon={LAT}"],
    ["open", "Clinic", "--at", f"{LAT} {LON}"],
    ["open", "Clinic", "--position", f"{LAT} {LON}", "--place", "Urum al-Kubra"],
    ["open", "Clinic", "--position", EXACT, "--order", f"{LAT}"],
    ["update", f"{LAT} {LON}", "--kind", "clinic"],
    ["show", f"{LAT} {LON}"],
)


def test_no_message_repeats_a_position_and_nothing_is_written(truceline: Run, told: tuple[Path, list[Done]]) -> None:
    """Typed into a wrong place, twofold or contradictory: refused, told why, and not repeated."""
    sites = told[0]
    with opened(sites) as held:
        size = held.size
    for words in TYPED:
        done = truceline("site", *words, "--record", sites)
        assert done.code in {2, 4}, words
        assert not [part for part in PARTS[:6] if part in done.out + done.err], done.err
    with opened(sites) as held:
        for doing in misplaced(held):
            with pytest.raises(TrucelineError) as error:
                doing()
            assert not [part for part in PARTS[:6] if part in str(error.value)], error.value
        assert held.size == size


def misplaced(held: Record) -> Iterator[Callable[[], object]]:
    """Everything that can be typed of a site, with a position where none belongs."""
    both = f"{LAT} {LON}"
    plain = notifying.SiteGiven(kind="clinic", position=notifying.PositionGiven(words=EXACT))
    for given in ({"place": both}, {"owner": both}, {"note": f"behind {both}"}, {"movement": "mv7"}, {"kind": "clinc"}):
        yield partial(notifying.open_site, held, "Clinic", msgspec.structs.replace(plain, **given), by="anna")
    for words, datum in ((f"{LAT}N {LON}N", None), (EXACT, LAT)):
        position = notifying.PositionGiven(words=words, datum=datum)
        yield partial(notifying.open_site, held, "Clinic", notifying.SiteGiven(kind="clinic", position=position), by="anna")
    yield partial(notifying.open_site, held, f"Clinic at {both}", plain, by="anna")
    yield partial(notifying.open_site, held, "Clinic", plain, reference=EXACT, by="anna")
    for site, to, channel in (("st1", both, None), (both, "ru", None), ("st1", "ru", both)):
        sending = notifying.SendingGiven(recipients=(to,), sent="2016-03-02", detail="exact", channel=channel)
        yield partial(notifying.send, held, site, sending, by="anna")
    answer = notifying.AnswerGiven(recipient="ru", verb="reject", at="2016-03-03", reason=f"{both} is no clinic")
    yield partial(notifying.answer, held, "st1", answer, by="anna")
    yield partial(notifying.revoke, held, "st1", at="2016-03-03", reason=both, by="anna")
    yield partial(notifying.check, held, both, at="2016-03-03", by="anna")


def test_exact_positions_come_one_site_at_a_time(truceline: Run, told: tuple[Path, list[Done]]) -> None:
    """There is no list of them and no command that takes two sites."""
    sites = told[0]
    for words in (["sites", "--exact"], ["site", "show", "st1", "st2", "--exact"], ["site", "show", "--exact"]):
        done = truceline(*words, "--record", sites)
        assert done.code == 2
        assert not [part for part in PARTS[:6] if part in done.out + done.err]


def _types(kind: object, seen: set[object]) -> Iterator[tuple[str, str]]:
    if kind in seen:
        return
    seen.add(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for name, hint in get_type_hints(kind).items():
            yield kind.__name__, name
            yield from _types(hint, seen)
    for part in get_args(kind):
        yield from _types(part, seen)


@pytest.mark.parametrize("page", [SitesPage, PublicSitesPage])
def test_no_page_has_a_field_for_a_position(page: type) -> None:
    """What has no field cannot be shown by mistake, however the page grows."""
    fields = list(_types(page, set()))
    assert fields
    assert not [each for each in fields if each[1] in {"lat", "lon", "position", "point", "as_given", "cell", "geometry"}]


def test_without_the_key_there_is_no_position_and_no_guess(
    truceline: Run, known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said that the key is not here; that nobody was notified is not."""
    sites = known
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "none"))
    done = truceline("site", "show", "st1", "--exact", "--record", sites)
    assert (done.code, "key" in done.err, done.out) == (4, True, "")
    shown = truceline("sites", "--record", sites).out
    assert "nothing is told of it that can be read here" in shown
    assert "no notification of it is recorded" not in shown


def test_a_coarse_rendition_is_the_same_for_every_point_of_the_cell(truceline: Run, sites: Path) -> None:
    """What may be handed on tells the cell and nothing finer; a district tells a place without a point."""
    for name, position in (("Clinic A", EXACT), ("Clinic B", "36.1402N 36.9279E")):
        made_site(sites, name, position)
    cell = truceline("site", "show", "st1", "--detail", "coarse_1km", "--json", "--record", sites).lines[1]
    with opened(sites) as held:
        other = msgspec.to_builtins(notifying.shown_position(held, "st2", "coarse_1km"))
        area = notifying.shown_position(held, "st1", "district")
    assert {**cell, "site": ""} == {**other, "site": ""}
    assert not [part for part in PARTS[:6] if part in json.dumps([cell, other])]
    assert (area.lat, area.accuracy_m, area.place) == (None, None, "sy.aleppo-governorate")


def public_of(record: Path, on: str, today: str = "2026-01-01") -> PublicSitesPage:
    """What may be shown to everybody."""
    with opened(record) as held:
        return public_sites_page(held, today=today, on=on)


def test_the_public_rendition_tells_sites_of_one_area_apart_by_nothing(truceline: Run, tmp_path: Path) -> None:
    """Two records whose sites lie at other points, came in another order and bear other names show the same to everybody."""
    shown = []
    for number, positions in enumerate((["36.1301N 36.9401E", EXACT], ["36.1602N 36.9602E", "36.1507N 36.9301E"])):
        record = tmp_path / f"rec{number}"
        make(record, theatre="syria_2016", kind="exercise").close()
        for name, position in zip(("A", "B"), positions, strict=True):
            made_site(record, f"{name}{number}", position, f"2016-03-0{number + 2}")
        shown.append(truceline("sites", "--public", "--json", "--on", "2016-03-10", "--record", record).out)
    assert shown[0] == shown[1]
    (line,) = [json.loads(each) for each in shown[0].splitlines()]
    assert (line["area"], line["notified"], line["struck"]) == ("sy.aleppo-governorate", 2, 0)
    assert line.keys() == {"line", "kinds", "area", "area_name", "notified", "struck", "days", "reminder"}


def test_nothing_is_public_early_or_against_the_owner(sites: Path) -> None:
    """Within a day, or without consent, it is not counted; where it moved to comes with the sending of that; no day to come."""
    made_site(sites, "Clinic A", EXACT, "2016-03-02T10:00:00Z")
    assert not public_of(sites, "2016-03-03").sites
    (before,) = public_of(sites, "2016-03-04").sites
    assert before.notified == 1
    with pytest.raises(UsageError, match="still to come"):
        public_of(sites, "2026-01-02")
    with opened(sites) as held:
        moved = notifying.SiteGiven(kind="hospital", place="Idlib", consents=True)
        notifying.update_site(held, "st1", moved, by="anna")
        assert public_sites_page(held, today="2026-01-01", on="2016-03-04").sites == (before,)
        notifying.update_site(held, "st1", msgspec.structs.replace(moved, consents=False), by="anna")
    assert not public_of(sites, "2016-03-04").sites


def test_no_movement_is_public_before_it_is_over(sites: Path) -> None:
    """Arrived at its first stop, or on its way home, it is still under way; a version that names it no more hides nothing."""
    with opened(sites) as held:
        movement = open_subject(held, "movement", "Convoy 7", by="anna").id

        def reached(*facts: Leg | Reached) -> tuple[PublicSites, ...]:
            tell(held, movement, Telling(by="anna", facts=facts), by="anna")
            return public_sites_page(held, today="2026-01-01", on="2016-03-20").sites

        given = notifying.SiteGiven(kind="other", movement=movement, consents=True)
        site = notifying.open_site(held, "Convoy 7", given, by="anna").site
        for version in (1, 2):
            sending = notifying.SendingGiven(recipients=("ru",), sent=f"2016-03-0{version}", detail="district")
            notifying.send(held, site, sending, by="anna")
            notifying.update_site(held, site, notifying.SiteGiven(kind="other", consents=True), by="anna")
        assert not reached(Leg(number=1, arrived="2016-03-03"), Leg(number=2, departed="2016-03-04"))
        assert not reached(Reached(stage="returning", at="2016-03-05"))
        assert [each.notified for each in reached(Reached(stage="closed", at="2016-03-06"))] == [1]


def test_what_was_sent_or_answered_is_not_withdrawn_from_the_views(known: Path) -> None:
    """Whoever entered it by mistake says so, and both stand; neither with nor without the key does a line go."""
    with opened(known) as held:
        for telling in ("tl4", "tl6"):
            with pytest.raises(UsageError, match="stays for good"):
                withdraw(held, telling, reason="pressed to", by="anna")
        mistake = notifying.SendingGiven(recipients=("us",), sent="2016-03-02", detail="district", denied=True)
        notifying.send(held, "st1", mistake, by="anna")
        (site,) = sites_page(held).sites
    assert [(each.recipient, each.is_taken_back) for each in site.ledger] == [("ru", False), ("us", True)]
    with opened(known) as held:
        redaction = redacting.ask(held, "tl5", basis="consent-withdrawn", by="anna")
        redacting.approve(held, redaction.id, by="ben")
        redaction = redacting.ask(held, "tl4", basis="consent-withdrawn", by="anna")
        redacting.approve(held, redaction.id, by="ben")
        (site,) = sites_page(held).sites
        with pytest.raises(KeyMissingError):
            withdraw(held, "tl4", reason="pressed to", by="anna")
    assert {"partly_unreadable"} <= {each.kind for each in site.due}
    assert "nobody_notified" not in {each.kind for each in site.due}


def test_chosen_days_do_not_take_the_notification_from_a_site_that_was_struck_on_them(known: Path) -> None:
    """It was sent long before those days, and is shown with what came on them."""
    with opened(known) as held:
        fact = Struck(incident="i1", at="2016-09-19")
        tell(held, "st1", Telling(by="anna", facts=(fact,)), by="anna")
        page = sites_page(held, Selection(happened="2016-09-19"))
    assert {each.recipient for each in page.hits} == {"ru", "us"}


def test_nobody_is_a_recipient_by_default(truceline: Run, sites: Path) -> None:
    """A sending names each recipient, and says what stood against it without forbidding it."""
    made_site(sites, "Clinic A", EXACT)
    assert truceline("site", "send", "st1", "--record", sites).code == 2
    done = truceline("site", "send", "st1", "--to", "ru", "--at", "2016-03-02", "--record", sites)
    assert (done.code, "before two persons checked it" in done.err) == (0, True)
    (site,) = listed(sites, "site")
    assert [(each["recipient"], each["detail"]) for each in site["ledger"]] == [("ru", "district")]


def test_the_same_again_is_one_and_other_data_is_a_new_version(truceline: Run, sites: Path) -> None:
    """A name that stands here with other data is refused; an update is a version of its own, with nobody until it is sent."""
    made_site(sites, "Clinic A", EXACT)
    made_site(sites, "Clinic A", EXACT)
    with pytest.raises(UsageError, match="site update st1"):
        made_site(sites, "Clinic A", "36.3001N 36.3001E")
    told = ("--kind", "hospital", "--place", "Urum al-Kubra", "--consent", "--position", "-", "--by", "anna")
    done = truceline("site", "update", "st1", *told, "--record", sites, keys="36.1589N 36.9277E\n")
    assert (done.code, "over 500 m from that of version 1" in done.err) == (0, True)
    (site,) = listed(sites, "site")
    assert [(each["number"], each["kinds"]) for each in site["versions"]] == [(1, ["clinic"]), (2, ["hospital"])]
    given = notifying.SiteGiven(kind="clinic", position=notifying.PositionGiven(words=EXACT))
    with opened(sites) as held:
        remarks = notifying.open_site(held, "Clinic C", given, by="anna").remarks
        exact = [notifying.shown_position(held, "st1", "exact", version) for version in (None, 1)]
    assert "within 100 m of it lies st1: is it the same?" in remarks
    assert [(each.version, each.lat) for each in exact] == [(2, "36.158900"), (1, LAT)]


def test_what_is_told_later_of_a_site_lies_under_its_own_key(truceline: Run, sites: Path) -> None:
    """A site opened in a compartment is checked, sent and answered in it."""
    truceline("compartments", "add", "shelters", "--record", sites)
    opened_site(truceline, sites, "--compartment", "shelters")
    with opened(sites) as held:
        notifying.check(held, "st1", at="2016-03-01", by="anna")
        notifying.send(held, "st1", notifying.SendingGiven(recipients=("ru",), sent="2016-03-02", detail="exact"), by="anna")
        notifying.revoke(held, "st1", at="2016-03-03", by="anna")
    with opened(sites) as held:
        entries = [held.entry(idx) for idx in range(held.size)]
    used = {each.co for each in entries if each.kind in {"subject.opened", "telling.entered"}}
    assert len(used) == 1
    assert used != {entries[0].co}


def test_an_incident_near_is_proposed_and_a_person_links_it_for_good(truceline: Run, record: Path) -> None:
    """The convoy's incident lies at the clinic's town: proposed, confirmed, and there whatever happens to the notification."""
    accept = [each["id"] for each in truceline("claims", "--json", "--with-proposals", "--record", record).lines]
    assert truceline("claim", "accept", *accept, "--by", "anna", "--record", record).code == 0
    made_site(record, "Clinic A", EXACT, "2016-03-02")
    (found, *_) = listed(record, "proposed")
    assert (found["site"], found["why"]) == ("st1", "same_place")
    incident = found["incident"]
    assert truceline("site", "struck", "st1", "i99", "--record", record).code == 4
    done = truceline("site", "struck", "st1", incident, "--by", "anna", "--record", record)
    assert (done.code, "for good" in done.err) == (0, True)
    truceline("site", "revoke", "st1", "--at", "2016-10-01", "--reason", "the owner asks", "--record", record)
    truceline("site", "struck", "st1", incident, "--not", "--said-by", "Russia", "--record", record)
    lines = truceline("sites", "--json", "--on", "2030-01-01", "--record", record).lines
    assert incident not in {each["incident"] for each in lines if each["line"] == "proposed"}
    (site,) = (each for each in lines if each["line"] == "site")
    assert {"struck", "revoked", "expired"} <= set(site["states"])
    assert [(each["incident"], [d["by"] for d in each["denied_by"]]) for each in site["strikes"]] == [(incident, ["ru"])]
    assert {each["recipient"] for each in lines if each["line"] == "hit"} == {"ru", "us"}
    with opened(record) as held, pytest.raises(UsageError, match="for good"):
        withdraw(held, site["strikes"][0]["says"][0]["source"], reason="pressed to", by="anna")


def test_a_view_of_an_earlier_day_knows_nothing_later(truceline: Run, sites: Path) -> None:
    """What was published later, and whatever it named, is not there: no recipient, no version, no position of it."""
    opened_site(truceline, sites, "--published", "2016-03-01")
    truceline("site", "send", "st1", "--to", "ru", "--at", "2016-03-02", "--published", "2016-03-05", "--record", sites)
    before, after = (listed(sites, "site", known=day) for day in ("2016-03-04", "2016-03-05"))
    assert [[each["recipient"] for each in one["recipients"]] for (one,) in (before, after)] == [[], ["ru"]]
    assert "ru" not in before[0]["names"]
