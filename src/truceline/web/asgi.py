"""The application that a server runs: ``uvicorn truceline.web.asgi:application``; `truceline serve` does it for you."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from truceline.web.bodies import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truceline.web.settings")
application = Bounded(get_asgi_application())
