"""An event loop without asyncio: generators that yield when somebody else may run, and a queue of them."""

from collections import deque


def count(name, up_to):
    for number in range(up_to):
        print(name, number)
        yield number
    return name


class Loop:
    def __init__(self):
        self.ready = deque()

    def add(self, job):
        self.ready.append(job)

    def run(self):
        while self.ready:
            job = self.ready.popleft()
            try:
                job.send(None)
            except StopIteration as stop:
                print(stop.value, "is done")
            else:
                self.ready.append(job)


loop = Loop()
loop.add(count("a", 2))
loop.add(count("b", 3))
loop.run()
