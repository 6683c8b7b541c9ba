"""What a task does to its coroutine, done by hand: `send` runs it to its next `yield` and brings values in and out."""


class Rock:
    def __await__(self):
        answer = yield 7
        print("Rock got", answer)
        return answer


async def main():
    rock = Rock()
    print("main starts")
    value = await rock
    print("main got", value)
    return 23


coroutine = main()
print("out came", coroutine.send(None))
try:
    coroutine.send(42)
except StopIteration as stop:
    print("returned", stop.value)
