"""What an earlier run of the command found in files, for a face that is given one file at a time."""

from __future__ import annotations

import os

from flake8_uec.model.settings import Settings
from flake8_uec.project.disk import Disk
from flake8_uec.project.memory import Memory
from flake8_uec.project.record import Linted
from flake8_uec.project.worker import Worker


class Recalling:
    """Recalls findings where the cache of a worker has them."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._memories: dict[int, Memory] = {}

    def recall(self, data: bytes, path: str) -> Linted | None:
        """Return what linting some bytes as the file at a path would give, `None` where that is not known."""
        settings = self._worker.settings_of(path)
        bytes_alone = Disk({os.path.realpath(path): data})
        found = self._memory(settings).recall([path], self._worker.project(settings), bytes_alone, None)
        return found.get(path)

    def _memory(self, settings: Settings) -> Memory:
        key = id(settings)
        if key not in self._memories:
            self._memories[key] = Memory(self._worker.caches.of(settings), settings, "lint")
        return self._memories[key]
