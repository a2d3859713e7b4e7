import { expect, it } from 'vitest';
import { scopesOfRole } from '../../../subgraphs/users/domain/api-key';
import type { Role } from '../generated/documents';
import { de } from '../texts/de';
import { en } from '../texts/en';
import { may, scopesFor } from './permissions';
import { places } from './places';

/** The pages that the navigation, the palette and the shortcuts offer. */
const offered = (...roles: Role[]) =>
  places
    .filter(({ permission }) => permission === null || may({ roles }, permission))
    .map(({ name }) => name);

const ofStaff = ['overview', 'orders', 'attention', 'products'];

it.each([
  ['CUSTOMER', ['orders', 'products']],
  ['PARTNER', ['orders', 'products', 'keys', 'webhooks']],
  ['SUPPORT', [...ofStaff, 'accounts']],
  ['WAREHOUSE', [...ofStaff, 'warehouses', 'keys']],
  ['ADMIN', [...ofStaff, 'warehouses', 'accounts', 'keys', 'webhooks', 'audit', 'jobs', 'flags']],
] as const)('%s is offered %j', (role, names) => {
  expect(offered(role)).toEqual(names);
});

it('two roles are offered the pages of both', () => {
  expect(offered('SUPPORT', 'PARTNER')).toEqual([...ofStaff, 'accounts', 'keys', 'webhooks']);
});

it('two roles give the scopes of both to a key', () => {
  const roles = ['WAREHOUSE', 'PARTNER'] as const;
  const scopes = new Set(scopesFor({ roles: [...roles] }));
  expect(scopes).toEqual(new Set(roles.flatMap((role) => scopesOfRole[role])));
});

it.each(Object.entries(scopesOfRole))('%s is offered the scopes of the API', (role, scopes) => {
  expect(new Set(scopesFor({ roles: [role as Role] }))).toEqual(new Set(scopes));
});

it('nobody may change what their role does not work with', () => {
  expect(may({ roles: ['SUPPORT'] }, 'adjustStock')).toBe(false);
  expect(may({ roles: ['WAREHOUSE'] }, 'editProducts')).toBe(false);
  expect(may({ roles: ['WAREHOUSE'] }, 'editWarehouses')).toBe(false);
  expect(may({ roles: ['PARTNER'] }, 'forecasts')).toBe(false);
  expect(may({ roles: [] }, 'orders')).toBe(false);
  expect(may(null, 'orders')).toBe(false);
});

it('each page has a letter of its own, and a name in every language', () => {
  const keys = places.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { name } of places) {
    for (const { places: names } of [en, de]) expect(names[name]).toMatch(/\S/);
  }
});
