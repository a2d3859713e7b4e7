import type { Block, Template } from '../letter';
import { lineBlocks, type OrderLines, sampleLines } from '../order-lines';
import { type OrderLink, orderLink, sampleLink } from '../order-link';

export interface OrderShippedData extends OrderLines, OrderLink {
  readonly number: string;
  readonly carrier: string;
  readonly trackingCode: string;
  /** Null if the carrier has no page for it. */
  readonly trackingUrl: string | null;
  /** Whether something of the order is still to be shipped. */
  readonly isPart: boolean;
}

const tracking = (label: string, { trackingUrl }: OrderShippedData): readonly Block[] =>
  trackingUrl === null ? [] : [{ label, url: trackingUrl }];

/** A shipment left. */
export const orderShippedTemplate: Template<OrderShippedData> = {
  sample: {
    ...sampleLines,
    ...sampleLink,
    number: '3F7-K2M9-QX4P',
    carrier: 'DHL',
    trackingCode: 'JD014600003',
    trackingUrl: 'https://tracking.example.com/JD014600003',
    isPart: true,
  },
  letters: {
    EN: (data) => ({
      subject: data.isPart
        ? `Part of your order ${data.number} is on its way`
        : `Your order ${data.number} is on its way`,
      blocks: [
        `We have shipped this of your order ${data.number}:`,
        ...lineBlocks(data, (count) => `Further lines: ${count}`),
        `Carrier: ${data.carrier}, tracking code ${data.trackingCode}`,
        ...tracking('Track the parcel', data),
        ...(data.isPart ? ['The rest follows later.'] : []),
        ...orderLink('See your order', data),
      ],
    }),
    DE: (data) => ({
      subject: data.isPart
        ? `Ein Teil Ihrer Bestellung ${data.number} ist unterwegs`
        : `Ihre Bestellung ${data.number} ist unterwegs`,
      blocks: [
        `Aus Ihrer Bestellung ${data.number} haben wir verschickt:`,
        ...lineBlocks(data, (count) => `Weitere Positionen: ${count}`),
        `Versand mit ${data.carrier}, Sendungsnummer ${data.trackingCode}`,
        ...tracking('Sendung verfolgen', data),
        ...(data.isPart ? ['Der Rest folgt später.'] : []),
        ...orderLink('Bestellung ansehen', data),
      ],
    }),
  },
};
