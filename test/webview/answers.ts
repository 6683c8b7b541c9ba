/** Snapshots with what a page asks for beside the tasks: a timeline, an await tree, a task's detail. */
import type { Snapshot } from '../../src/core/snapshot/protocol';
import type { PanelPage } from './panelPage';
import { answered, crawler } from './timelineSnapshots';
import { taskDetail, waitsTree } from './treeFixtures';

/** A run of a second and a half, for the timeline. */
const CRAWLER = crawler();
/** Until nothing new is asked for: a part of the page is measured, then its rows are wanted, then they are drawn. */
const ANSWERS = 3;

/** Shows `snapshot`, each time with what the page has asked for last. */
export async function showAnswers(panel: PanelPage, snapshot: Snapshot): Promise<void> {
  for (let answer = 1; answer <= ANSWERS; answer++) {
    await panel.frames();
    const { timeline, tree, selected } = (await panel.sentOf('view')).at(-1)!.window;
    const { history } = snapshot;
    await panel.show({
      ...snapshot,
      sequence: snapshot.sequence + answer,
      timeline: timeline === null ? null : answered(CRAWLER, timeline, 1).timeline,
      tree: tree === null ? null : waitsTree,
      detail: selected === null ? null : taskDetail,
      // the run that the timeline shows is shorter
      history: timeline === null || history.live ? history : { ...history, end: { ...history.end, time: 1520 }, shown: { ...history.shown, time: 700 } },
    });
  }
}
