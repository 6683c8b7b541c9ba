"""A client for a small binary protocol, made as database drivers are: an ``asyncio.Protocol`` that resolves futures, and a pool."""

import asyncio
import struct
import sys

HEADER = struct.Struct("!II")  # number of the query, bytes that follow
may_answer = asyncio.Event()
serving = []


async def held():
    """Stands still until a line is typed, so that everything can be looked at."""
    print("held", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)  # waits for a line


class Connection(asyncio.Protocol):
    """Queries may be under way at the same time; answers come in any order."""

    def __init__(self):
        self.waiting = {}
        self.received = b""
        self.queries = 0
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        while len(self.received) >= HEADER.size:
            number, size = HEADER.unpack_from(self.received)
            if len(self.received) < HEADER.size + size:
                return
            answer = self.received[HEADER.size : HEADER.size + size]
            self.received = self.received[HEADER.size + size :]
            self.waiting.pop(number).set_result(answer.decode())

    def connection_lost(self, error):
        self.lost.set_result(None)

    async def query(self, text):
        self.queries += 1
        answer = self.waiting[self.queries] = asyncio.get_running_loop().create_future()
        self.transport.write(HEADER.pack(self.queries, len(text)) + text.encode())
        return await answer  # waits for the answer

    async def close(self):
        self.transport.close()
        await self.lost


class Pool:
    def __init__(self, connections):
        self.free = asyncio.Queue()
        for connection in connections:
            self.free.put_nowait(connection)

    async def query(self, text):
        connection = await self.free.get()  # waits for a connection
        try:
            return await connection.query(text)
        finally:
            self.free.put_nowait(connection)


async def serve(reader, writer):
    """Answers a query in upper case; those that begin with "slow" last."""
    serving.append(asyncio.current_task())

    async def answer(number, text):
        if text.startswith("slow"):
            await may_answer.wait()  # the database works
        writer.write(HEADER.pack(number, len(text)) + text.upper().encode())

    answers = []
    try:
        while True:
            number, size = HEADER.unpack(await reader.readexactly(HEADER.size))  # waits for a query
            text = (await reader.readexactly(size)).decode()
            answers.append(asyncio.create_task(answer(number, text), name=f"answer to {text}"))
    except asyncio.IncompleteReadError:
        await asyncio.gather(*answers)
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(2)]
    slow, quick = (asyncio.create_task(connections[0].query(text), name=text) for text in ("slow query", "quick query"))
    done, _ = await asyncio.wait([slow, quick], return_when=asyncio.FIRST_COMPLETED)
    print([task.result() for task in done], slow.done())
    pool = Pool(connections)
    queries = [asyncio.create_task(pool.query(f"slow {number}"), name=f"pooled {number}") for number in range(5)]
    await held()
    may_answer.set()
    print(await slow, await asyncio.gather(*queries))
    for connection in connections:
        await connection.close()
    await asyncio.gather(*serving)
    server.close()
    await server.wait_closed()


asyncio.run(main())
