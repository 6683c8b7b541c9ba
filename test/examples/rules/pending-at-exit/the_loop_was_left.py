"""``run_until_complete`` returns when ``main`` has ended, and nobody runs the loop again."""

import asyncio


async def upload():
    await asyncio.sleep(0.2)  # warns: Task upload was still pending when the program ended
    print("never printed")


async def main():
    await asyncio.sleep(0.05)


loop = asyncio.new_event_loop()
kept = loop.create_task(upload())
kept.set_name("upload")
loop.run_until_complete(main())
