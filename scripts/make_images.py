"""Draw the picture of the README anew: the report page of the demonstration, in headless chromium.

    make images

Needs Debian's chromium. The picture shows only reports written for this project.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "report.png"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> int:
    """Make the demonstration in a temporary folder and take the picture."""
    browser = shutil.which("chromium")
    if browser is None:
        print("make_images: no chromium here; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-m", "truceline"]
        record = Path(folder) / "record"
        page = Path(folder) / "report.html"
        subprocess.run([*program, "demo", "--record", str(record)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*program, "report", str(page), "--record", str(record)], check=True)
        shot = [f"--screenshot={PICTURE}", "--window-size=1280,1500", f"--user-data-dir={folder}/browser", page.as_uri()]
        subprocess.run([browser, *QUIET, *shot], check=True, stderr=subprocess.DEVNULL)
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
