/**
 * How a page in a plain browser introduces itself over its socket, before the messages of
 * `panelProtocol.ts`. The link that is printed holds a token which works once; the page changes it for
 * a session, which works as long as the command line runs and which only pages of the same address see.
 */
import * as v from 'valibot';

/** The page's first message. A session that is still good is preferred: then the token is not used up. */
export interface Hello {
  readonly type: 'hello';
  readonly token: string | null;
  readonly session: string | null;
}

/** The answer to a good one. */
export interface Welcome {
  readonly type: 'welcome';
  readonly session: string;
}

const secret = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const hello: v.GenericSchema<Hello> = v.object({ type: v.literal('hello'), token: v.nullable(secret), session: v.nullable(secret) });
const welcome: v.GenericSchema<Welcome> = v.object({ type: v.literal('welcome'), session: secret });

export const parseHello = (message: unknown): Hello | null => parsed(hello, message);
export const parseWelcome = (message: unknown): Welcome | null => parsed(welcome, message);

function parsed<T>(schema: v.GenericSchema<T>, message: unknown): T | null {
  const result = v.safeParse(schema, message);
  return result.success ? result.output : null;
}

/** Why the other end closed the socket, as close codes; all others mean that the connection broke. */
export const CLOSED = {
  /** The command line ends (RFC 6455, "going away"). */
  ended: 1001,
  /** The page came without any token or session. */
  noToken: 4001,
  /** The token was used before. */
  usedToken: 4002,
  /** There is no such token. */
  wrongToken: 4003,
  /** Another page shows the panel now. */
  takenOver: 4004,
  /** It did not say hello, or not in time. */
  noHello: 4005,
} as const;
