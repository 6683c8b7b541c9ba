/** Reads the payload of a definitions frame. What comes from the program's process is not trusted to have the right shape. */
import { err, ok, type CodedError, type Result } from '../../base/result';
import type { Definition } from './definitions';
import { FIRST_NAME_ID, FIRST_TASK_ID, SCHEMA_VERSION } from './schema';

const decoder = new TextDecoder();

const malformed = (what: string): Result<never> =>
  err({ code: 'malformed-definitions', message: `The program's event stream is damaged (${what}). Run it again; if this stays, report it.` });

/**
 * Parses UTF-8 JSON. Errors: `malformed-definitions`, or `schema-mismatch` when the runtime speaks
 * another version of the event schema.
 */
export function parseDefinitions(payload: Uint8Array): Result<readonly Definition[], CodedError> {
  // Not every TextDecoder takes shared memory.
  const own = payload.buffer instanceof ArrayBuffer ? payload : payload.slice();
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoder.decode(own));
  } catch {
    return malformed('definitions that are not JSON');
  }
  if (!Array.isArray(parsed)) return malformed('definitions that are not a list');
  for (const item of parsed as unknown[]) {
    if (!isDefinition(item)) return malformed(`a definition of an unknown shape: ${JSON.stringify(item).slice(0, 100)}`);
    if (item[0] === 'hello' && item[1].schema !== SCHEMA_VERSION) {
      return err({
        code: 'schema-mismatch',
        message: `The runtime sends events in version ${item[1].schema}, but version ${SCHEMA_VERSION} is expected: reinstall the extension.`,
      });
    }
  }
  return ok(parsed as Definition[]);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isDuration = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isId = (value: unknown): value is number => isCount(value) && value > 0 && value < FIRST_TASK_ID;
/** Chains and stacks have no upper bound: they stand in words of their own. */
const isSequence = (id: unknown, sites: unknown): boolean => isCount(id) && id > 0 && isSites(sites);
const isSites = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

function isDefinition(item: unknown): item is Definition {
  if (!Array.isArray(item)) return false;
  const [tag, first, second, third, fourth, fifth, sixth] = item as unknown[];
  switch (tag) {
    case 'hello':
      return isHello(first);
    case 'speed':
      return isDuration(first) && isDuration(second);
    case 'name':
      return isId(first) && first >= FIRST_NAME_ID && isText(second);
    case 'site':
      return isId(first) && isText(second) && isCount(third) && isCount(fourth) && isText(fifth) && typeof sixth === 'boolean';
    case 'stack':
      return isSequence(first, second) && (third === undefined || isText(third));
    case 'chain':
      return isSequence(first, second);
    case 'dropped':
      return isId(first);
    default:
      return false;
  }
}

function isHello(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const hello = value as Record<string, unknown>;
  return (
    isCount(hello['schema']) &&
    isText(hello['python']) &&
    isText(hello['implementation']) &&
    isText(hello['platform']) &&
    typeof hello['epoch'] === 'number' &&
    typeof hello['clock'] === 'number'
  );
}
