import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Serial, TaskRow } from '../src/core/snapshot/protocol';
import type { DetailView, GoneTask } from '../src/core/snapshot/taskDetailProtocol';
import type { TaskTimes } from '../src/core/snapshot/timelineProtocol';
import { useActions } from './actions';
import { Icon } from './icon';
import type { Moment } from './moment';
import { TaskDetail } from './taskDetail';

interface PaneProps {
  readonly task: Serial;
  /** What the inspector says of it; null: nothing yet. */
  readonly detail: DetailView<TaskRow> | null;
  /** How long its steps and its waits in the ready queue took; null: not known. */
  readonly times: TaskTimes | null;
  readonly moment: Moment;
}

/** Beside the views, or under them where there is no room: what is known of the selected task. */
export function TaskDetailPane({ task, detail, times, moment }: PaneProps): VNode {
  const { dispatch } = useActions();
  const pane = useRef<HTMLElement>(null);
  const close = (): void => dispatch({ type: 'select', task: null });
  useEffect(() => {
    const page = pane.current!.ownerDocument;
    const press = (event: KeyboardEvent): void => {
      // In a field Escape belongs to the field.
      if (event.key === 'Escape' && !event.defaultPrevented && !(event.target as Element).matches('.search-field')) close();
    };
    page.addEventListener('keydown', press);
    return () => page.removeEventListener('keydown', press);
  }, []);
  // Another task begins at the top.
  useEffect(() => {
    pane.current!.scrollTop = 0;
  }, [task]);
  const known = detail === null || (detail.kind === 'task' ? detail.task.id : detail.task) !== task ? null : detail;
  return (
    <aside ref={pane} class="detail" aria-labelledby="detail-heading" tabIndex={0}>
      <div class="detail-head">
        <h2 id="detail-heading">Task detail</h2>
        <button type="button" class="detail-close" title="Close (Escape)" aria-label="Close the task's detail" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {known === null ? <Said>Looking…</Said> : known.kind === 'gone' ? <Said>{whyGone(known, moment)}</Said> : <TaskDetail detail={known} times={times} moment={moment} />}
    </aside>
  );
}

const Said = ({ children }: { readonly children: ComponentChildren }): VNode => <p class="detail-said">{children}</p>;

function whyGone({ task, letGo }: GoneTask, moment: Moment): string {
  if (letGo) return `Task #${task} has ended, and is no longer kept: of ended tasks only the latest stay.`;
  return moment === 'past' ? `At this moment task #${task} has not been made yet.` : `Nothing is known of a task #${task} in this run.`;
}
