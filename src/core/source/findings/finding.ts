/** What can be said of a Python file without running it. */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';

export type FindingCode = 'unreferenced-task' | 'never-awaited' | 'blocking-call';

export type FindingEvidence =
  /** `maker`: `asyncio.create_task`, `asyncio.ensure_future` or `loop.create_task`. */
  | { readonly code: 'unreferenced-task'; readonly maker: string }
  /** `definition`: where the name in its `async def` stands; null if a run has shown that it is a coroutine. */
  | { readonly code: 'never-awaited'; readonly coroutine: string; readonly definition: { readonly from: number; readonly to: number } | null }
  /** `callee`: its full name, as `time.sleep`, or `socket.connect` for a socket's method. */
  | { readonly code: 'blocking-call'; readonly callee: string };

/** The range is that of the call; offsets in UTF-16 units. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly evidence: FindingEvidence;
}

/** Looks at one call. */
export type SourceRule = (call: SyntaxNode, names: Names) => FindingEvidence | null;

/** Around code that a test expects to fail or to complain, what is odd is meant so. */
export const EXPECTS_TROUBLE = /\b(?:assert\w*|raises|warns|deprecated_call|catch_warnings\w*|check_\w*warnings|catch_unraisable_exception)\s*\(/;
