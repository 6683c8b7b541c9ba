"""Programs whose slowdown is measured: ``workloads.py NAME SECONDS`` runs one again and again until so much processor time has gone, and prints
what it took on average, in seconds."""

import asyncio
import random
import sys
import time


async def switching(switches=100_000):
    """2 tasks that do nothing but switch."""

    async def spin():
        for _ in range(switches):
            await asyncio.sleep(0)

    await asyncio.gather(spin(), spin())


def tree(leaf):
    """6 levels of 6 tasks each."""

    async def node(level):
        if level == 0:
            return await leaf()
        await asyncio.gather(*[node(level - 1) for _ in range(6)])

    return lambda: node(6)


async def nothing():
    pass


async def short_sleep():
    await asyncio.sleep(0.05)


def cached():
    known = {}
    numbers = random.Random(7)

    async def leaf():
        key = numbers.randint(1, 100)
        if key > 90:
            await asyncio.sleep(0.05)
        return known.setdefault(key, key)

    return leaf


async def queues():
    """5,000 producers and 5,000 consumers around one queue."""
    queue = asyncio.Queue(maxsize=100)

    async def produce():
        for number in range(10):
            await queue.put(number)

    async def consume():
        for _ in range(10):
            await queue.get()

    await asyncio.gather(*[produce() for _ in range(5000)], *[consume() for _ in range(5000)])


async def echo():
    """200 connections that send 50 times and get it back."""

    async def serve(reader, writer):
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512)
    port = server.sockets[0].getsockname()[1]

    async def client():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(50):
            writer.write(b"x" * 64)
            await writer.drain()
            await reader.readexactly(64)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*[client() for _ in range(200)])
    server.close()
    await server.wait_closed()


async def pages():
    """A server and a client of aiohttp: 20 connections, 3,000 requests."""
    from aiohttp import ClientSession, TCPConnector, web

    async def page(request):
        return web.json_response({"page": request.match_info["number"]})

    app = web.Application()
    app.add_routes([web.get("/{number}", page)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with ClientSession(connector=TCPConnector(limit=20)) as session:

        async def client(first):
            for number in range(first, first + 150):
                async with session.get(f"{url}/{number}") as response:
                    assert (await response.json())["page"] == str(number)

        await asyncio.gather(*[client(150 * number) for number in range(20)])
    await runner.cleanup()


WORKLOADS = {
    "switching": switching,
    "tree": tree(nothing),
    "tree of sleeps": tree(short_sleep),
    "tree of cached results": tree(cached()),
    "queues": queues,
    "echo server": echo,
    "aiohttp": pages,
}


def main(name, seconds):
    runs = 0
    began = time.process_time()
    while runs == 0 or time.process_time() - began < seconds:
        asyncio.run(WORKLOADS[name]())
        runs += 1
    print((time.process_time() - began) / runs)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
