"""The one base of all tests."""

import unittest


class SSotBaseTestCase(unittest.TestCase):
    pass


class SSotAsyncTestCase(unittest.IsolatedAsyncioTestCase, SSotBaseTestCase):
    pass
