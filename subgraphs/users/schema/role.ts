import { registerEnumType } from 'type-graphql';
import { Role } from '../../../prisma/users/generated/enums';

registerEnumType(Role, {
  name: 'Role',
  description:
    'A role of an account, which decides what it may do. SUPPORT, WAREHOUSE and ADMIN are staff.',
  valuesConfig: {
    CUSTOMER: {
      description:
        'Places, reads and cancels own orders and manages the own account. New accounts have this role.',
    },
    SUPPORT: {
      description:
        'Staff that reads all orders and accounts, and cancels, refunds, reviews and resolves orders or changes their address.',
    },
    WAREHOUSE: {
      description:
        'Staff that reads, ships and delivers all orders without seeing their customers, and reads and adjusts stock.',
    },
    PARTNER: {
      description:
        'A customer that may also use API keys and webhooks and read the stock of each warehouse.',
    },
    ADMIN: {
      description:
        'Staff that may do everything, including roles, products, jobs and the audit log.',
    },
  },
});

export { Role };
