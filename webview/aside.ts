/** What the page says besides the snapshot. In VS Code its messages and its editor do this. */
import type { SourceExcerpt } from '../src/core/sourceExcerpt';

/** A sentence for the person, and what they can do about it. */
export interface Notice {
  readonly text: string;
  readonly action: 'none' | 'dismiss' | 'connect';
}

export interface Aside {
  readonly notice: Notice | null;
  /** The source that is open over the page. */
  readonly source: SourceExcerpt | null;
}

export const NOTHING_ASIDE: Aside = { notice: null, source: null };

/** Nothing more comes from the program: what is shown is to stand still, rather than to count on from what was. */
export const isCutOff = ({ notice }: Aside): boolean => notice !== null && notice.action !== 'dismiss';
