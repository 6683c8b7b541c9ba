/**
 * A rule looks at a fact that the fold hands it (a step that took long, a complaint of asyncio's, …) and
 * answers with evidence or null. It has no state and knows no words; facts come seldom, so that what it
 * costs does not count.
 */
import type { RuleCode } from '../snapshot/protocol';
import type { Evidence } from './evidence';

export interface Rule<Fact, Found extends Evidence> {
  readonly code: RuleCode & Found['code'];
  check(fact: Fact): Found | null;
}
