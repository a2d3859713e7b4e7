import type { Template } from '../letter';
import { lineBlocks, type OrderLines, sampleLines } from '../order-lines';
import { type OrderLink, orderLink, sampleLink } from '../order-link';

export interface OrderConfirmedData extends OrderLines, OrderLink {
  readonly number: string;
  readonly subtotal: string;
  readonly shipping: string;
  readonly tax: string;
  readonly total: string;
  /** Where it is sent, line by line. */
  readonly address: readonly string[];
}

/** The stock is reserved and the payment authorised. */
export const orderConfirmedTemplate: Template<OrderConfirmedData> = {
  sample: {
    ...sampleLines,
    ...sampleLink,
    number: '3F7-K2M9-QX4P',
    subtotal: '71,80 €',
    shipping: '4,90 €',
    tax: '14,57 €',
    total: '91,27 €',
    address: ['Ada Buyer', 'Hauptstraße 1', '10115 Berlin', 'Germany'],
  },
  letters: {
    EN: (data) => ({
      subject: `Your order ${data.number} is confirmed`,
      blocks: [
        `Thank you. Your order ${data.number} is confirmed. You pay for each parcel when it is shipped.`,
        ...lineBlocks(data, (count) => `Further lines: ${count}`),
        {
          rows: [
            ['Subtotal', data.subtotal],
            ['Shipping', data.shipping],
            ['Tax', data.tax],
            ['Total', data.total],
          ],
        },
        `We send it to:\n${data.address.join('\n')}`,
        ...orderLink('See your order', data),
      ],
    }),
    DE: (data) => ({
      subject: `Ihre Bestellung ${data.number} ist bestätigt`,
      blocks: [
        `Vielen Dank. Ihre Bestellung ${data.number} ist bestätigt. Sie bezahlen jedes Paket, wenn es verschickt wird.`,
        ...lineBlocks(data, (count) => `Weitere Positionen: ${count}`),
        {
          rows: [
            ['Zwischensumme', data.subtotal],
            ['Versand', data.shipping],
            ['Steuer', data.tax],
            ['Summe', data.total],
          ],
        },
        `Wir schicken sie an:\n${data.address.join('\n')}`,
        ...orderLink('Bestellung ansehen', data),
      ],
    }),
  },
};
