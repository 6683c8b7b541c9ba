import type { VNode } from 'preact';
import type { TaskState } from '../src/core/snapshot/protocol';
import { Icon } from './icon';

/** A shape for each state, so that they differ without colours. */
const ICONS: Readonly<Record<TaskState, string>> = {
  created: 'circle-outline',
  running: 'play',
  ready: 'list-ordered',
  parked: 'debug-pause',
  done: 'check',
  cancelled: 'circle-slash',
  failed: 'error',
  destroyed: 'trash',
};

/** Shape, colour and word. */
export const StateMark = ({ state }: { readonly state: TaskState }): VNode => (
  <span class={`state state-${state}`}>
    <Icon name={ICONS[state]} />
    {state}
  </span>
);
