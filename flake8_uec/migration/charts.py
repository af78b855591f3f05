"""The charting library, as it is written into a page."""

from __future__ import annotations

from importlib.resources import files


class ChartsError(Exception):
    """The library is not installed. The message is for the user."""


def charting_library() -> str:
    """Return the JavaScript of plotly, as its Python package ships it. Raise `ChartsError`."""
    try:
        return files("plotly").joinpath("package_data").joinpath("plotly.min.js").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ChartsError("the page needs plotly: pip install 'flake8-uec[report]'") from error
