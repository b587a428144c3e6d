"""Seals what a database or a cookie may hold but not read: AES-256-GCM, with a key of its own for each purpose."""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12  # bytes, as NIST SP 800-38D recommends


class Seal:
    """Seals texts for one purpose. What was sealed for another purpose, key or owner does not open."""

    def __init__(self, key: bytes, purpose: str) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=f"kith council {purpose}".encode()).derive(key)
        self._cipher = AESGCM(derived)

    def close(self, text: str, owner: str) -> str:
        """Return `text` sealed for `owner`, in letters that fit a cookie."""
        nonce = os.urandom(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), owner.encode())).decode()

    def open(self, sealed: str, owner: str) -> str | None:
        """Return what was sealed for `owner`; None for anything else."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode())
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode()).decode()
        except (InvalidTag, ValueError, binascii.Error):
            return None
