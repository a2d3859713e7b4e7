import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { hasRole } from '../../../access/roles';
import { demand } from '../../../access/rules';
import { staffEntry } from '../../../access/staff-entry';
import {
  IdempotencyKeyReusedError,
  unauthenticated,
  ValidationError,
} from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';
import { assertNever } from '../../../platform/values/assert-never';
import { inputHash, keyHash } from '../../../platform/values/input-hash';
import { uuidV7 } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { bulkOrdersMax, openBulkActionsMax, rolesFor } from '../domain/bulk-action';
import { keyProblems } from '../domain/order-input';
import { noteProblems } from '../domain/staff-input';
import { StartBulkActionInput } from '../schema/start-bulk-action.input';
import { StartBulkActionResult } from '../schema/start-bulk-action.result';
import type { BulkActionRow, BulkRefusal } from '../store/bulk-actions';
import { bulkSelection } from '../workflows/bulk-selection';

const refused = (path: string[], message: string): ValidationError =>
  new ValidationError([{ path, message }]);

function refusalOf(refusal: BulkRefusal): ValidationError {
  switch (refusal) {
    case 'no orders':
      return refused(['selection'], 'No order matches.');
    case 'too many orders':
      return refused(['selection'], `More than ${bulkOrdersMax} orders match. Narrow the filter.`);
    case 'other number':
      return refused(['expectedTotal'], 'Other orders match now. Preview them again.');
    case 'too many open':
      return refused(
        [],
        `${openBulkActionsMax} of your bulk actions are not finished. Wait for one, or stop it.`,
      );
    default:
      return assertNever(refusal);
  }
}

/** A filter may match more orders than its author thinks, and `{}` matches all. */
const uncounted = () =>
  refused(['expectedTotal'], 'Is required with a filter: the `total` of `bulkActionPreview`.');

const answerOf = (row: BulkActionRow, hash: string): StartBulkActionResult =>
  row.inputHash === hash ? row : new IdempotencyKeyReusedError();

function problemsOf({ reason, idempotencyKey }: StartBulkActionInput) {
  return [...noteProblems('reason', reason), ...keyProblems(idempotencyKey)];
}

@Resolver()
export class StartBulkActionOperation {
  @Mutation(() => StartBulkActionResult, {
    nullable: true,
    description:
      'Starts one action on at most 10,000 orders in the background, each with your rights at its turn. SUPPORT and ADMIN; WAREHOUSE and ADMIN for DELIVER.',
  })
  async startBulkAction(
    @Arg('input', () => StartBulkActionInput, { description: 'The action, its orders and why.' })
    input: StartBulkActionInput,
    @Ctx() context: OrdersContext,
  ): Promise<StartBulkActionResult> {
    const { viewer, store } = context;
    if (viewer.kind !== 'user') throw unauthenticated();
    demand((one: Viewer) => one.kind === 'user' && hasRole(one, ...rolesFor(input.action)), viewer);
    const problems = problemsOf(input);
    if (problems.length > 0) return new ValidationError(problems);
    const { idempotencyKey, ...rest } = input;
    const [key, hash] = [keyHash(idempotencyKey), inputHash(rest)];
    const { userId, roles, generation } = viewer;
    const earlier = await store.bulkActions.byKey(userId, key);
    if (earlier !== null) return answerOf(earlier, hash);

    const query = await bulkSelection(input.selection, context);
    const { action, expectedTotal = null } = input;
    if (input.selection.filter != null && expectedTotal === null) return uncounted();
    const id = uuidV7();
    const started = await store.bulkActions.begin(
      {
        id,
        userId,
        roles,
        generation,
        key,
        action,
        inputHash: hash,
        reason: input.reason.trim(),
        audit: staffEntry(viewer, 'bulk_action.start', `BulkAction:${id}`, { action }),
      },
      query,
      { ordersMax: bulkOrdersMax, openMax: openBulkActionsMax, expected: expectedTotal },
    );
    if (typeof started === 'string') return refusalOf(started);
    store.workSignal.emit('audit');
    return answerOf(started, hash);
  }
}
