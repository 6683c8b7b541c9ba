/** How a run ended. */
export interface Exit {
  /** The process's exit code as a shell would see it. */
  readonly code: number;
  readonly reason: 'finished' | 'exit' | 'exception' | 'interrupted' | 'stopped' | 'crashed';
  /** One sentence for people: "Finished with exit code 0", "Stopped after 1.2 s", … */
  readonly message: string;
}
