"""UEC4xx: tests past the one base, and tests that never run."""

from test_framework.ssot.base_test_case import SSotAsyncTestCase, SSotBaseTestCase


def test_total():
    assert sum([1, 2]) == 3


class TestOrders:
    def test_total(self):
        assert sum([1, 2]) == 3


class TestPrices(SSotBaseTestCase):
    def setup_method(self, method=None):
        self.prices = [1, 2]

    def test_total(self):
        assert sum(self.prices) == 3


class TestUncollected(SSotBaseTestCase):
    def __init__(self):
        self.prices = []

    def test_nothing(self):
        assert not self.prices


class TestNeverAwaited(SSotAsyncTestCase):
    async def teardown_method(self, method=None):
        self.prices = []

    def test_nothing(self):
        assert True


class BaseTestCase:
    pass
