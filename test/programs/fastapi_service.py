"""A FastAPI service under uvicorn, on the loop that the first argument names, asked by httpx."""

import asyncio
import sys

import httpx
import uvicorn
from fastapi import FastAPI

app = FastAPI()
both_asked = asyncio.Condition()
asked = 0


async def held():
    """Stands still until a line is typed, so that everything can be looked at."""
    print("held", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)  # waits for a line


@app.get("/double/{number}")
async def double(number: int):
    await asyncio.sleep(0.001 * number)
    return {"double": 2 * number}


@app.get("/together")
async def together():
    global asked
    async with both_asked:
        asked += 1
        both_asked.notify_all()
        await both_asked.wait_for(lambda: asked == 2)  # waits for the other one
    return "together"


@app.get("/thread")
def thread():
    return "from a thread"


@app.get("/fails")
async def fails():
    raise LookupError("no such thing")


async def ask(client, path):
    response = await client.get(path)  # waits for the answer
    return response.status_code, response.text


async def main(server):
    serving = asyncio.create_task(server.serve(), name="server")
    while not server.started:
        await asyncio.sleep(0.001)
    port = server.servers[0].sockets[0].getsockname()[1]
    print(f"{type(asyncio.get_running_loop()).__module__.partition('.')[0]} runs {asyncio.current_task().get_name()}")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", verify=False, trust_env=False) as client:
        for number in range(3):
            print(await ask(client, f"/double/{number}"))
        first = asyncio.create_task(ask(client, "/together"), name="first")
        await held()
        second = asyncio.create_task(ask(client, "/together"), name="second")
        print(await first, await second)
        print(await ask(client, "/thread"))
        print(await ask(client, "/fails"))
        print((await ask(client, "/double/x"))[0])
    server.should_exit = True
    await serving  # until the server has ended
    print("ended")


config = uvicorn.Config(app, host="127.0.0.1", port=0, loop=sys.argv[1], log_level="critical")
config.setup_event_loop()
asyncio.run(main(uvicorn.Server(config)))
