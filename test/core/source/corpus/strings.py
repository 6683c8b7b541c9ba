"""Strings: what looks like an await inside one, and what is one."""


async def plain(a):
    'await a'; "await a"; '''await a'''; """await a"""
    """
    await a
    async for x in y: pass
    """
    await a
    '\'await a'; "\"await a"; '''\'''await a'''
    r'\'; await a'; r"\"; await a"; R'''\''' await a'''
    b'await a'; rb'await a'; bR"await a"; Rb'''await a'''; u'await a'
    await a
    'one' "two" '''three''' f'{await a}' r'\d{await}'
    'a\
 await b'; await a
    # await a
    await a  # await a 'unclosed
    "# not a comment"; await a
    "it isn't"; "a t"; 't'; "\t"; 'that"t"'; await a
    "it" 'rt' "tr" 'ft'; await a


async def formatted(a, b, width):
    f'{await a}'
    f"{await a} and {await b}"
    f'''{await a}
    {await b} await c
    '''
    f"""
    {
        await a
    }
    """
    f'{{await a}} {await b} {{{await a}}}'
    f'{await a!r} {await a!s:>{await width}} {await a:{await width}.{await b}} {await a = }'
    f'{await a:%H:%M} {await a:await} {await a:x}'
    rf'\{await a}\n'; fr"\{await a}"; Rf'''\{await a}'''; FR'{await a}'; F'{await a}'
    f'{f"{await a}"}'
    f'{f"{f'{await a}'}"}'
    f"{", ".join([await x for x in a])} {a["key"]} {await a["key"]}"
    f'{'nested same quotes' + await a}'
    f'{[x async for x in a]} {(lambda: (await a))} {(lambda x: 1)}'
    f'{ {'a': await a}['a'] }'
    f'{a if await a else b} {a, await b} {*a, *await b}'
    f'{await a # a comment
    }'
    f"{'''await a''' + await b}"
    f'{await a:{'>'}{await width}}'
    f'{a:{b:{await width}}}'
    f'\N{BULLET} {await a} \N{LATIN SMALL LETTER A}'
    f'{'\n'.join(await a)}'
    f"{await a!r:^{width}.{b}}" f'{await b}'
    f'{a != await b} {(a := await b)} {a == await b} {a >= await b}'
    f'{a:=^{await width}}'
    f'\{await a}'
    f'{a}\''; await a
    f''; f""; f''''''; await a
    f'''{await a:
    {await b}
    }'''


async def template(a, b, width):
    t'{await a}'
    t"{await a} and {await b!r:>{await width}}"
    T'{await a}'; rt'\{await a}'; tr"\{await a}"; Rt'{await a}'; tR'{await a}'; RT"{await a}"; TR'''{await a}'''
    t'''
    {await a}
    '''
    t'{t"{await a}"}' t'await'
    t'{f"{await a}"}'
    f'{t"{await a}"}'
    t'{await a = }'
    t'{"it's" + await a}'
    t'{{await a}}'; await b
    (t'{await a}', T"{await b}")
    [t'{x}' async for x in a]
    {t'{await a}':t'{await b}'}


class Documented:
    """await this
    async with that: pass
    """

    async def method(self):
        """await"""
        await self
