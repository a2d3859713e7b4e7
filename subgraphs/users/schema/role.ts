import { describeEnum } from '../../../platform/graphql/describe-enum';
import { Role } from '../../../prisma/users/generated/enums';

describeEnum(
  Role,
  'Role',
  'A role of an account, which decides what it may do. SUPPORT, WAREHOUSE and ADMIN are staff.',
  {
    CUSTOMER:
      'Places, reads and cancels own orders and manages the own account. New accounts have this role.',
    SUPPORT:
      'Staff that reads all orders and accounts, and cancels, refunds, reviews and resolves orders or changes their address.',
    WAREHOUSE:
      'Staff that reads, ships and delivers all orders without seeing their customers, and reads and adjusts stock.',
    PARTNER:
      'A customer that may also use API keys and webhooks and read the stock of each warehouse.',
    ADMIN: 'Staff that may do everything, including roles, products, jobs and the audit log.',
  },
);

export { Role };
