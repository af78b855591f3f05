"""The migration: plan, run, report, history."""
