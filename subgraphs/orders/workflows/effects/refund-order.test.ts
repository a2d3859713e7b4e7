import { expect, test, vi } from 'vitest';
import { createLogger } from '../../../../platform/telemetry/logger';
import type { JournalRow } from '../../store/journal-row';
import type { WorkflowDependencies } from '../dependencies';
import { recordFailedRefund } from './refund-order';

test('a refund that failed is logged if its id was deleted with the account', async () => {
  const id = '019a0000-0000-7000-8000-000000000001';
  const effects = [{ kind: 'REFUND', seq: 2, state: 'DONE', outcome: {} }];
  const read = async () => ({ id, effects }) as unknown as JournalRow;
  const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
  const error = vi.spyOn(logger, 'error');
  const dependencies = { store: { journal: { read } }, logger } as unknown as WorkflowDependencies;

  const recorded = recordFailedRefund(id, 2, dependencies, new AbortController().signal);

  expect(await recorded).toBeUndefined();
  const fields = { orderId: id, key: `order-${id}-refund-2` };
  const event = 'refund may have failed after its id was deleted';
  expect(error.mock.calls).toEqual([[fields, event]]);
});
