"""The environment of one test."""


class IsolatedEnvironment:
    def __init__(self):
        self._values = {}

    def get(self, name, default=None):
        return self._values.get(name, default)

    def set(self, name, value):
        self._values[name] = value


_environment = IsolatedEnvironment()


def get_env():
    return _environment
