export const url = `${process.env.SHOP_URL}/graphql`;

export const demoAccount = (name) => ({
  email: `${name}@example.com`,
  password: 'demo-password',
});

export const newAccount = () => ({
  email: `${crypto.randomUUID()}@example.com`,
  password: 'a long enough phrase',
  name: 'Ada Buyer',
});

export const orderOf = (sku, quantity) => ({
  idempotencyKey: crypto.randomUUID(),
  currency: 'EUR',
  lines: [{ sku, quantity }],
  shippingAddress: {
    recipient: 'Ada Buyer',
    line1: 'Hauptstraße 1',
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
  },
  payment: { token: 'tok_ok' },
});
