import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ForecastRun, type SparseDemand } from '../../domain/forecast-run';
import { ForecastThread } from './forecast-thread';

const origin = 20_000;
const days = Array.from({ length: 300 }, (_, index) => origin - 300 + index);
const demandOf = (sku: number): SparseDemand => ({
  days,
  units: days.map((day) => 1 + ((day * (7 + sku)) % 13)),
});
const skus = Array.from({ length: 60 }, (_, sku) => demandOf(sku));
const shop = {
  days,
  units: days.map((_, index) => skus.reduce((sum, { units }) => sum + (units[index] ?? 0), 0)),
};
const options = { origin, shop, leadTime: { leadTimeDays: 14, serviceLevel: 0.95 } };

test('a thread forecasts what this process would, and the event loop turns', async () => {
  const run = new ForecastRun(options);
  run.shape(skus);
  run.calibrate(skus);
  const expected = run.forecast(skus);
  expect(expected).not.toContain(null);

  const thread = new ForecastThread(options);
  try {
    await thread.run('shape', skus);
    let turns = 0;
    let isOver = false;
    const calibrated = thread.run('calibrate', skus).then(() => {
      isOver = true;
    });
    while (!isOver) {
      await nextTurn();
      turns += 1;
    }
    await calibrated;
    // A batch on the event loop itself would be over after one turn.
    expect(turns).toBeGreaterThan(10);
    expect(await thread.run('forecast', skus)).toEqual(expected);
  } finally {
    await thread.stop();
  }
});

test('a step that fails, and one after the end, are rejected', async () => {
  const broken = new ForecastThread(options);
  await expect(broken.run('shape', null as never)).rejects.toThrow('not iterable');
  await expect(broken.run('shape', skus)).rejects.toThrow('not iterable');
  const stopped = new ForecastThread(options);
  await stopped.stop();
  await expect(stopped.run('forecast', skus)).rejects.toThrow('The thread of forecasts ended.');
});
