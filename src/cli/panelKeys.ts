/** Who may see the panel: the one who has the link that was printed, and then the browser it was opened in. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Hello } from '../core/panelSocket';

export type Admission = { readonly session: string } | { readonly refused: 'noToken' | 'usedToken' | 'wrongToken' };

export class PanelKeys {
  /** Part of the link; works once. */
  readonly token = newSecret();
  #session: string | null = null;

  admit({ token, session }: Hello): Admission {
    if (session !== null && this.#session !== null && same(session, this.#session)) return { session: this.#session };
    if (token === null) return { refused: 'noToken' };
    if (!same(token, this.token)) return { refused: 'wrongToken' };
    if (this.#session !== null) return { refused: 'usedToken' };
    this.#session = newSecret();
    return { session: this.#session };
  }
}

/** 256 random bits. */
const newSecret = (): string => randomBytes(32).toString('base64url');

/** Compared in a time that tells nothing of where they differ. */
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
