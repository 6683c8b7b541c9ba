import type { ComponentChildren, VNode } from 'preact';
import type { Location } from '../src/core/events/location';
import { useActions } from './actions';
import { baseName, locationTitle } from './format';

interface LocationLinkProps {
  readonly to: Location;
  /** What stands there; the file's name and the line unless given. Of these the line is never cut off. */
  readonly children?: ComponentChildren;
  /** −1 for links that the keyboard reaches in another way. */
  readonly tabIndex?: number;
}

/** Opens the source at a place. */
export function LocationLink({ to, children, tabIndex = 0 }: LocationLinkProps): VNode {
  const { reveal } = useActions();
  const title = locationTitle(to);
  return (
    <button type="button" class="location" title={title} tabIndex={tabIndex} onClick={() => reveal(to)}>
      {children ?? (
        <>
          <span class="location-file">{baseName(to.path)}</span>
          <span class="location-line">:{to.line}</span>
        </>
      )}
    </button>
  );
}
