"""Values: what flows through the linter. Frozen, slotted, typed; standard library only."""
