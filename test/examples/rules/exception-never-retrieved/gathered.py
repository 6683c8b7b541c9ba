"""``gather`` hands the exceptions over as results."""

import asyncio
import gc


async def fetch():
    raise ValueError("no such page")


async def main():
    print(await asyncio.gather(fetch(), fetch(), return_exceptions=True))
    gc.collect()


asyncio.run(main())
