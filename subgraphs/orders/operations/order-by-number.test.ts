import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, readingRoomForFile } from '../testing/reading-room';

const byNumber = 'query ($number: String!) { orderByNumber(number: $number) { id } }';
const ada = uuidV7();

const room = readingRoomForFile();
let order: { id: string; number: string };
beforeAll(async () => {
  order = await room.place({ customerId: ada });
});

describe('orderByNumber', () => {
  it('finds the order however its number is typed', async () => {
    const plain = order.number.replaceAll('-', '');
    const typed = [order.number, order.number.toLowerCase(), plain, ` ${plain.toLowerCase()} `];
    for (const number of typed) {
      const { data } = await room.ask(person(ada), byNumber, { number });
      expect(data.orderByNumber).toEqual({ id: order.id });
    }
  });

  it('finds nothing by what is no number, or nobody has', async () => {
    for (const number of ['', 'x', '000-0000-0000', `${order.number}0`]) {
      const { data, codes } = await room.ask(person(ada), byNumber, { number });
      expect([data.orderByNumber, codes]).toEqual([null, []]);
    }
  });
});
