import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { person } from '../../../access/rules';
import { everyone } from '../../../platform/auth/rules';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { callers, permissions, permissionsPage, type RuleTable } from './page';

const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');
const api = buildSchema(read('gateway/api.graphql'));
const small = buildSchema('type Query { open: Int closed: Int }');
const rule = (value: unknown) => value as RuleTable[string][string];

describe('the permission matrix', () => {
  it('is committed as the current rules generate it', async () => {
    expect(read('docs/permissions.md')).toBe(await permissionsPage(api));
  });

  it('rejects a root field without a rule, and a rule without a field', async () => {
    const rules = { Query: { open: rule(everyone), shut: rule(person) } };
    await expect(permissions(small, [rules])).rejects.toThrow(
      /Query\.closed has no rule[\s\S]*Query\.shut has a rule but is not a field/,
    );
  });

  it('has a verdict for every caller', async () => {
    const rules = { Query: { open: rule(everyone), closed: rule(person) } };
    const [open, closed] = await permissions(small, [rules]);
    expect(open?.verdicts).toEqual(callers.map(() => 'yes'));
    expect(new Set(closed?.verdicts)).toEqual(new Set(['UNAUTHENTICATED', 'yes', 'FORBIDDEN']));
  });

  const cells: [string, string, string][] = [
    ['Query.products', 'anonymous', 'yes'],
    ['Query.order', 'anonymous', 'UNAUTHENTICATED'],
    ['Query.order', 'customer', 'yes'],
    ['Query.order', 'another customer', 'not there'],
    ['Query.order', 'support', 'yes'],
    ['Query.order', 'key ORDERS_READ of PARTNER', 'yes'],
    ['Query.order', 'key ORDERS_WRITE of PARTNER', 'FORBIDDEN'],
    ['Mutation.cancelOrder', 'warehouse', 'FORBIDDEN'],
    ['Mutation.shipOrder', 'customer', 'FORBIDDEN'],
    ['Mutation.adjustStock', 'key INVENTORY_WRITE of WAREHOUSE', 'yes'],
    ['Mutation.upsertProducts', 'key INVENTORY_WRITE of WAREHOUSE', 'FORBIDDEN'],
    ['Mutation.upsertProducts', 'key INVENTORY_WRITE of ADMIN', 'yes'],
    ['Mutation.createApiKey', 'partner', 'yes'],
    ['Mutation.createApiKey', 'key ORDERS_WRITE of PARTNER', 'FORBIDDEN'],
    ['Mutation.revokeApiKey', 'admin', 'yes'],
    ['Mutation.revokeApiKey', 'support', 'not there'],
    ['Mutation.lockAccount', 'support', 'yes'],
    ['Mutation.lockAccount', 'warehouse', 'FORBIDDEN'],
    ['Query.me', 'key WEBHOOKS_MANAGE of PARTNER', 'yes'],
    ['Query.auditLog', 'support', 'FORBIDDEN'],
    ['Product.stock', 'key INVENTORY_READ of PARTNER', 'yes'],
    ['Product.stock', 'customer', 'FORBIDDEN'],
  ];

  it.each(cells)('has %s for %s as: %s', async (coordinate, caller, verdict) => {
    const row = (await permissions(api)).find((found) => found.coordinate === coordinate);
    const place = callers.findIndex(({ name }) => name === caller);
    expect(row?.verdicts[place]).toBe(verdict);
  });
});
