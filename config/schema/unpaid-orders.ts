import { z } from 'zod';
import { count } from './values';

/** How many units of a product an account may hold in orders that it has not paid. */
export const unpaidSchema = z
  .strictObject({
    unitsMax: count(1, 1e9)
      .default(10)
      .describe(
        'max units of a product in the unpaid orders of an account: those that wait for their buyer, and those whose wait ended unpaid within endedMinutes; availablePercent if that is more',
      ),
    availablePercent: count(0, 100)
      .default(5)
      .describe('share of the available units of a product that unpaid orders of an account hold'),
    unverifiedPercent: count(1, 100)
      .default(50)
      .describe('part of both for an account without verified e-mail address and paid order'),
    paidPercent: count(100, 100_000)
      .default(300)
      .describe('multiple of both for an account with a paid order'),
    networkPercent: count(100, 1_000_000)
      .nullable()
      .default(null)
      .describe(
        'multiple of both for all accounts of a network (/24 of IPv4, /48 of IPv6), counted in each process of orders; null: no limit, because the server of a shop may call for all its buyers',
      ),
    endedMinutes: count(0, 1440)
      .default(60)
      .describe('how long the units of a wait count after it ended unpaid'),
  })
  .prefault({});
