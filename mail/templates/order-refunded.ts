import type { Template } from '../letter';

export interface OrderRefundedData {
  readonly number: string;
  readonly amount: string;
}

/** Money was paid back. */
export const orderRefundedTemplate: Template<OrderRefundedData> = {
  sample: { number: '3F7-K2M9-QX4P', amount: '12,00 €' },
  letters: {
    EN: ({ number, amount }) => ({
      subject: `A refund for your order ${number}`,
      blocks: [
        `We have paid ${amount} back to you for your order ${number}.`,
        'It can take some days until your bank shows it.',
      ],
    }),
    DE: ({ number, amount }) => ({
      subject: `Eine Erstattung zu Ihrer Bestellung ${number}`,
      blocks: [
        `Wir haben Ihnen ${amount} zu Ihrer Bestellung ${number} erstattet.`,
        'Bis Ihre Bank das anzeigt, können einige Tage vergehen.',
      ],
    }),
  },
};
