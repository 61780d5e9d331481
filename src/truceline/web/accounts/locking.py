"""Secrets of second factors, locked under a key of this room: who has a copy of the database alone cannot make codes from it."""

from __future__ import annotations

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"truceline/second-factor/v1"


def locked(text: str) -> str:
    """Return ``text`` locked."""
    return _lock().encrypt(text.encode()).decode()


def unlocked(text: str) -> str:
    """Return what was locked. Where the key is another one, as after a loss, a secret that nobody knows: no code fits it."""
    try:
        return _lock().decrypt(text.encode()).decode()
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()


def _lock() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
