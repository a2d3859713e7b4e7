export const lines = [{ sku: 'DEMO-0001', quantity: 2 }];

export const userError = '... on UserError { code message }';

export const orderFields = `
    id
    number
    status
    total { amount currency }
    allowedActions`;
