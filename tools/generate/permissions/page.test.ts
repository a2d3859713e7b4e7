import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
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

  it('guards every field of an account but its id and its roles', async () => {
    const rows = (await permissions(api)).map(({ coordinate }) => coordinate.split('.'));
    const guarded = rows.flatMap(([type, field]) => (type === 'User' ? [field] : []));
    const user = api.getType('User');
    const fields = isObjectType(user) ? Object.keys(user.getFields()) : [];
    expect([...guarded, 'id', 'roles'].sort()).toEqual(fields.sort());
  });

  it('has a verdict for every caller', async () => {
    const rules = { Query: { open: rule(everyone), closed: rule(person) } };
    const [open, closed] = await permissions(small, [rules]);
    expect(open?.verdicts).toEqual(callers.map(() => 'yes'));
    expect(new Set(closed?.verdicts)).toEqual(new Set(['UNAUTHENTICATED', 'yes', 'FORBIDDEN']));
  });
});
