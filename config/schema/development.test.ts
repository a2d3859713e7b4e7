import { describe, expect, test } from 'vitest';
import { developmentFaults } from './development';

const pathsOf = (raw: unknown) => developmentFaults(raw).map(({ path }) => path);

describe('a shop whose environment is development only by default', () => {
  test.each(['0.0.0.0', '::', '192.0.2.7', 'shop.internal'])('may not listen on %s', (host) => {
    expect(pathsOf({ server: { host } })).toEqual(['server.host']);
  });

  test.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1'])('may listen on %s', (host) => {
    expect(pathsOf({ server: { host } })).toEqual([]);
  });

  test('may not have a public URL with TLS', () => {
    const publicUrl = 'https://shop.example.com';
    expect(pathsOf({ server: { publicUrl } })).toEqual(['server.publicUrl']);
    expect(pathsOf({ environment: 'development', server: { publicUrl } })).toEqual([
      'server.publicUrl',
    ]);
    expect(pathsOf({ server: { publicUrl: 'http://localhost:4000' } })).toEqual([]);
  });

  test('reports both ways to fix it', () => {
    const [fault] = developmentFaults({ server: { host: '0.0.0.0' } });
    expect(fault?.expected).toContain('set environment to production');
    expect(fault?.expected).toContain('environment: development and server.host');
  });
});

test('a development shop on the network is accepted if both settings are written down', () => {
  const server = { host: '0.0.0.0', publicUrl: 'https://shop.example.com' };
  expect(pathsOf({ environment: 'development', server })).toEqual([]);
});

test('other environments have checks of their own', () => {
  expect(pathsOf({ environment: 'production', server: { host: '0.0.0.0' } })).toEqual([]);
});
