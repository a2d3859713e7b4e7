import { demoAccountNames, demoEmailOf, demoPassword } from '../../config/demo-accounts';

/**
 * The demo catalogue: 20 things in 10 makes, so 200 products in EUR, in 3 warehouses. Everything is
 * computed from the position in the list, so that every first start looks the same.
 */
const things: readonly [name: string, cents: number][] = [
  ['Tea Towel', 690],
  ['Mug', 890],
  ['Cushion Cover', 1490],
  ['Picture Frame', 1250],
  ['Lantern', 1990],
  ['Candle', 750],
  ['Notebook', 590],
  ['Lunch Box', 1390],
  ['Water Bottle', 1690],
  ['Apron', 1890],
  ['Cake Stand', 2490],
  ['Bird House', 2190],
  ['Doormat', 2290],
  ['Wall Clock', 3490],
  ['Jewellery Box', 2690],
  ['Travel Bag', 3990],
  ['Umbrella', 2790],
  ['Garden Gloves', 990],
  ['Plant Pot', 1190],
  ['Bunting', 850],
];

const makes = [
  'Red Spotty',
  'Blue Striped',
  'Vintage Rose',
  'Woodland',
  'Nautical',
  'White Enamel',
  'Hand-Painted',
  'Natural Oak',
  'Retro Floral',
  'Midnight',
];

/** A make costs up to 45 % more than the plainest one. */
const makePercent = 5n;

export const demoWarehouses = [
  { code: 'BER', name: 'Berlin', country: 'DE' },
  { code: 'AMS', name: 'Amsterdam', country: 'NL' },
  { code: 'PAR', name: 'Paris', country: 'FR' },
];

export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: string;
  readonly currency: string;
}

export const demoProducts: readonly DemoProduct[] = things.flatMap(([thing, cents], row) =>
  makes.map((make, column) => ({
    sku: `DEMO-${String(row * makes.length + column + 1).padStart(4, '0')}`,
    name: `${make} ${thing}`,
    description: `${thing} in ${make.toLowerCase()}, from the demo shop.`,
    priceMinor: ((BigInt(cents) * (100n + makePercent * BigInt(column))) / 100n).toString(),
    currency: 'EUR',
  })),
);

/** The SKU of a demo product by its place, 0 for the first; after the last one they begin again. */
export function demoSkuOf(place: number): string {
  const product = demoProducts[place % demoProducts.length];
  if (product === undefined) throw new RangeError(`No demo product has the place ${place}.`);
  return product.sku;
}

const unitsPerWarehouse = 1_000;

export const demoStock = demoProducts.flatMap(({ sku }) =>
  demoWarehouses.map(({ code }) => ({ sku, warehouse: code, quantity: unitsPerWarehouse })),
);

/** Each account has only the role that it is named after. */
export const demoAccounts = demoAccountNames.map((name) => ({
  email: demoEmailOf(name),
  name: `Demo ${name}`,
  password: demoPassword,
  roles: [name.toUpperCase()],
}));
