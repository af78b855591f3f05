"""The migration: plan, fix with verification, journal, progress, history."""
