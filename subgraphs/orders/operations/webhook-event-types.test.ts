import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

interface EventType {
  readonly name: string;
  readonly description: string;
  readonly schema: string;
  readonly sample: string;
}

const shop = shopForFile();
let types: readonly EventType[];
beforeAll(async () => {
  const { data } = await shop.ask(person(uuidV7(), 'PARTNER'), query);
  types = data.webhookEventTypes;
});

const query = '{ webhookEventTypes { name description schema sample } }';

/** The names, written by hand from the contract's list of events. */
const names = [
  'order.placed',
  'order.confirmed',
  'order.rejected',
  'order.in_review',
  'order.cancelled',
  'order.shipped',
  'order.delivered',
  'order.refunded',
  'webhook.test',
];

function typeOf(name: string) {
  const type = types.find((one) => one.name === name);
  if (type === undefined) throw new Error(`There is no type ${name}.`);
  const ajv = addFormats(new Ajv2020({ strict: true }));
  return { ...type, body: JSON.parse(type.sample), validate: ajv.compile(JSON.parse(type.schema)) };
}

describe('webhookEventTypes', () => {
  it('lists the events of the contract, and the test, with a description', () => {
    expect(types.map(({ name }) => name)).toEqual(names);
    for (const { description } of types) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it.each(names)('has a sample of %s that its schema accepts', (name) => {
    const { body, validate } = typeOf(name);
    expect([validate(body), validate.errors]).toEqual([true, null]);
    expect(body.type).toBe(name);
    expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
    expect(Object.keys(body.data)).toEqual(['orderId', 'number', 'status', 'version']);
  });

  it.each(names)('has a schema of %s that rejects other bodies', (name) => {
    const { body, validate } = typeOf(name);
    const { orderId: _, ...withoutOrder } = body.data;
    for (const wrong of [
      { ...body, type: 'order.eaten' },
      { ...body, timestamp: 'yesterday' },
      { ...body, data: { ...body.data, status: 'EATEN' } },
      { ...body, data: { ...body.data, version: '1' } },
      { ...body, data: withoutOrder },
    ]) {
      expect([wrong, validate(wrong)]).toEqual([wrong, false]);
    }
    // The API only ever adds.
    expect(validate({ ...body, data: { ...body.data, more: true } })).toBe(true);
  });
});
