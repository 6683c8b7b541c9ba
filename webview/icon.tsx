import type { VNode } from 'preact';

interface IconProps {
  /** Of a codicon, without the prefix. */
  readonly name: string;
  readonly class?: string;
  readonly slot?: string;
}

/** A codicon. What it means is always said in words beside it too. */
export const Icon = ({ name, class: extra = '', slot }: IconProps): VNode => <span class={`codicon codicon-${name} ${extra}`} slot={slot} aria-hidden="true" />;
