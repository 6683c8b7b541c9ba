"""A server of pages and a client that fetches them one after the other and all at once."""

import asyncio
import sys

from aiohttp import ClientSession, web


pages_open = asyncio.Event()


async def held():
    """Stands still until a line is typed, so that everything can be looked at."""
    print("held", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)  # waits for a line


async def page(request):
    number = int(request.match_info["number"])
    if number > 1:
        await pages_open.wait()  # the page is not open yet
    return web.json_response({"page": number, "agent": request.headers["User-Agent"]})


async def fetch(session, port, number):
    async with session.get(f"http://127.0.0.1:{port}/{number}") as response:  # waits for the answer
        return response.status, await response.json()


async def watch(stopped):
    await stopped.wait()  # the watcher waits
    return "stopped"


async def main():
    stopped = asyncio.Event()
    watcher = asyncio.create_task(watch(stopped), name="watcher")
    app = web.Application()
    app.add_routes([web.get("/{number}", page)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession(headers={"User-Agent": "test"}) as session:
        print(await fetch(session, port, 1))
        fetching = [asyncio.create_task(fetch(session, port, number), name=f"fetch-{number}") for number in (2, 3, 4)]
        await held()
        pages_open.set()
        for answer in await asyncio.gather(*fetching):
            print(*answer)
        async with session.get(f"http://127.0.0.1:{port}/2/missing") as response:
            print(response.status)
    await runner.cleanup()
    stopped.set()
    print(await watcher)


asyncio.run(main())
