import { expect, test } from 'vitest';
import { unknownName } from './suggestion';

const known = [
  'server',
  'server.port',
  'server.adminPort',
  'log.level',
  'limits.rate.userPerMinute',
];
const variables = ['SHOP_SERVER_PORT', 'SHOP_LOG_LEVEL'];

test.each([
  ['sever', 'server'],
  ['server.prot', 'server.port'],
  ['server.Port', 'server.port'],
  ['limits.rate.userPerMinit', 'limits.rate.userPerMinute'],
  ['server.adminport', 'server.adminPort'],
])('%s means %s', (name, meant) => {
  expect(unknownName(name, known)).toBe(`there is no such setting; did you mean ${meant}?`);
});

test('a name in the wrong group means the only one with its last word', () => {
  expect(unknownName('port', known)).toContain('did you mean server.port?');
  expect(unknownName('server.level', known)).toContain('did you mean log.level?');
});

test('a variable means another variable', () => {
  expect(unknownName('SHOP_SERVER_PROT', variables)).toContain('did you mean SHOP_SERVER_PORT?');
});

test.each(['nonsense', 'server.x', 'tls', ''])('%s means nothing that exists', (name) => {
  expect(unknownName(name, known)).toBe('there is no such setting');
});
