"""How far a migration is, as a badge for a README: SVG that stands by itself."""

from __future__ import annotations

from flake8_uec.model.progress import Progress, Standing, tally

LABEL = "migrated"
_WIDTH, _PADDING = 6.6, 10
"""Of a character of the badge's font, and on both sides of a text, in pixels."""

_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{label}: {value}">
<title>{label}: {value}</title>
<clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)">
<rect width="{left}" height="20" fill="#444"/><rect x="{left}" width="{right}" height="20" fill="{color}"/>
</g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{left_middle}" y="14">{label}</text><text x="{right_middle}" y="14">{value}</text>
</g>
</svg>
"""


def render(progress: Progress) -> str:
    """Return the badge: the part of the findings that is gone, or how many are left where nobody knows of what."""
    row = next(iter(tally(progress, lambda place, code: ("",)).values()), {})
    done = row.get(Standing.DONE, 0)
    left = row.get(Standing.OPEN, 0) + row.get(Standing.MANUAL, 0)
    if not progress.reference and left:
        return _badge("findings left", f"{left:,}", "#b35900")
    part = done / (done + left) if left else 1.0
    # Never 100% before all is done.
    percent = min(int(part * 100), 99) if left else 100
    return _badge(LABEL, f"{percent}%", "#2c7a37" if percent == 100 else "#b35900" if percent < 50 else "#4d6b12")


def _badge(label: str, value: str, color: str) -> str:
    left, right = (round(len(text) * _WIDTH + _PADDING) for text in (label, value))
    return _TEMPLATE.format(
        label=label, value=value, color=color, left=left, right=right, whole=left + right,
        left_middle=left / 2, right_middle=left + right / 2,
    )  # fmt: skip
