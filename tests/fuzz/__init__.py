"""Files and configurations that nobody wrote, and what must hold of them all the same.

It lies with the tests, for a part of it is run as one: `test_fuzz.py`, the same inputs each time. The script
`python -m tests.fuzz.run` makes new ones for as long as it is told, and keeps those that something fails on.
"""
