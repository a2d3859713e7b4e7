import { expect, test } from 'vitest';
import { signaturesIn } from './registry';

test('packages that the registry has not signed, or signed otherwise, are findings', () => {
  const answer = {
    invalid: [{ name: 'forged', version: '1.0.0' }],
    missing: [{ name: 'old', version: '0.1.0' }],
  };
  expect(signaturesIn(JSON.stringify(answer)).findings).toEqual([
    'forged 1.0.0 is not what the registry has signed',
    'old 0.1.0 has no signature of the registry',
  ]);
  expect(signaturesIn('{"invalid":[],"missing":[]}')).toMatchObject({
    findings: [],
    skipped: null,
  });
});

test.each([
  ['', 'npm audit signatures printed no answer'],
  ['{"error":{"summary":"no keys"}}', 'no keys'],
])('keys that cannot be read are named: %j', (output, why) => {
  expect(signaturesIn(output).skipped).toContain(why);
});
