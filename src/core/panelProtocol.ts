/** Messages between the panel's page and whoever shows it. Both ends validate what they get (`panelMessages.ts`). */
import type { Location } from './events/location';
import type { Snapshot, ViewWindow } from './snapshot/protocol';

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'view'; readonly window: ViewWindow }
  | { readonly type: 'acknowledge'; readonly sequence: number }
  | { readonly type: 'reveal'; readonly location: Location }
  | { readonly type: 'stop' }
  | { readonly type: 'restart' }
  /** Let the person choose what the program runs on. */
  | { readonly type: 'changeInterpreter' };

export type ToPanel =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** Nothing runs and nothing ran: show the empty state. */
  | { readonly type: 'empty' };
