import type { Constant } from './constants';
import { markdownTable } from './marks';
import { fillPlaceholders } from './placeholders';
import {
  retryPoliciesElsewhere,
  retryPoliciesOfOrders,
  retryPoliciesOfWork,
} from './tables/retry-policies';
import type { RetryPolicy } from './tables/rows';

export const retryPolicies: Readonly<Record<string, readonly RetryPolicy[]>> = {
  orders: retryPoliciesOfOrders,
  work: retryPoliciesOfWork,
  elsewhere: retryPoliciesElsewhere,
};

/** The generated parts of `docs/retries.md`. */
export function retriesParts(constants: readonly Constant[]): Record<string, string> {
  const tables = Object.entries(retryPolicies).map(([part, rows]) => {
    const cells = rows.map(({ what, pauses, until, afterwards, file, test }) => [
      what,
      fillPlaceholders(pauses, file, constants),
      fillPlaceholders(until, file, constants),
      fillPlaceholders(afterwards, file, constants),
      `\`${file}\``,
      test ? `\`${test}\`` : '',
    ]);
    const heads = ['what is tried again', 'pauses', 'until', 'then', 'where', 'test'];
    return [part, markdownTable(heads, cells)];
  });
  return Object.fromEntries(tables);
}
