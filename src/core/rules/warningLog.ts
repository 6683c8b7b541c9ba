/** The warnings of a run. The same thing found again counts up; the worst occurrence is the one shown. */
import type { Millis } from '../../base/brand';
import type { RuleCode, Severity } from '../snapshot/protocol';
import type { Passage, Pool } from '../state/passage';
import { VICTIMS_KEPT, type Evidence } from './evidence';
import type { Rule } from './rule';
import { RULES } from './ruleTable';

export class Warning {
  mark = 0;
  count = 1;
  /** While `evidence` is of a step that still blocks: that of the longest occurrence which is over, if there is one. */
  before: Evidence | null = null;

  constructor(
    /** 1, 2, 3, … in order of first appearance. */
    readonly serial: number,
    readonly code: RuleCode,
    readonly severity: Severity,
    /** Of the longest occurrence; of the first for rules that measure no time. Evidence itself never changes: it is replaced. */
    public evidence: Evidence,
  ) {}
}

export class WarningLog {
  readonly #list: Warning[] = [];
  readonly #byKey = new Map<string, Warning>();
  #found = 0;
  /** Rises whenever anything in `list` changes. */
  version = 0;
  /** Called at each occurrence. */
  onFound: (code: RuleCode) => void = () => undefined;

  get list(): readonly Warning[] {
    return this.#list;
  }

  /** Lets `rule` look at `fact`. Returns the warning if it found something. */
  apply<Fact, Found extends Evidence>(rule: Rule<Fact, Found>, fact: Fact): Warning | null {
    const evidence = rule.check(fact);
    if (evidence === null) return null;
    this.version += 1;
    this.onFound(rule.code);
    const key = `${rule.code} ${evidence.key}`;
    const known = this.#byKey.get(key);
    if (known === undefined) {
      this.#found += 1;
      const warning = new Warning(this.#found, rule.code, RULES[rule.code].severity, evidence);
      this.#list.push(warning);
      this.#byKey.set(key, warning);
      return warning;
    }
    known.count += 1;
    add(known, evidence);
    return known;
  }

  /** Whether `rule` has found something with that key. */
  has<Fact, Found extends Evidence>(rule: Rule<Fact, Found>, key: string): boolean {
    return this.#byKey.has(`${rule.code} ${key}`);
  }

  /** Tells the latest occurrence of `warning` anew, as `fact`. What stands alone stays the same warning, also if its place has changed. */
  retell<Fact, Found extends Evidence>(warning: Warning, rule: Rule<Fact, Found>, fact: Fact): Warning | null {
    const evidence = rule.check(fact);
    const key = evidence === null ? '' : `${rule.code} ${evidence.key}`;
    const known = this.#byKey.get(key);
    if (evidence === null || warning.count > 1 || (known !== undefined && known !== warning)) {
      this.withdraw(warning);
      return this.apply(rule, fact);
    }
    this.version += 1;
    this.#byKey.delete(`${warning.code} ${warning.evidence.key}`);
    this.#byKey.set(key, warning);
    warning.evidence = evidence;
    return warning;
  }

  /** Takes one occurrence back that turned out to be part of another; if it was shown, the longest that is over is shown again. */
  withdraw(warning: Warning): void {
    this.version += 1;
    warning.count -= 1;
    warning.evidence = warning.before ?? warning.evidence;
    warning.before = null;
    if (warning.count > 0) return;
    this.#list.splice(this.#list.indexOf(warning), 1);
    this.#byKey.delete(`${warning.code} ${warning.evidence.key}`);
  }

  /** Adds someone whom an occurrence of that `duration` held up for all of it, if that one is still the longest. */
  addVictim(warning: Warning, label: string, duration: Millis): void {
    const { evidence } = warning;
    if (evidence.duration !== duration) return;
    const victims = [...evidence.victims, { label, delay: duration }].sort((a, b) => b.delay - a.delay).slice(0, VICTIMS_KEPT);
    warning.evidence = { ...evidence, victims };
    this.version += 1;
  }

  /** The warnings' own fields are passed with the pool. */
  pass(io: Passage, warnings: Pool<Warning>): void {
    this.#found = io.number(this.#found);
    this.version = io.number(this.version);
    io.items(this.#list, (warning) => io.ref(warnings, warning ?? null)!);
  }

  /** To be called when what `pass` made has its fields. */
  index(): void {
    for (const warning of this.#list) this.#byKey.set(`${warning.code} ${warning.evidence.key}`, warning);
  }
}

const isOngoing = (evidence: Evidence): boolean => evidence.code === 'slow-callback' && evidence.ongoing;

const isLonger = (evidence: Evidence, other: Evidence | null): boolean => (evidence.duration ?? 0) > (other?.duration ?? 0);

/** Keeps the longest occurrence, and beside one that is not over the longest that is. */
function add(warning: Warning, evidence: Evidence): void {
  const over = isOngoing(warning.evidence) ? warning.before : warning.evidence;
  if (isLonger(evidence, warning.evidence)) {
    warning.evidence = evidence;
    warning.before = isOngoing(evidence) ? over : null;
  } else if (!isOngoing(evidence) && isLonger(evidence, over)) warning.before = evidence;
}
