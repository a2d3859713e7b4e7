import { needsShop } from '../program/exit-codes';
import { newCommand } from '../program/new-command';
import { withLifecycle } from '../program/with-lifecycle';

export const reconcileCommand = () =>
  newCommand('reconcile', {
    summary: 'Give back the money of orders that a restore into the past has lost',
    description: [
      'Lists the payments whose orders do not exist (payment.unknown_order of verify), with the numbers of orders that the event stream still has if redis.url is set. With --yes it voids what is authorised and refunds what is captured, so that a buyer who places such an order again pays once. Each payment has an entry payment.give_back in the audit log, written before money moves.',
      'Each order is looked up again immediately before its money moves, and payments of orders of the last 5 minutes are left for a later call. It may be interrupted and repeated: nothing is given back twice. Read the list first: with databases of another shop, every payment has no order.',
      'The shop must be running, or the URLs of all databases must be set. With --restored the shop must be stopped; the cluster that restore has left beside the current one is compared, and its switch is then possible. Do not return to the current cluster afterwards: its orders are no longer paid.',
    ],
    examples: [
      ['', 'lists what it would do, and changes nothing'],
      ['--yes', 'does it, while the shop sells'],
      ['--restored --yes', 'does it before restore --switch'],
    ],
    json: '{ payments, unclear, recent, open }; payments [{ orderId, number, currency, void, refund, result, reason }] with result planned, given-back, order-exists or refused; open: how many are open afterwards',
    exitCodes: { ...needsShop, 0: 'no payment is open', 1: 'failed, or payments are open' },
  })
    .option('--yes', 'voids and refunds, instead of only listing')
    .option('--restored', 'for the restored cluster that waits for restore --switch')
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { runReconcile } = await import('../reconcile/run.js');
        return runReconcile(options, lifecycle);
      }),
    );
