import { expect, test } from 'vitest';
import { libpqUrl, libpqVariables } from './libpq';

test('a URL becomes the variables of libpq', () => {
  const url =
    'postgresql://dump%40er:p%2Fw@db.example.com:6432/orders?sslmode=verify-full&sslrootcert=/ca.pem';
  expect(libpqVariables(url)).toEqual({
    PGHOST: 'db.example.com',
    PGPORT: '6432',
    PGUSER: 'dump@er',
    PGPASSWORD: 'p/w',
    PGDATABASE: 'orders',
    PGCONNECT_TIMEOUT: '5',
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: '/ca.pem',
  });
  expect(libpqVariables('postgresql://ada@localhost/users')).toMatchObject({
    PGPORT: '5432',
    PGPASSWORD: '',
  });
});

test.each([
  ['sslmode=verify-full', { PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'system' }],
  ['sslmode=require', { PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'system' }],
  ['sslrootcert=/ca.pem', { PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/ca.pem' }],
  ['sslmode=no-verify', { PGSSLMODE: 'require' }],
  ['sslmode=disable', { PGSSLMODE: 'disable' }],
  ['sslmode=require&uselibpqcompat=true', { PGSSLMODE: 'require' }],
  ['', {}],
])('libpq does with %s what the driver does', (parameters, expected) => {
  const tls = Object.entries(
    libpqVariables(`postgresql://ada:pw@db.example.com/users?${parameters}`),
  );
  expect(Object.fromEntries(tls.filter(([name]) => name.startsWith('PGSSL')))).toEqual(expected);
});

test('a folder of sockets and an address of IPv6 are hosts', () => {
  const socket = libpqVariables(
    'postgresql://ada:pw@localhost/users?host=/run/postgresql&port=5433',
  );
  expect(socket).toMatchObject({ PGHOST: '/run/postgresql', PGPORT: '5433' });
  expect(libpqVariables('postgresql://ada:pw@[::1]:6432/users')).toMatchObject({ PGHOST: '::1' });
});

test('a server that follows another one verifies it as the driver does', () => {
  const url = 'postgresql://ada:p%2Fw@db.example.com:6432/users';
  expect(libpqUrl(`${url}?sslmode=verify-full`)).toBe(
    `${url}?sslmode=verify-full&sslrootcert=system`,
  );
  expect(libpqUrl(`${url}?sslmode=no-verify`)).toBe(`${url}?sslmode=require`);
  expect(libpqUrl(url)).toBe(url);
  expect(libpqUrl(`${url}?options=-c%20jit%3Doff`)).toBe(`${url}?options=-c%20jit%3Doff`);
});
