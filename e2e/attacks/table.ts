import type { Attack } from './attack';
import { overload } from './overload';
import { prying } from './prying';
import { smuggling } from './smuggling';

/** Everything that the usual lists for GraphQL servers know, and what else came to mind. */
export const attacks: readonly Attack[] = [...overload, ...smuggling, ...prying];
