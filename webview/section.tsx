import type { ComponentChildren, VNode } from 'preact';
import { Badge } from './controls';
import { formatCount } from './format';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  /** One sentence for somebody who sees this for the first time. */
  readonly hint: string;
  /** At the right of the heading. */
  readonly tools?: ComponentChildren;
  readonly level?: 2 | 3;
  readonly children: ComponentChildren;
}

/** A part of the page with its heading. */
export function Section({ id, title, count, hint, tools, level = 2, children }: SectionProps): VNode {
  const heading = `${id}-heading`;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section class={`section ${id}`} aria-labelledby={heading}>
      <div class="section-head">
        <Heading id={heading}>{title}</Heading>
        {count !== undefined && <Badge>{formatCount(count)}</Badge>}
        <p class="hint" title={hint}>
          {hint}
        </p>
        {tools}
      </div>
      {children}
    </section>
  );
}

/** Stands where a list would be that has nothing in it. */
export const Nothing = ({ children }: { readonly children: ComponentChildren }): VNode => <p class="nothing">{children}</p>;
