"""The base of all tests."""


class SSotBaseTestCase:
    def setup_method(self, method=None):
        self.started = True

    def teardown_method(self, method=None):
        self.started = False


class SSotAsyncTestCase(SSotBaseTestCase):
    """For tests that are coroutines."""
