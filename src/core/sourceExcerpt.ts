import type { Location } from './events/location';

/** Some lines of a source file around a place. */
export interface SourceExcerpt {
  readonly location: Location;
  /** The number of the first of `lines`, from 1. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

export const MAX_EXCERPT_LINES = 61;
