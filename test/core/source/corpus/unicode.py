"""Columns are counted in UTF-16 code units: a letter outside the BMP counts twice."""


async def größe(änderung):
    await änderung
    é = await änderung; 变量 = await é; await 变量
    '😀'; await é
    "😀😀", await é, '𝔘', await é
    𝔘𝔫𝔦 = await é; await 𝔘𝔫𝔦
    f'😀{await é}😀{await é!r}'
    ['é', '😀', [x async for x in é]]
    async with é('😀') as 𝔘, é(await é): await é
    {'ключ': await é, 'κλειδί': await é, '鍵': await é, '🗝️': await é}
    # 😀 await
    x_await = awaité = éawait = await_é = await é
    async for ª in é: await ª
    awaitℌ = ℘ = await é


class Größe:
    async def methöde(self):
        await self

        async def 内部(): await self

    def __await__(self):
        '😀'; yield
        'é'; yield from self
