import type { Template } from '../letter';
import { lineBlocks, type OrderLines, sampleLines } from '../order-lines';
import { type OrderLink, orderLink, sampleLink } from '../order-link';

export interface OrderCancelledData extends OrderLines, OrderLink {
  readonly number: string;
  /** Whether a part had been shipped before. */
  readonly isRest: boolean;
}

/** The order was cancelled, or what was not shipped of it. */
export const orderCancelledTemplate: Template<OrderCancelledData> = {
  sample: { ...sampleLines, ...sampleLink, number: '3F7-K2M9-QX4P', isRest: false },
  letters: {
    EN: (data) => ({
      subject: data.isRest
        ? `The rest of your order ${data.number} was cancelled`
        : `Your order ${data.number} was cancelled`,
      blocks: [
        `This of your order ${data.number} was cancelled and will not be sent:`,
        ...lineBlocks(data, (count) => `Further lines: ${count}`),
        'You are not charged for it. An amount that your bank has reserved is released.',
        ...orderLink('See your order', data),
      ],
    }),
    DE: (data) => ({
      subject: data.isRest
        ? `Der Rest Ihrer Bestellung ${data.number} wurde storniert`
        : `Ihre Bestellung ${data.number} wurde storniert`,
      blocks: [
        `Aus Ihrer Bestellung ${data.number} wurde storniert und wird nicht verschickt:`,
        ...lineBlocks(data, (count) => `Weitere Positionen: ${count}`),
        'Dafür wird Ihnen nichts berechnet. Ein Betrag, den Ihre Bank reserviert hat, wird freigegeben.',
        ...orderLink('Bestellung ansehen', data),
      ],
    }),
  },
};
