import { needsShop } from '../program/exit-codes';
import { newCommand } from '../program/new-command';
import { withLifecycle } from '../program/with-lifecycle';

export const reconcileCommand = () =>
  newCommand('reconcile', {
    summary: 'Give back the money and the stock of orders that a restore into the past has lost',
    description: [
      'Lists the payments whose orders do not exist (payment.unknown_order of verify), with the numbers of orders that the event stream still has if redis.url is set. With --yes it voids what is authorised and refunds what is captured, so that a buyer who places such an order again pays once. Each payment has an entry payment.give_back in the audit log, written before money moves.',
      'It also lists the reservations whose orders do not exist (reservation.unknown_order), older than orders.reservationMinutes. With --yes it releases what they hold, each with its movements and an entry stock.release_lost in the audit log.',
      'Each order is looked up in all databases of orders again immediately before its money moves or its stock is released; while one does not answer, the command fails. Payments of orders of the last 5 minutes are left for a later call. It may be interrupted and repeated: nothing is given back twice. Read the list first: with databases of another shop, no payment and no reservation has an order.',
      'The shop must be running, or the URLs of all databases must be set. With --restored the shop must be stopped; the cluster that restore has left beside the current one is compared, and its switch is then possible. Do not return to the current cluster afterwards: its orders are no longer paid.',
    ],
    examples: [
      ['', 'lists what it would do, and changes nothing'],
      ['--yes', 'does it, while the shop sells'],
      ['--restored --yes', 'does it before restore --switch'],
    ],
    json: '{ payments, reservations, unclear, recent, open }; payments [{ orderId, number, currency, void, refund, result, reason }] with result planned, given-back, order-exists or refused; reservations [{ orderId, state, held, result }] with result planned, released or order-exists; open: how many are open afterwards',
    exitCodes: {
      ...needsShop,
      0: 'nothing is open',
      1: 'failed, or payments or reservations are open',
    },
  })
    .option('--yes', 'voids, refunds and releases, instead of only listing')
    .option('--restored', 'for the restored cluster that waits for restore --switch')
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { runReconcile } = await import('../reconcile/run.js');
        return runReconcile(options, lifecycle);
      }),
    );
