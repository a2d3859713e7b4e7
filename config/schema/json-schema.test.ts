import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { configJsonSchema } from './json-schema';
import { defaultSecrets } from './secrets';

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(configJsonSchema());

/** The paths at which an outside validator finds a fault. */
function faultsOf(settings: object): string[] {
  validate(settings);
  return (validate.errors ?? []).map(({ instancePath, params }) => {
    const { additionalProperty } = params as { additionalProperty?: string };
    return [instancePath.slice(1), additionalProperty].filter(Boolean).join('/');
  });
}

test('accepts settings, with all others left out', () => {
  const settings = {
    environment: 'production',
    server: { port: 4100, corsOrigins: ['https://shop.example'] },
    limits: { operation: { depth: 20 } },
    database: { orders: { url: 'postgresql://me:secret@db/orders' } },
    pricing: { countries: { default: { taxPercent: 0, shipping: { EUR: '4.90' } } } },
  };
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf(settings)).toEqual([]);
});

test('finds a misspelt name, a wrong type and a value out of range', () => {
  expect(faultsOf({ server: { prot: 1 } })).toEqual(['server/prot']);
  expect(faultsOf({ server: { port: 'many' } })).toEqual(['server/port']);
  expect(faultsOf({ limits: { operation: { depth: 0 } } })).toEqual(['limits/operation/depth']);
  expect(faultsOf({ environment: 'staging' })).toEqual(['environment']);
});

test('describes settings, and offers no well-known secret', () => {
  const text = JSON.stringify(configJsonSchema());
  expect(text).toContain('public port; 0 picks a free one');
  for (const secret of Object.values(defaultSecrets)) expect(text).not.toContain(secret);
});
