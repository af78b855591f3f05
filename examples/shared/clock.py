"""What time it is."""

from datetime import datetime, timezone


def now():
    return datetime.now()


def utc_now():
    return datetime.now(timezone.utc)
