import { expect, it } from 'vitest';
import { requestIdOf } from './request-id';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const idFor = (sent: string) => requestIdOf({ headers: { 'x-request-id': sent } });

it.each(['journey-1', '1732654321.123:45', '0193f2a0-7c1e-7000-8000-4111a1111111'])(
  'takes %s as it was sent',
  (sent) => expect(idFor(sent)).toBe(sent),
);

it.each(['short', 'with space', 'x'.repeat(129), '4111111111111111', 'card-4111-1111-1111-1111'])(
  'replaces %j',
  (sent) => expect(idFor(sent)).toMatch(uuid),
);
