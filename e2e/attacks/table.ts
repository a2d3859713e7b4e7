import type { Attack } from './attack';
import { informationLeaks } from './information-leaks';
import { overload } from './overload';
import { smuggling } from './smuggling';

/** The attacks of common lists for GraphQL servers, and some more. */
export const attacks: readonly Attack[] = [...overload, ...smuggling, ...informationLeaks];
