import { needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

const orderCommand = () =>
  newCommand('order', {
    summary: 'Place an order in the demo shop',
    description: [
      'Orders two pieces of DEMO-0001 as customer@example.com, through the API. The shop must be running. The payment token decides how the payment ends: docs/guides/testing.md lists them.',
    ],
    isDevelopmentOnly: true,
    examples: [
      ['', 'prints the order, and where the console shows it'],
      ['--payment tok_declined', 'says that the card was declined, and ends with 1'],
    ],
    json: '{ number, status, total: { amount, currency }, url }',
    exitCodes: needsShop,
  })
    .option('--payment <token>', 'payment token of the sandbox', 'tok_ok')
    .action(async (options) => {
      const { placeDemoOrder } = await import('../demo-shop/place-order.js');
      const order = await placeDemoOrder(options.payment);
      const { number, status, total, url } = order;
      printResult(
        options,
        order,
        `Order ${number}: ${status}, ${total.amount} ${total.currency}\n${url}\n`,
      );
    });

export const demoCommand = () => newGroup('demo', 'Play with the demo shop', [orderCommand()]);
