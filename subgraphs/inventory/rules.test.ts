import 'reflect-metadata';
import { parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { subgraphSdl } from '../../platform/graphql/federated-schema';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { operations, orphanedTypes } from './operations';
import { rules } from './rules';

const sdl = subgraphSdl({
  resolvers: operations,
  orphanedTypes,
  rateLimits: fieldRateLimits(null, {}),
});

function fieldsOf(type: string): string[] {
  const fields: string[] = [];
  visit(parse(sdl), {
    ObjectTypeDefinition: (node) => {
      if (node.name.value === type) fields.push(...(node.fields ?? []).map((f) => f.name.value));
    },
  });
  return fields.sort();
}

describe('the rules', () => {
  it.each(['Query', 'Mutation'] as const)('name every field of %s', (type) => {
    expect(Object.keys(rules[type]).sort()).toEqual(fieldsOf(type));
  });

  it('name no field that is not there', () => {
    for (const [type, fields] of Object.entries(rules)) {
      expect(fieldsOf(type)).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });
});
