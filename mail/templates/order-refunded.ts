import type { Template } from '../letter';
import { type OrderLink, orderLink, sampleLink } from '../order-link';

export interface OrderRefundedData extends OrderLink {
  readonly number: string;
  readonly amount: string;
}

/** Money was paid back. */
export const orderRefundedTemplate: Template<OrderRefundedData> = {
  sample: { ...sampleLink, number: '3F7-K2M9-QX4P', amount: '12,00 €' },
  letters: {
    EN: ({ number, amount, orderUrl }) => ({
      subject: `A refund for your order ${number}`,
      blocks: [
        `We have paid ${amount} back to you for your order ${number}.`,
        'It can take some days until your bank shows it.',
        ...orderLink('See your order', { orderUrl }),
      ],
    }),
    DE: ({ number, amount, orderUrl }) => ({
      subject: `Eine Erstattung zu Ihrer Bestellung ${number}`,
      blocks: [
        `Wir haben Ihnen ${amount} zu Ihrer Bestellung ${number} erstattet.`,
        'Bis Ihre Bank das anzeigt, können einige Tage vergehen.',
        ...orderLink('Bestellung ansehen', { orderUrl }),
      ],
    }),
  },
};
