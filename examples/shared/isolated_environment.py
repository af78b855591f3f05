"""The environment of one test."""


class IsolatedEnvironment:
    def __init__(self):
        self._values = {}

    def get(self, name, default=None):
        return self._values.get(name, default)

    def set(self, name, value):
        self._values[name] = value

    def delete(self, name):
        self._values.pop(name, None)

    def exists(self, name):
        return name in self._values

    def update(self, values):
        self._values.update(values)


_environment = IsolatedEnvironment()


def get_env():
    return _environment
