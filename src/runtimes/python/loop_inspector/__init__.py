"""The Python side of Loop Inspector: instruments asyncio's pure-Python event loops and emits the event stream.

Standard library only, CPython 3.9 to 3.14. Nothing here knows where the stream goes: a *sink* (see ``stream``)
is handed in by the runtime. What is special to CPython compiled to WebAssembly is in ``embedded`` alone.
"""
