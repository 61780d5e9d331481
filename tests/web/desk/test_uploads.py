"""Uploads: what is sent arrives once and whole, whatever breaks; what is no text of reports is refused, whatever it is called."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]

TEXT = b"Shells fell on the town on 12 September 2016, a resident said. Two people were killed.\n"
ABOUT = {"published": "2016-09-13", "publisher": "A paper"}


@pytest.fixture
def monitor(client_as: AsRole) -> Iterator[Client]:
    """A monitor who has sent nothing."""
    from truceline.web.desk.models import Upload

    yield client_as("monitor")
    Upload.objects.all().delete()


def _begin(client: Client, name: str, data: bytes, **more: str) -> dict[str, object]:
    asked = {"name": name, "size": str(len(data)), "sha256": hashlib.sha256(data).hexdigest(), **ABOUT, **more}
    return {**(answer := client.post("/desk/uploads/begin", asked)).json(), "status": answer.status_code}


def _part(client: Client, address: object, offset: int, data: bytes) -> tuple[int, dict[str, object]]:
    answer = client.post(f"{address}?offset={offset}", data=data, content_type="application/octet-stream")
    return answer.status_code, answer.json()


def _end(client: Client, address: object) -> tuple[int, dict[str, object]]:
    answer = client.post(str(address).replace("/part", "/end"))
    return answer.status_code, answer.json()


def _work() -> None:
    from truceline.web.desk import worker

    worker.run(batch=True)


def test_a_file_sent_in_parts_stands_in_the_record_under_who_sent_it(monitor: Client, room: Path) -> None:
    """Sent in two parts and taken in by the worker, the report is in the record, brought by the monitor, and linked."""
    from truceline.workflow.opening import opened

    begun = _begin(monitor, "parts 1.txt", TEXT)
    assert begun["status"] == 201
    assert _part(monitor, begun["address"], 0, TEXT[:40]) == (200, {"got": 40})
    assert _part(monitor, begun["address"], 40, TEXT[40:]) == (200, {"got": len(TEXT)})
    status, ended = _end(monitor, begun["address"])
    assert status == 202
    _work()
    page = monitor.get(str(ended["page"])).content.decode()
    assert "parts 1" in page
    with opened(room) as record:
        held = next(each for each in record.reports() if each.id == "parts 1")
        assert record.entry(held.entry).by == "monitor"
        assert held.publisher == "A paper"


def test_after_a_break_the_same_file_goes_on_where_it_stopped(monitor: Client) -> None:
    """A browser that was closed begins the same file again and is told how many bytes are here; only the rest is sent."""
    begun = _begin(monitor, "broken.txt", TEXT)
    _part(monitor, begun["address"], 0, TEXT[:30])
    again = _begin(monitor, "broken.txt", TEXT)
    assert (again["address"], again["got"]) == (begun["address"], 30)
    assert _begin(monitor, "broken.txt", TEXT + b"!")["got"] == 0
    assert _part(monitor, again["address"], 0, TEXT[:30])[0] == 409
    assert _part(monitor, again["address"], 0, TEXT[:30])[1]["got"] == 30
    assert _part(monitor, again["address"], 30, TEXT[30:])[0] == 200


def test_a_file_that_arrived_changed_is_not_taken(monitor: Client) -> None:
    """What does not have the announced hash is refused with both hashes, and nothing of it is kept."""
    begun = _begin(monitor, "changed.txt", TEXT)
    _part(monitor, begun["address"], 0, TEXT.replace(b"Two", b"Six"))
    status, said = _end(monitor, begun["address"])
    assert status == 422
    assert hashlib.sha256(TEXT).hexdigest()[:12] in str(said)
    assert monitor.get(str(begun["address"])).status_code == 404


def test_an_upload_that_is_not_whole_is_not_begun(monitor: Client) -> None:
    """Ending early says how much is missing, and the upload stays open."""
    begun = _begin(monitor, "early.txt", TEXT)
    _part(monitor, begun["address"], 0, TEXT[:10])
    status, said = _end(monitor, begun["address"])
    assert (status, said["got"]) == (422, 10)
    assert _part(monitor, begun["address"], 10, TEXT[10:])[0] == 200


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("report.txt", b"MZ\x90\x00" + b"\0" * 60, "Windows program"),
        ("report.txt", b"\x7fELF\x02\x01" + b"\0" * 60, "Linux program"),
        ("report.md", b"#!/bin/sh\nrm -rf /\n", "script"),
        ("report.csv", b"PK\x03\x04" + b"\0" * 60, "zip archive"),
        ("report.html", b"\x1f\x8b\x08" + b"\0" * 60, "gzip"),
        ("report.txt", b"%PDF-1.7\n...", "application/pdf"),
        ("report.txt", b"\xff\xd8\xff\xe0" + b"\0" * 60, "image/jpeg"),
        ("report.txt", b"a" * 257 + b"ustar\x0000" + b"\0" * 60, "tar archive"),
        ("report.txt", b"words\x00and more", "zero bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_text_is_refused_by_what_it_holds(monitor: Client, name: str, data: bytes, what: str) -> None:
    """Programs, archives, pictures and documents are refused with what they are, and their bytes are not kept."""
    begun = _begin(monitor, name, data)
    status, said = _part(monitor, begun["address"], 0, data)
    assert status == 422
    assert what in str(said)
    assert monitor.get(str(begun["address"])).status_code == 404


def test_a_program_cut_small_is_refused_when_it_is_whole(monitor: Client) -> None:
    """A first part of one byte says nothing of what comes; the whole is looked at again, and nothing of it is kept."""
    program = b"MZ\x90\x00" + b"\0" * 60
    begun = _begin(monitor, "report.txt", program)
    assert _part(monitor, begun["address"], 0, program[:1])[0] == 200
    assert _part(monitor, begun["address"], 1, program[1:])[0] == 200
    status, said = _end(monitor, begun["address"])
    assert status == 422
    assert "Windows program" in str(said)
    assert monitor.get(str(begun["address"])).status_code == 404


@pytest.mark.parametrize(
    "name", ["evil.exe", "report", ".txt", "a\u202etxt.md", "tab\there.txt", "x" * 300 + ".txt", "", "-rf.txt"]
)
def test_a_name_that_cannot_be_is_refused(monitor: Client, name: str) -> None:
    """A name of another kind, with hidden characters or without end is refused before a byte is sent."""
    assert _begin(monitor, name, TEXT)["status"] == 422


def test_a_name_with_folders_is_the_name_alone(monitor: Client, room: Path) -> None:
    """Nothing is written outside the folder of the upload, whatever way the name points."""
    from truceline.web.desk.models import Upload

    begun = _begin(monitor, "../../../etc/passwd.txt", TEXT)
    assert begun["status"] == 201
    assert Upload.objects.get().name == "passwd.txt"


def test_half_a_gigabyte_is_refused_before_it_is_sent(monitor: Client) -> None:
    """The size that is announced decides, and the refusal says what to do."""
    asked = {"name": "big.txt", "size": str(500 * 1024 * 1024), "sha256": "0" * 64}
    answer = monitor.post("/desk/uploads/begin", asked)
    assert answer.status_code == 422
    assert "64 MB" in answer.json()["error"]["what"]
    begun = _begin(monitor, "more.txt", TEXT)
    assert _part(monitor, begun["address"], 0, TEXT + TEXT)[0] == 422


def test_a_day_that_does_not_exist_is_told_beside_the_field(monitor: Client) -> None:
    """The form comes back with what was typed and the mistake beside it; nothing is taken."""
    file = io.BytesIO(TEXT)
    file.name = "day.txt"
    answer = monitor.post("/desk/uploads", {"published": "2016-02-31", "publisher": "A paper", "files": file})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "2016-02-31" in page
    assert "A paper" in page
    assert 'aria-invalid="true"' in page


def test_without_a_script_the_form_itself_sends_the_files(monitor: Client) -> None:
    """A plain form with two files takes in what can be and names what cannot."""
    from truceline.web.desk.models import Upload

    files = []
    for name, data in (("plain a.txt", TEXT + b"A.\n"), ("plain b.txt", b"MZ\x90\x00")):
        file = io.BytesIO(data)
        file.name = name
        files.append(file)
    answer = monitor.post("/desk/uploads", {**ABOUT, "files": files})
    assert answer.status_code == 422
    assert "plain b.txt is a Windows program" in answer.content.decode()
    assert [(each.name, each.state) for each in Upload.objects.all()] == [("plain a.txt", "waiting")]


def test_more_files_than_one_form_may_have_are_refused_with_what_to_do(monitor: Client) -> None:
    """Without a script twenty files go at once; with more the answer says so, and nothing was taken."""
    from truceline.web.desk.models import Upload

    answer = monitor.post("/desk/uploads", {**ABOUT, "files": [io.BytesIO(b"words") for _ in range(21)]})
    assert answer.status_code == 400
    assert "at most 20" in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_job_is_done_once_however_often_it_is_begun(monitor: Client, room: Path) -> None:
    """A worker that died in the middle is followed by one that begins the job again; the record has the report once."""
    from django_tasks_db.models import DBTaskResult

    from truceline.web.desk import jobs
    from truceline.web.desk.models import Upload
    from truceline.workflow.opening import opened

    _work()
    data = TEXT + b"Once.\n"
    begun = _begin(monitor, "once.txt", data)
    _part(monitor, begun["address"], 0, data)
    _end(monitor, begun["address"])
    _end(monitor, begun["address"])
    (job,) = DBTaskResult.objects.ready()
    job.claim("a worker that died")
    upload = Upload.objects.get()
    jobs._turn(upload, "working")
    _work()
    upload.refresh_from_db()
    assert upload.state == "done"
    jobs.take_in.func(str(upload.pk))
    with opened(room) as record:
        assert [each.id for each in record.reports()].count("once") == 1
        size = record.size
    Upload.objects.update(state="waiting")
    jobs.take_in.func(str(upload.pk))
    with opened(room) as record:
        assert record.size == size


def test_a_job_that_stops_the_worker_three_times_is_given_up(monitor: Client) -> None:
    """A file that kills the worker does not keep the others from coming in; its bytes are kept and it says so."""
    from django_tasks_db.models import DBTaskResult

    from truceline.web.desk import worker
    from truceline.web.desk.models import Upload

    _work()
    begun = _begin(monitor, "killer.txt", TEXT)
    _part(monitor, begun["address"], 0, TEXT)
    _end(monitor, begun["address"])
    (job,) = DBTaskResult.objects.ready()
    for number in range(worker.MOST_TRIES):
        job.claim(f"worker {number}")
    worker.begin_again()
    upload = Upload.objects.get()
    assert upload.state == "failed"
    assert "three times" in monitor.get(f"/desk/uploads/{upload.pk}").content.decode()


@pytest.mark.parametrize(("was_stopped", "state", "waiting"), [(True, "working", 1), (False, "failed", 0)])
def test_a_job_that_did_not_end_leaves_no_file_behind(monitor: Client, *, was_stopped: bool, state: str, waiting: int) -> None:
    """A job that was stopped with the worker is begun again; one that broke says so, and its file can be tried again."""
    from django_tasks.signals import task_finished
    from django_tasks_db.models import DBTaskResult

    from truceline.web.desk import jobs, worker
    from truceline.web.desk.models import Upload

    _work()
    begun = _begin(monitor, "stopped.txt", TEXT)
    _part(monitor, begun["address"], 0, TEXT)
    _end(monitor, begun["address"])
    (job,) = DBTaskResult.objects.ready()
    job.claim("a worker that is told to end")
    jobs._turn(Upload.objects.get(), "working")
    job.set_failed(SystemExit(1) if was_stopped else RecursionError("too deep"))
    task_finished.send(sender=object, task_result=job.task_result)
    worker.begin_again()
    assert Upload.objects.get().state == state
    assert DBTaskResult.objects.ready().count() == waiting
    if not was_stopped:
        assert "fault in the program" in monitor.get(f"/desk/uploads/{Upload.objects.get().pk}").content.decode()


def test_a_full_disk_stops_the_upload_and_nothing_else(monitor: Client) -> None:
    """Where the disk has no room the answer says so, what came before is kept, and it goes on when there is room again."""
    from truceline.web.desk import keeping

    begun = _begin(monitor, "full.txt", TEXT)
    _part(monitor, begun["address"], 0, TEXT[:20])
    reserve = keeping.RESERVE
    keeping.RESERVE = 10**18
    try:
        status, said = _part(monitor, begun["address"], 20, TEXT[20:])
    finally:
        keeping.RESERVE = reserve
    assert status == 507
    assert "left for uploads" in str(said)
    assert _part(monitor, begun["address"], 20, TEXT[20:])[0] == 200


def test_a_disk_that_is_full_in_the_middle_of_a_part_keeps_what_came_before(room: Path) -> None:
    """Of the part that did not fit nothing is kept, so that it is sent again from where the last whole one ended."""
    import resource
    import uuid

    from truceline.web.desk import keeping

    upload, limits = uuid.uuid4(), resource.getrlimit(resource.RLIMIT_FSIZE)
    assert keeping.append(upload, 0, b"whole") == 5
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(keeping.DiskFullError, match="kept"):
            keeping.append(upload, 5, b"too much for it")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert keeping.head(upload, 100) == b"whole"
    assert keeping.append(upload, 5, b"too much for it") == 20
    keeping.forget(upload)


@pytest.mark.usefixtures("monitor")
def test_a_disk_that_fills_up_under_a_form_keeps_no_half_of_its_file() -> None:
    """A file that came with a form has no hash by which one could go on with it: what came is taken away again."""
    from truceline.web.accounts.models import Account
    from truceline.web.desk import keeping, uploading
    from truceline.web.desk.models import Upload

    about = uploading.About(ABOUT, compartments=[])
    assert about.is_valid()
    before, reserve = set(keeping.there()), keeping.RESERVE

    def blocks() -> Iterator[bytes]:
        yield TEXT[:20]
        keeping.RESERVE = 10**18
        yield TEXT[20:]

    try:
        with pytest.raises(keeping.DiskFullError):
            uploading.take_whole(Account.objects.get(username="monitor"), "form.txt", len(TEXT), blocks(), about)
    finally:
        keeping.RESERVE = reserve
    assert not Upload.objects.exists()
    assert set(keeping.there()) == before


def test_bytes_that_a_dead_worker_left_behind_are_taken_away(monitor: Client) -> None:
    """A file that is in the record lies nowhere else, in whatever moment a worker died; one that failed can be tried again."""
    from truceline.web.desk import keeping, worker
    from truceline.web.desk.models import Upload

    _work()
    for name in ("done.txt", "failed.txt"):
        _part(monitor, _begin(monitor, name, TEXT)["address"], 0, TEXT)
        Upload.objects.filter(name=name).update(state=name.removesuffix(".txt"))
    worker.begin_again()
    assert tuple(keeping.there()) == (Upload.objects.get(name="failed.txt").pk,)


def test_a_file_that_fails_leaves_no_other_ungrouped(monitor: Client) -> None:
    """A file leaves the linking to the one that waits behind it; where that one fails, it is linked all the same."""
    from django_tasks_db.models import DBTaskResult

    from truceline.web.desk import jobs, keeping
    from truceline.web.desk.models import Upload

    _work()
    for name in ("first of two.txt", "second of two.txt"):
        begun = _begin(monitor, name, TEXT + name.encode())
        _part(monitor, begun["address"], 0, TEXT + name.encode())
        _end(monitor, begun["address"])
    keeping.forget(Upload.objects.get(name="second of two.txt").pk)
    before = DBTaskResult.objects.filter(task_path=jobs.link_up.module_path).count()
    _work()
    assert Upload.objects.get(name="first of two.txt").state == "done"
    assert Upload.objects.get(name="second of two.txt").state == "failed"
    assert DBTaskResult.objects.filter(task_path=jobs.link_up.module_path).count() == before + 1


def test_nobody_sees_the_upload_of_another(monitor: Client, client_as: AsRole) -> None:
    """For everybody else it is as if it were not there, whatever they may do."""
    begun = _begin(monitor, "mine.txt", TEXT)
    for address in (str(begun["address"]), str(begun["address"]).removesuffix("/part")):
        assert client_as("analyst").get(address).status_code == 404
    sent = client_as("analyst").post(f"{begun['address']}?offset=0", data=TEXT, content_type="application/octet-stream")
    assert sent.status_code == 404


def test_a_compartment_that_is_not_granted_cannot_be_chosen(monitor: Client, room: Path) -> None:
    """Nobody puts reports where they may not look, and a source is protected only in a compartment."""
    from truceline.ledger.sealed.compartments import Compartments
    from truceline.workflow.opening import opened

    with opened(room) as record:
        secret = Compartments(record.origin).add("upload test").id
    assert _begin(monitor, "c.txt", TEXT, compartment=secret)["status"] == 422
    assert _begin(monitor, "c.txt", TEXT, is_confidential="on")["status"] == 422
    assert "upload test" not in monitor.get("/desk/uploads").content.decode()


def test_who_may_not_take_in_reports_is_refused(client_as: AsRole) -> None:
    """An observer sees no form and sends nothing."""
    assert client_as("observer").get("/desk/uploads").status_code == 403
    assert client_as("observer").post("/desk/uploads/begin", {"name": "a.txt"}).status_code == 403
