/**
 * Golden text of a stream: one line an event, names and places spelled out, times relative to the first
 * one and addresses replaced by `@1`, `@2`, … in order of appearance, so that two runs of the same
 * program give the same text.
 */
import type { Definition } from './definitions';
import type { Frame } from './frames';
import { decodeRows, type LoopEvent } from './rows';
import { FIRST_TASK_ID, Outcome } from './schema';

const OUTCOMES = Object.keys(Outcome);

/** The text of `frames`, each line ended by a newline. */
export function formatEvents(frames: readonly Frame[]): string {
  const formatter = new EventFormatter();
  let text = '';
  for (const frame of frames) {
    for (const line of formatter.linesOf(frame)) text += `${line}\n`;
  }
  return text;
}

class EventFormatter {
  readonly #defined = new Map<string, string>();
  readonly #aliases = new Map<number, string>();
  #first: number | null = null;

  linesOf(frame: Frame): string[] {
    switch (frame.kind) {
      case 'definitions':
        return frame.definitions.map((definition) => `define ${this.#define(definition)}`);
      case 'output':
        return [`${frame.stream} t=${this.#time(frame.t)} ${JSON.stringify(new TextDecoder().decode(frame.bytes.slice()))}`];
      case 'rows':
        return decodeRows(frame.words).map((event) => `loop ${frame.loop} ${this.#format(event)}`);
    }
  }

  #define(definition: Definition): string {
    switch (definition[0]) {
      case 'hello':
        return `hello ${definition[1].implementation} ${definition[1].python} on ${definition[1].platform}, schema ${definition[1].schema}`;
      case 'speed':
        return `speed: a row takes ${definition[1]} ns, reading the clock ${definition[2]} ns`;
      case 'name':
        this.#defined.set(`name ${definition[1]}`, JSON.stringify(definition[2]));
        return `name ${definition[1]} = ${JSON.stringify(definition[2])}`;
      case 'site': {
        const [, id, path, line, column, qualname, user] = definition;
        const place = `${path}:${line}${column > 0 ? `:${column}` : ''}`;
        this.#defined.set(`site ${id}`, place);
        return `site ${id} = ${place} in ${qualname}${user ? '' : ' (library)'}`;
      }
      case 'chain':
      case 'stack': {
        const text = `[${definition[2].map((site) => this.#lookUp('site', site)).join(', ')}]`;
        this.#defined.set(`${definition[0]} ${definition[1]}`, text);
        const calling = definition[0] === 'stack' && definition[3] ? ` calling ${definition[3]}` : '';
        return `${definition[0]} ${definition[1]} = ${text}${calling}`;
      }
      case 'dropped':
        return `dropped ${this.#lookUp('site', definition[1])}`;
    }
  }

  #format(event: LoopEvent): string {
    const fields = Object.entries(event)
      .filter(([name]) => name !== 'kind')
      .map(([name, value]) => `${name}=${this.#field(name, value as number)}`);
    return [event.kind, ...fields].join(' ');
  }

  #field(name: string, value: number): string {
    switch (name) {
      case 't':
      case 'tBegin':
      case 'tEnd':
        return this.#time(value);
      case 'selectStart':
        return value === 0 ? '-' : this.#time(value);
      case 'task':
      case 'creator':
      case 'future':
      case 'handle':
        return value === 0 ? '-' : this.#alias(value);
      case 'object':
      case 'detail':
        return value < FIRST_TASK_ID ? `#${value}` : this.#alias(value);
      case 'w':
      case 'outcome':
        return value < OUTCOMES.length ? OUTCOMES[value]! : this.#alias(value);
      case 'what':
        return value < FIRST_TASK_ID ? this.#lookUp('name', value) : this.#alias(value);
      case 'name':
      case 'error':
      case 'thread':
      case 'waitsFor':
        return this.#lookUp('name', value);
      case 'site':
      case 'code':
      case 'other':
        return this.#lookUp('site', value);
      case 'chain':
      case 'stack':
        return this.#lookUp(name, value);
      default:
        return String(value);
    }
  }

  #lookUp(tag: string, id: number): string {
    return id === 0 ? '-' : (this.#defined.get(`${tag} ${id}`) ?? `undefined ${tag} ${id}`);
  }

  #time(t: number): string {
    this.#first ??= t;
    return `${((t - this.#first) / 1e6).toFixed(3)}ms`;
  }

  #alias(id: number): string {
    let alias = this.#aliases.get(id);
    if (alias === undefined) {
      alias = `@${this.#aliases.size + 1}`;
      this.#aliases.set(id, alias);
    }
    return alias;
  }
}
