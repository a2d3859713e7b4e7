/**
 * Codes on invoice lines that are charges and not products, from the public "Online Retail" data
 * set (Chen, D., 2015, UCI Machine Learning Repository).
 */
const charges = {
  POST: 'postage',
  DOT: 'postage',
  C2: 'postage',
  M: 'manual_entry',
  D: 'discount',
  S: 'sample',
  B: 'bad_debt',
  AMAZONFEE: 'fee',
  'BANK CHARGES': 'fee',
  CRUK: 'fee',
  ADJUST: 'manual_entry',
  ADJUST2: 'manual_entry',
  TEST001: 'sample',
  TEST002: 'sample',
} as const satisfies Record<string, string>;

export type Charge = (typeof charges)[keyof typeof charges];

const byCode = new Map<string, Charge>(Object.entries(charges));

/** The kind of charge; null for a product. */
export function chargeOf(sku: string): Charge | null {
  return byCode.get(sku.toUpperCase()) ?? null;
}
