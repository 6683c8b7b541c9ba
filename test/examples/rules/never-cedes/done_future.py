"""A future that is done gives its result at once; whether an await of a future waits is the future's affair."""
# needs: sys.monitoring

import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    for _ in range(300):
        await future


asyncio.run(main())
