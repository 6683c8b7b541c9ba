"""Layout: continuations, comments, tabs, blank lines, odd indentation."""
# await comment

async def continuation(a, b):
    x = await \
        a
    x = \
        await a
    async \
        for y in a:
        pass
    async \
  with a as b, \
        b as c:
        await \
\
            a
    x = await a + \
        await b
    if a and \
       await b: \
       await a
    await a; \
    await b
    y = [z async \
         for z in a]


async \
def split(): await a


def \
        outer(): \
        return lambda: await a


async def tabs(a):
	await a
	if a:
		await a
		async with	a	as	b:
			await	b
	await	a


async def comments(a):
# a comment at column one
    await a
        # a comment further in
    await a
  # a comment further out
    if a:  # why

        # because
        await a

    # end
    else:

# dedented comment

        await a
    await a
    # trailing comment in the function
# trailing comment outside

async def   spaces  ( a  ,  b )  :  await   a


async def odd(a):
       await a
       if a:
        await a
        if a:
                                    await a
       await a


async def brackets(a):
    x = (
await a,
  await a,
        # a comment
                    await a
    )
    y = [
        await a

        ,

        await a
    ]
    z = f(await a,
await a)
    w = {
    'a': await a,
'b': """
text
""", 'c': await a}
    def inner(): return (
1)
    await a


class   Empty  : pass
class WithBody(

): x = 1; y = 2


if True: pass
elif False: pass
else: pass
async def last(): await a;
async def very_last():
    await a
    
	
    # end of file without a newline
    await a