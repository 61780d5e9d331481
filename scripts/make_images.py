"""Draw the pictures of the README and the guides anew, in headless chromium.

    make images

The report page of the demonstration, and the page that checks a proof bundle of it, cosigned by two witnesses of its own.
Needs Debian's chromium. The pictures show only reports written for this project.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
WITNESSES = ("north", "south")


class Office:
    """A folder with a demonstration record, and the command line run there with keys of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = str(folder / "record")

    def run(self, who: str, *arguments: str) -> str:
        """Run a command as somebody and return what it printed."""
        env = {**os.environ, "TRUCELINE_KEYS": str(self.folder / f"keys-{who}"), "TRUCELINE_RECORD": self.record}
        command = [sys.executable, "-m", "truceline", *arguments]
        return subprocess.run(command, check=True, cwd=self.folder, env=env, stdout=subprocess.PIPE, text=True).stdout

    def bundle(self) -> Path:
        """Have two witnesses cosign the record and write the proof of its first incident."""
        (self.folder / "log.vkey").write_text(self.run("office", "keys"), encoding="utf-8")
        for who in WITNESSES:
            key = self.run(who, "witness", "init", "--name", f"{who}.example/witness")
            (self.folder / f"{who}.vkey").write_text(key, encoding="utf-8")
            self.run(who, "witness", "trust", "log.vkey")
        parties = [f"{who.capitalize()}={who}.vkey" for who in WITNESSES]
        self.run("office", "policy", "make", *parties, "-o", "policy.txt")
        self.run("office", "policy", "set", "policy.txt")
        self.run("office", "checkpoint", "request", "-o", "request.txt")
        for who in WITNESSES:
            self.run(who, "witness", "sign", "request.txt", "-o", f"{who}.txt")
        self.run("office", "checkpoint", "add", *(f"{who}.txt" for who in WITNESSES))
        self.run("office", "prove", "i1", "-o", "i1.tlp")
        return self.folder / "i1.tlp"


def main() -> int:
    """Make the demonstration in a temporary folder and take the pictures."""
    browser = shutil.which("chromium")
    if browser is None:
        print("make_images: no chromium here; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        office = Office(Path(name))
        office.run("office", "demo", "--record", office.record)
        office.run("office", "report", "report.html")
        bundle = office.bundle()
        with zipfile.ZipFile(bundle) as members:
            checker = Path(members.extract("verify.html", name))
        chromium = playwright.chromium.launch(executable_path=browser, args=list(QUIET))
        page = chromium.new_page(viewport={"width": 1280, "height": 1500})
        page.goto((Path(name) / "report.html").as_uri())
        page.screenshot(path=PICTURES / "report.png")
        page.set_viewport_size({"width": 1000, "height": 1000})
        page.goto(checker.as_uri())
        page.set_input_files("input[type=file]", bundle)
        page.get_by_text("2 · cosigned").wait_for()
        page.screenshot(path=PICTURES / "verify.png")
        chromium.close()
    print(f"wrote {PICTURES.relative_to(ROOT)}/report.png and verify.png")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
