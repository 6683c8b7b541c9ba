/** The theme's colours, as a canvas takes them. They are read from elements that have them, and again when the theme changes. */
import { TASK_COLORS } from '../taskColor';

export interface Colors {
  readonly tasks: readonly string[];
  readonly callbacks: string;
  readonly foreground: string;
  readonly background: string;
  readonly dim: string;
  readonly line: string;
  readonly bad: string;
  readonly warning: string;
  readonly selected: string;
}

/** @param probe an empty element in the page that is not seen */
export function readColors(probe: HTMLElement): Colors {
  const of = (name: string): string => {
    probe.className = `color-probe ${name}`;
    return getComputedStyle(probe).color;
  };
  return {
    tasks: Array.from({ length: TASK_COLORS }, (_, index) => of(`probe-task task-color-${index}`)),
    callbacks: of('probe-task task-color-none'),
    foreground: of('probe-foreground'),
    background: of('probe-background'),
    dim: of('probe-dim'),
    line: of('probe-line'),
    bad: of('probe-bad'),
    warning: of('probe-warning'),
    selected: of('probe-selected'),
  };
}

/** Calls `changed` whenever the theme may have changed; returns what ends that. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (const element of [document.documentElement, document.body]) observer.observe(element, { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-kind'] });
  return () => observer.disconnect();
}
