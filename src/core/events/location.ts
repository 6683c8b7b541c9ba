/** A place in a source file. Lines and columns are 1-based; column 0: not known. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}
