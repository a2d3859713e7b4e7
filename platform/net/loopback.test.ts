import { expect, test } from 'vitest';
import { isLoopbackName, nameOfHost } from './loopback';

test.each(['localhost', 'LOCALHOST', 'shop.localhost', '127.0.0.1', '127.9.9.9', '[::1]', '::1'])(
  '%s is this machine',
  (name) => expect(isLoopbackName(name)).toBe(true),
);

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evillocalhost',
  '10.0.0.1',
  '0.0.0.0',
  '[::2]',
  '',
])('%s does not', (name) => expect(isLoopbackName(name)).toBe(false));

test.each([
  ['localhost:4000', 'localhost'],
  ['localhost', 'localhost'],
  ['[::1]:4000', '[::1]'],
  ['[::1]', '[::1]'],
  ['127.0.0.1:80', '127.0.0.1'],
])('the name in %s is %s', (host, name) => expect(nameOfHost(host)).toBe(name));
