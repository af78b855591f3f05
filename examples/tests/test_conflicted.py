"""UEC001: committed half-merged. Both sides are linted all the same."""

<<<<<<< HEAD
from unittest.mock import Mock
=======
from netra_backend.app.agents.state import DeepAgentState
>>>>>>> feature/user-isolation


def test_either_side():
    assert True
