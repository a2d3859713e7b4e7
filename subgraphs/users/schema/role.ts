import { registerEnumType } from 'type-graphql';
import { Role } from '../../../prisma/users/generated/enums';

registerEnumType(Role, {
  name: 'Role',
  description: 'Staff are SUPPORT, WAREHOUSE and ADMIN.',
  valuesConfig: {
    CUSTOMER: { description: 'Own data, own orders: place, cancel, change the address.' },
    SUPPORT: {
      description:
        'All orders and users: read, cancel, refund, review, resolve, change the address.',
    },
    WAREHOUSE: { description: 'All orders: read, ship, deliver. Stock: read, adjust.' },
    PARTNER: { description: 'As CUSTOMER, and keys and webhooks.' },
    ADMIN: { description: 'Everything; roles, products, the audit log.' },
  },
});

export { Role };
