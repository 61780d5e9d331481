"""Django's settings for the type checker, which asks for them without a record being there."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("TRUCELINE_RECORD", tempfile.mkdtemp(prefix="truceline-typing-"))

from truceline.web.settings import *  # noqa: F403 - after the environment, and all of them
