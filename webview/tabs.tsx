/** The row of tabs under the header. Its keys are those of any tab list: arrows, Home and End. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ShownSeverity } from '../src/core/rules/ruleTable';
import { useActions } from './actions';
import { Badge } from './controls';
import { formatCount } from './format';
import { Icon } from './icon';
import { TABS, type Tab } from './store';
import { SEVERITY_ICONS, SEVERITY_WORDS } from './warning';

const TITLES: Readonly<Record<Tab, { readonly title: string; readonly hint: string }>> = {
  overview: { title: 'Overview', hint: 'The loop at this moment, what was found, and all tasks' },
  tasks: { title: 'Tasks', hint: 'All tasks, with all that is known of each' },
  tree: { title: 'Await tree', hint: 'Who waits for whom' },
  timeline: { title: 'Timeline', hint: 'When each task ran, was ready and was parked' },
  warnings: { title: 'Warnings', hint: 'What holds the loop up, or was forgotten' },
};

export const tabId = (tab: Tab): string => `tab-${tab}`;
/** Of the part of the page that the tabs change. */
export const TAB_PANEL = 'views';

interface TabsProps {
  readonly shown: Tab;
  readonly counts: Partial<Record<Tab, number>>;
  /** Of the warnings; null: there are none. */
  readonly worst: ShownSeverity | null;
}

export function Tabs({ shown, counts, worst }: TabsProps): VNode {
  const { dispatch } = useActions();
  const list = useRef<HTMLDivElement>(null);
  const go = (tab: Tab): void => dispatch({ type: 'tab', tab });
  const press = (event: KeyboardEvent): void => {
    const next = neighbour(shown, event.key);
    if (next === null) return;
    event.preventDefault();
    go(next);
    list.current?.querySelector<HTMLElement>(`#${tabId(next)}`)?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label="Views" onKeyDown={press}>
      {TABS.map((tab) => (
        <button
          key={tab}
          id={tabId(tab)}
          type="button"
          role="tab"
          class="tab"
          title={TITLES[tab].hint}
          aria-selected={tab === shown}
          aria-controls={TAB_PANEL}
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => go(tab)}
        >
          {TITLES[tab].title}
          {tab === 'warnings' && <Urgency of={worst} />}
          {(counts[tab] ?? 0) > 0 && <Badge>{formatCount(counts[tab] ?? 0)}</Badge>}
        </button>
      ))}
    </div>
  );
}

/** Whatever is in sight, somebody whose program hangs is to see that it was found why. What is said for information can wait. */
const Urgency = ({ of }: { readonly of: ShownSeverity | null }): VNode | null =>
  of === 'error' || of === 'warning' ? (
    <span class={`urgency warning-${of}`}>
      <Icon name={SEVERITY_ICONS[of]} class="warning-icon" />
      <span class="for-screen-readers">{`worst: ${SEVERITY_WORDS[of]}`}</span>
    </span>
  ) : null;

function neighbour(tab: Tab, key: string): Tab | null {
  const at = TABS.indexOf(tab);
  switch (key) {
    case 'ArrowRight':
      return TABS[(at + 1) % TABS.length]!;
    case 'ArrowLeft':
      return TABS[(at + TABS.length - 1) % TABS.length]!;
    case 'Home':
      return TABS[0];
    case 'End':
      return TABS[TABS.length - 1]!;
    default:
      return null;
  }
}
