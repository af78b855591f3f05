"""The one base of all tests."""

from shared.isolated_environment import get_env


class SSotBaseTestCase:
    def setup_method(self, method=None):
        self.environment = get_env()

    def teardown_method(self, method=None):
        del self.environment


class SSotAsyncTestCase(SSotBaseTestCase):
    async def wait_for(self, condition):
        while not condition():
            pass
