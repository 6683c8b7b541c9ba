import type { VNode } from 'preact';
import type { DrivenRow } from '../src/core/snapshot/protocol';
import { formatCount } from './format';
import { Icon } from './icon';
import { LocationLink } from './location';
import { Section } from './section';

const ICONS: Readonly<Record<DrivenRow['state'], string>> = { suspended: 'debug-pause', returned: 'check', raised: 'error' };

/** Programs with a loop of their own: coroutines and generators that are resumed without asyncio. */
export const Driven = ({ rows }: { readonly rows: readonly DrivenRow[] }): VNode => (
  <Section id="driven" title="Driven by hand" count={rows.length} hint="Coroutines and generators resumed with send or next, outside of a loop">
    <div class="driven-scroll" tabIndex={0} role="region" aria-label="Driven by hand">
      <table class="driven-table">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">At</th>
            <th scope="col">Driven from</th>
            <th scope="col" class="number">
              Resumes
            </th>
            <th scope="col">Last value</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  </Section>
);

const Row = ({ row: { name, kind, definedAt, drivenFrom, resumes, state, at, lastValue } }: { readonly row: DrivenRow }): VNode => (
  <tr>
    <td>
      <span class={`state driven-${state}`}>
        <Icon name={ICONS[state]} />
        {state}
      </span>
    </td>
    <td class="code">{definedAt === null ? name : <LocationLink to={definedAt}>{name}</LocationLink>}</td>
    <td>{kind}</td>
    <td>{at !== null && <LocationLink to={at} />}</td>
    <td>{drivenFrom !== null && <LocationLink to={drivenFrom} />}</td>
    <td class="number">{formatCount(resumes)}</td>
    <td class="code value" title={lastValue}>
      {lastValue}
    </td>
  </tr>
);
