import type { VNode } from 'preact';
import type { DrivenRow } from '../src/core/snapshot/protocol';
import { formatCount } from './format';
import { Icon } from './icon';
import { LocationLink } from './location';
import { Section } from './section';

const ICONS: Readonly<Record<DrivenRow['state'], string>> = { suspended: 'debug-pause', returned: 'check', raised: 'error' };

const TITLES = ['State', 'Name', 'Kind', 'At', 'Driven from', 'Resumes', 'Last sent', 'Last value'];

/** Programs with a loop of their own: coroutines and generators that are resumed without asyncio. The roles are spelled out because a narrow page lays the rows out anew. */
export const Driven = ({ rows }: { readonly rows: readonly DrivenRow[] }): VNode => (
  <Section id="driven" title="Driven by hand" count={rows.length} hint="Coroutines and generators resumed with send or next, outside of a loop">
    <div class="driven-scroll" tabIndex={0} role="group" aria-label="Driven by hand">
      <table class="driven-table" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {TITLES.map((title) => (
              <th key={title} role="columnheader" scope="col" class={title === 'Resumes' ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  </Section>
);

const Row = ({ row: { name, kind, definedAt, drivenFrom, resumes, state, at, lastValue, lastSent } }: { readonly row: DrivenRow }): VNode => (
  <tr role="row">
    <td role="cell" class="d-state">
      <span class={`state driven-${state}`}>
        <Icon name={ICONS[state]} />
        {state}
      </span>
    </td>
    <td role="cell" class="d-name code">
      {definedAt === null ? name : <LocationLink to={definedAt}>{name}</LocationLink>}
    </td>
    <td role="cell" class="d-kind">
      {kind}
    </td>
    <td role="cell" class="d-at">
      {at !== null && <LocationLink to={at} />}
    </td>
    <td role="cell" class="d-from">
      {drivenFrom !== null && <LocationLink to={drivenFrom} />}
    </td>
    <td role="cell" class="d-resumes number">
      {formatCount(resumes)}
    </td>
    <td role="cell" class="d-sent code" title={lastSent}>
      {lastSent}
    </td>
    <td role="cell" class="d-value code" title={lastValue}>
      {lastValue}
    </td>
  </tr>
);
