"""The one way to run the tests."""


class UnifiedTestRunner:
    def run(self, paths):
        raise NotImplementedError
