"""httpx against a server of a few lines, which lets a client wait, and leaves one without an answer."""

import asyncio
import sys

import httpx

pages_open = asyncio.Event()
silent = asyncio.Event()
serving = []


async def held():
    """Stands still until a line is typed, so that everything can be looked at."""
    print("held", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)  # waits for a line


async def serve(reader, writer):
    serving.append(asyncio.current_task())
    request = (await reader.readuntil(b"\r\n\r\n")).decode()
    path = request.split()[1]
    if path == "/silent":
        await silent.wait()  # the server does not answer
    await pages_open.wait()  # the page is not open yet
    body = f"this is {path}".encode()
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    await writer.drain()
    writer.close()


async def fetch(client, path):
    response = await client.get(path)  # waits for the answer
    return response.text


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", verify=False, trust_env=False) as client:
        pages = [asyncio.create_task(fetch(client, f"/{number}"), name=f"page-{number}") for number in range(3)]
        await held()
        pages_open.set()
        print(await asyncio.gather(*pages))
        try:
            await client.get("/silent", timeout=0.05)
        except httpx.ReadTimeout:
            print("no answer")
        given_up = asyncio.create_task(fetch(client, "/silent"), name="given up")
        await asyncio.sleep(0.01)
        given_up.cancel()
        try:
            await given_up
        except asyncio.CancelledError:
            print("given up")
    silent.set()
    await asyncio.gather(*serving)
    server.close()
    await server.wait_closed()


asyncio.run(main())
