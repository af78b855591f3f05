"""UEC3xx: agents called in the way of old."""


async def test_report(agent, state):
    assert await agent.execute(state, "run-1", stream_updates=True)
