"""A helper makes the task and keeps it; that its own result is thrown away does not matter."""

import asyncio


class Background:
    def __init__(self):
        self.tasks = set()

    def spawn(self, coroutine):
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        return task

    def create_task(self, coroutine):
        return self.spawn(coroutine)


async def save():
    await asyncio.sleep(0)


async def main():
    background = Background()
    background.spawn(save())
    background.create_task(save())
    await asyncio.sleep(0.01)


asyncio.run(main())
