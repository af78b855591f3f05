"""The one digest that tells whether bytes have changed."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # what `hashlib` gives, which loads OpenSSL first
except ImportError:
    from hashlib import blake2b

SIZE = 16
"""Bytes: two texts of one digest are not to be had by chance, nor cheaply by intent."""


def digest(data: bytes) -> bytes:
    """Return what stands for some bytes."""
    return blake2b(data, digest_size=SIZE).digest()
