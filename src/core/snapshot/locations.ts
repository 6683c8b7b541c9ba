import type { Site } from '../events/definitions';
import type { Location } from '../events/location';

/** Just the place of a site. */
export const locationOf = (site: Site | null): Location | null => (site === null ? null : { path: site.path, line: site.line, column: site.column });
