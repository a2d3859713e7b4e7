import { expect, test } from 'vitest';
import { Users } from './users';

test('there are as many users as the stage says, and each visits again', async () => {
  const visits = new Map<number, number>();
  let visiting = 0;
  let most = 0;
  const users = new Users(async (user, turn) => {
    expect(turn).toBe(visits.get(user) ?? 0);
    visits.set(user, turn + 1);
    visiting += 1;
    most = Math.max(most, visiting);
    await new Promise((resolve) => setTimeout(resolve, 5));
    visiting -= 1;
  }, 5);
  await users.during(1, { seconds: 0.5, users: 8 });
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
  await users.during(8, { seconds: 0.2, users: 1 });
  expect([...visits.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await users.end();
  const total = () => [...visits.values()].reduce((sum, count) => sum + count, 0);
  const ended = total();
  expect(visiting).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(total()).toBe(ended);
});
