import type { Block } from './letter';

/** Lines of an order in a mail; the amounts are written in the language of the mail. */
export interface OrderLines {
  readonly lines: readonly {
    readonly name: string;
    readonly quantity: string;
    /** Null where the mail is not about money. */
    readonly total: string | null;
  }[];
  /** Number of lines that the mail leaves out. */
  readonly more: number;
}

export const sampleLines: OrderLines = {
  lines: [
    { name: 'Desk lamp', quantity: '2', total: '59,80 €' },
    { name: 'Light bulb', quantity: '4', total: '12,00 €' },
  ],
  more: 3,
};

/** @param andMore the words for so many further lines. */
export function lineBlocks(
  { lines, more }: OrderLines,
  andMore: (count: number) => string,
): readonly Block[] {
  const rows = lines.map(({ name, quantity, total }) => {
    const cells = [name, `${quantity} ×`];
    return total === null ? cells : [...cells, total];
  });
  return more > 0 ? [{ rows }, andMore(more)] : [{ rows }];
}
