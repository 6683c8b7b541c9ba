/** Messages between the panel's page and whoever shows it. Both ends validate what they get (`panelMessages.ts`). */
import type { RuleChoices } from './rules/ruleTable';
import type { ControlCommand } from './control';
import type { Location } from './events/location';
import type { Destination } from './history/destination';
import type { RuleCode, Serial, Snapshot, ViewWindow } from './snapshot/protocol';
import type { SourceExcerpt } from './sourceExcerpt';

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'view'; readonly window: ViewWindow }
  | { readonly type: 'acknowledge'; readonly sequence: number }
  | { readonly type: 'reveal'; readonly location: Location }
  | { readonly type: 'stop' }
  | { readonly type: 'restart' }
  | { readonly type: 'control'; readonly command: ControlCommand }
  /** Put this into the clipboard. */
  | { readonly type: 'copy'; readonly text: string }
  /** Show a rule's documentation. */
  | { readonly type: 'explainRule'; readonly code: RuleCode }
  | { readonly type: 'muteRule'; readonly code: RuleCode; readonly muted: boolean }
  /** Show that moment from now on. Each is carried out, in order. */
  | { readonly type: 'travel'; readonly destination: Destination }
  /** Let the person choose what the program runs on. */
  | { readonly type: 'changeInterpreter' }
  /** Let the person choose an example to run. */
  | { readonly type: 'openExample' };

export type ToPanel =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** What the settings say of the rules, whenever that changes. */
  | { readonly type: 'rules'; readonly choices: RuleChoices }
  /** Change to that view: the tasks that match, and one of them selected. */
  | { readonly type: 'show'; readonly tab: 'tasks'; readonly filter: string; readonly selected: Serial | null }
  /** Nothing runs and nothing ran: show the empty state. */
  | { readonly type: 'empty' }
  /** A sentence for the person: why something could not be done, or what to do instead. */
  | { readonly type: 'notice'; readonly text: string }
  /** The source at a place that was to be revealed, where there is no editor to do so. */
  | { readonly type: 'source'; readonly source: SourceExcerpt };
