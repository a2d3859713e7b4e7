export const lines = [{ sku: 'DEMO-0001', quantity: 2 }];

export const shippingAddress = {
  recipient: 'Ada Buyer',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

export const userError = '... on UserError { code message }';

export const orderFields = `
    id
    number
    status
    total { amount currency }
    allowedActions`;
