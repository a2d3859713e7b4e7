import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { demand, requirementOf } from './requirement';
import { hasRole, scopeAllows, type Viewer } from './viewer';

const customer: Viewer = {
  ...{ kind: 'user', userId: 'ada', roles: ['CUSTOMER'], generation: 0, address: '::1' },
};

describe('what a test of the viewer requires', () => {
  test('is every role and every scope that passes it', () => {
    expect(
      requirementOf(
        (viewer) => hasRole(viewer, 'ADMIN', 'SUPPORT') && scopeAllows(viewer, 'ORDERS_READ'),
      ),
    ).toEqual({ roles: ['SUPPORT', 'ADMIN'], scopes: ['ORDERS_READ'] });
  });

  test('names no scope where keys never pass', () => {
    expect(
      requirementOf((viewer) => viewer.kind === 'user' && hasRole(viewer, 'WAREHOUSE')),
    ).toEqual({
      roles: ['WAREHOUSE'],
      scopes: [],
    });
  });

  test('is part of the refusal', () => {
    const staff = (viewer: Viewer) => viewer.kind === 'user' && hasRole(viewer, 'ADMIN');
    const refused = () => demand(staff, customer);
    expect(refused).toThrow(GraphQLError);
    expect(refused).toThrow(
      expect.objectContaining({
        extensions: { code: 'FORBIDDEN', requires: { roles: ['ADMIN'], scopes: [] } },
      }),
    );
    expect(() => demand(staff, { ...customer, roles: ['ADMIN'] } as Viewer)).not.toThrow();
  });
});
