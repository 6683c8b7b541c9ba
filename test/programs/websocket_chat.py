"""A chat room over websockets: what one says, all hear."""

import asyncio
import sys

import websockets


async def held():
    """Stands still until a line is typed, so that everything can be looked at."""
    print("held", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)  # waits for a line


class Room:
    def __init__(self):
        self.members = set()
        self.all_may_speak = asyncio.Event()

    async def enter(self, socket):
        self.members.add(socket)
        try:
            async for message in socket:  # waits for a message
                websockets.broadcast(self.members, message)
        finally:
            self.members.remove(socket)


async def member(name, port, room):
    async with websockets.connect(f"ws://127.0.0.1:{port}") as socket:
        await room.all_may_speak.wait()  # until all may speak
        await socket.send(f"I am {name}")
        heard = [await socket.recv() for _ in range(3)]  # waits for the others
    return name, sorted(heard)


async def main():
    room = Room()
    async with websockets.serve(room.enter, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        members = [asyncio.create_task(member(name, port, room), name=name) for name in ("ada", "bob", "eve")]
        await held()
        room.all_may_speak.set()
        for name, heard in await asyncio.gather(*members):
            print(name, heard)


asyncio.run(main())
