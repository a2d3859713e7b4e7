import { expect, it } from 'vitest';
import { finishBatch } from '../outbox';

const head = '-- How the relay adds events to the statistics, as PostgreSQL receives it.\n';

it('the statement that is put together from several files is shown whole', async () => {
  const { text } = finishBatch([1n], 'appended');
  await expect(`${head}${text.replace(/ +$/gm, '')}\n`).toMatchFileSnapshot('relay-statement.sql');
});
