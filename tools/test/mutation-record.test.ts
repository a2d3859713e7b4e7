import { expect, test } from 'vitest';
import { mutationPage, recordOf } from './mutation-record.mjs';

const mutant = (status: string, line = 3) => ({
  status,
  replacement: 'a || b',
  mutatorName: 'LogicalOperator',
  location: { start: { line } },
});
const several = (count: number, status: string) =>
  Array.from({ length: count }, () => mutant(status));

test('a folder is judged as a whole, and a timeout counts as noticed', () => {
  const { groups, faults } = recordOf({
    files: {
      'access/roles.ts': { mutants: [...several(8, 'Killed'), mutant('Timeout')] },
      'access/rules.ts': { mutants: [mutant('Survived'), mutant('CompileError')] },
    },
  });
  expect(groups).toMatchObject([{ name: 'access', killed: 9, left: [{ line: 3 }] }]);
  expect(faults).toEqual([]);
});

test('too many that no test notices are a fault, and so is nothing at all', () => {
  const files = {
    'gateway/operation/cost.ts': { mutants: [mutant('Killed'), mutant('NoCoverage')] },
  };
  expect(recordOf({ files }).faults).toEqual([
    'gateway/operation/cost.ts: 50.0 % of the mutants were noticed; at least 90 % must be.',
  ]);
  expect(recordOf({ files: {} }).faults).toEqual(['Nothing was mutated.']);
});

test('the page lists what was not noticed', () => {
  const files = { 'access/roles.ts': { mutants: [mutant('Killed'), mutant('Survived', 7)] } };
  const page = mutationPage(recordOf({ files }), '2026-11-29');
  expect(page).toContain('| `access` | 1 | 2 | 50.0 % |');
  expect(page).toContain('| `access/roles.ts`:7 | LogicalOperator | `a \\|\\| b` |');
});
