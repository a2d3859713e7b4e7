import { describe, expect, test } from 'vitest';
import { requirementOf } from './requirement';
import { hasRole, scopeAllows } from './viewer';

const known = { roles: ['READER', 'EDITOR', 'ADMIN'], scopes: ['READ', 'WRITE'] };

describe('what a test of the viewer requires', () => {
  test('is every role and every scope that satisfies it', () => {
    expect(
      requirementOf(
        (viewer) => hasRole(viewer, 'ADMIN', 'EDITOR') && scopeAllows(viewer, 'READ'),
        known,
      ),
    ).toEqual({ roles: ['EDITOR', 'ADMIN'], scopes: ['READ'] });
  });

  test('names no scope where API keys never satisfy it', () => {
    expect(
      requirementOf((viewer) => viewer.kind === 'user' && hasRole(viewer, 'EDITOR'), known),
    ).toEqual({ roles: ['EDITOR'], scopes: [] });
  });
});
