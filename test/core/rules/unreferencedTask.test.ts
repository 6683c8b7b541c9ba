import { describe, expect, it } from 'vitest';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

describe('unreferenced-task', () => {
  it('is information about a line, which is counted', () => {
    const stream = new StreamBuilder().start();
    const [first, second, kept] = [stream.site(8, 'main'), stream.site(9, 'main'), stream.site(10, 'main')];
    const [save, load] = [stream.site(2, 'save'), stream.site(4, 'load')];
    stream.droppedAt(first).droppedAt(second);
    for (const [site, code] of [[first, save], [first, save], [first, load], [second, save], [kept, save]] as const) stream.task({ number: 1, site, code });
    const { warnings } = snapshot(stream.state());
    expect(warnings.map(({ code, severity, location, count }) => [code, severity, location?.line, count])).toEqual([
      ['unreferenced-task', 'information', 8, 2],
      ['unreferenced-task', 'information', 8, 1],
      ['unreferenced-task', 'information', 9, 1],
    ]);
    expect(warnings[0]?.message).toMatch(/^The task of save that is made here is thrown away \(2 times\): the loop holds tasks by weak references only/);
    expect(warnings[1]?.message).toMatch(/^The task of load that is made here is thrown away: /);
  });

  it('says nothing of a coroutine that is not known', () => {
    const stream = new StreamBuilder().start();
    const site = stream.site(8, 'main');
    stream.droppedAt(site).task({ number: 1, site });
    expect(snapshot(stream.state()).warnings[0]?.message).toMatch(/^The task that is made here is thrown away: the loop/);
  });

  it('is not said of what a library throws away', () => {
    const stream = new StreamBuilder().start();
    const site = stream.librarySite(80, 'serve');
    stream.droppedAt(site).task({ number: 1, site });
    expect(snapshot(stream.state()).warnings).toEqual([]);
  });
});
