"""A future is pending until somebody gives it a result, an exception, or cancels it. Whoever awaits it is parked as long."""

import asyncio


async def wait_for(future):
    try:
        print("result:", await future)
    except ValueError as error:
        print("exception:", error)


def report(task):
    print(task.get_name(), "is", "cancelled" if task.cancelled() else "done")


async def main():
    loop = asyncio.get_running_loop()
    futures = {name: loop.create_future() for name in ("answered", "refused", "cancelled", "pending")}
    tasks = [asyncio.create_task(wait_for(future), name=name) for name, future in futures.items()]
    for task in tasks:
        task.add_done_callback(report)  # the loop calls it after the task's last step
    await asyncio.sleep(0.2)  # four tasks are parked, each at a future of its own
    futures["answered"].set_result(42)
    futures["refused"].set_exception(ValueError("no such page"))
    futures["cancelled"].cancel()  # cancels its task too
    await asyncio.sleep(0.2)  # one is left
    tasks[-1].cancel()  # cancels its future too
    await asyncio.wait(tasks)


asyncio.run(main())
