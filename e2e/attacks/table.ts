import type { Attack } from './attack';
import { informationLeaks } from './information-leaks';
import { overload } from './overload';
import { smuggling } from './smuggling';

/** Everything that the usual lists for GraphQL servers know, and what else came to mind. */
export const attacks: readonly Attack[] = [...overload, ...smuggling, ...informationLeaks];
