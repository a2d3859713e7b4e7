import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { demoAccountNames } from '../../config/demo-accounts';
import { journeys } from './journeys';

const sdl = readFileSync(path.join(__dirname, '../../gateway/api.graphql'), 'utf8');
const schema = buildSchema(sdl, { assumeValidSDL: true });
const samples = journeys.flatMap((journey) => journey.samples);

it('there is a sample for each step of an order, for webhooks and for live updates', () => {
  expect(journeys.map(({ title }) => title)).toEqual([
    'Browse',
    'Quote',
    'Place',
    'Cancel',
    'Ship',
    'Refund',
    'Review',
    'Webhooks',
    'Live updates',
  ]);
  expect(new Set(samples.map(({ title }) => title)).size).toBe(samples.length);
});

describe.each(samples.map((sample) => ({ title: sample.title, sample })))(
  '$title',
  ({ sample }) => {
    const document = parse(sample.query);

    it('is valid, and so are its variables', () => {
      expect(validate(schema, document)).toEqual([]);
      const operations = document.definitions.filter(
        (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
      );
      expect(operations.length).toBe(1);
      const { variableDefinitions = [] } = operations[0] as OperationDefinitionNode;
      const variables = { ...sample.variables };
      expect(getVariableValues(schema, variableDefinitions, variables).errors).toBeUndefined();
      const declared = variableDefinitions.map(({ variable }) => variable.name.value);
      expect(Object.keys(variables).filter((name) => !declared.includes(name))).toEqual([]);
    });

    it('names a demo account, or none', () => {
      expect([null, ...demoAccountNames]).toContain(sample.account);
    });
  },
);
