import { expect, test } from 'vitest';
import { libpqVariables } from './dump-database';

test('a URL becomes the variables of libpq', () => {
  const url =
    'postgresql://dump%40er:p%2Fw@db.example.com:6432/orders?sslmode=verify-full&sslrootcert=/ca.pem';
  expect(libpqVariables(url)).toEqual({
    PGHOST: 'db.example.com',
    PGPORT: '6432',
    PGUSER: 'dump@er',
    PGPASSWORD: 'p/w',
    PGDATABASE: 'orders',
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: '/ca.pem',
  });
  expect(libpqVariables('postgresql://ada@localhost/users')).toMatchObject({
    PGPORT: '5432',
    PGPASSWORD: '',
  });
});
