"""Awaiting a coroutine runs it like a function call; awaiting a task gives control back to the loop."""

import asyncio


async def fetch(name):
    print(f"{name}: in")
    return name


async def other():
    print("other: had its turn")


async def main():
    task = asyncio.create_task(other(), name="other")
    await fetch("coroutine")  # goes straight in and comes straight back: `other` has not run yet
    print("main: after the coroutine")
    await asyncio.create_task(fetch("task"), name="fetch")  # the loop runs what is ready: `other`, then `fetch`
    print("main: after the task")
    await task


asyncio.run(main())
