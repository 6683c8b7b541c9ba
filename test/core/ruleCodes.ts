import type { RuleCode } from '../../src/core/snapshot/protocol';

/** The compiler holds it complete. */
const codes: Readonly<Record<RuleCode, true>> = {
  'slow-callback': true,
  'slow-iteration': true,
  deadlock: true,
  starved: true,
  'busy-wait': true,
  'never-cedes': true,
  'never-awaited': true,
  'unreferenced-task': true,
  'exception-never-retrieved': true,
  'destroyed-pending': true,
  'pending-at-exit': true,
  'wrong-thread': true,
};

/** The code of every rule there is. */
export const RULE_CODES = Object.keys(codes) as readonly RuleCode[];
