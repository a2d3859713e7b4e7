import { type OpenPair, takeTurn } from './connect';
import { unpublishedTables } from './follow';
import { measureLag, slotBytes } from './lag';
import {
  createSlot,
  dropUnusedSlot,
  endSessions,
  isSubscribed,
  isWritable,
  setSubscription,
  setWritable,
  subscribeFromSlot,
  tablesBehind,
  unsubscribe,
  unsubscribeFromLost,
} from './subscription';
import { advanceSequences, copySequences } from './tables';

/** More would make buyers wait too long: the cut-over is not begun then. */
const lagMsMax = 2_000;
/** The time for the last writes to arrive; then the source accepts writes again. */
const arrivalDeadlineMs = 10_000;

export interface CutOverResult {
  /**
   * The time from the first refused write until the target accepted writes and clients were sent
   * there.
   */
  readonly refusedMs: number;
}

const all = (open: readonly OpenPair[], act: (one: OpenPair) => Promise<void>): Promise<void> =>
  Promise.all(open.map(act)).then(() => undefined);

/** Whether the switch took place: the target accepts writes, and the source refuses them. */
const isSwitched = async ({ source, target }: OpenPair): Promise<boolean> =>
  (await isWritable(target)) && !(await isWritable(source));

/**
 * The databases whose switch is still to be made: an earlier call may have been interrupted.
 * @throws Error if nothing at all is left to do.
 */
async function withoutSwitch(open: readonly OpenPair[]): Promise<OpenPair[]> {
  const states = await Promise.all(
    open.map(async (one) => ({
      one,
      isDone: await isSubscribed(one.source),
      isSwitched: await isSwitched(one),
    })),
  );
  if (states.every(({ isDone }) => isDone)) {
    const names = open.map(({ name }) => name).join(', ');
    throw new Error(
      `This region has the writes of ${names} already, and the other one follows it. Nothing was changed.`,
    );
  }
  return states.flatMap((state) => (state.isSwitched ? [] : [state.one]));
}

/** @throws Error with what to do, before anything is changed. */
async function checkReady(one: OpenPair): Promise<void> {
  const { name, source, target } = one;
  if (!(await isSubscribed(target)) || (await slotBytes(source, name)) === null) {
    throw new Error(`${name} is not followed: run orderprocessing region follow.`);
  }
  const missing = await unpublishedTables(one);
  if (missing.length > 0 || (await tablesBehind(target)) > 0) {
    throw new Error(`${name} is not complete (${missing}): run orderprocessing region follow.`);
  }
  // An interrupted call has refused writes there, and may have stopped following here.
  if (!(await isWritable(source))) await setSubscription(target, 'ENABLE');
  const lagMs = await measureLag(one, lagMsMax);
  if (lagMs === null) throw new Error(`${name} is more than ${lagMsMax} ms behind: try later.`);
}

/**
 * Creates the slots for the way back. One that an interrupted call has left is dropped: the target
 * has refused writes since.
 */
async function createSlots(open: readonly OpenPair[]): Promise<void> {
  const drop = async () => {
    for (const { name, target } of open) await dropUnusedSlot(target, name);
  };
  await drop();
  try {
    for (const { name, target } of open) await createSlot(target, name);
  } catch (error) {
    // The log that they keep would fill the disk of the target.
    await drop().catch(() => undefined);
    throw error;
  }
}

async function refuseWrites({ source }: OpenPair): Promise<void> {
  await setWritable(source, false);
  await endSessions(source);
}

async function awaitLast({ name, source, target }: OpenPair): Promise<void> {
  const lagMs = await measureLag({ source, target }, arrivalDeadlineMs);
  if (lagMs === null) throw new Error(`The last writes of ${name} did not arrive in time.`);
  await copySequences(source, target);
  await setSubscription(target, 'DISABLE');
}

/** The source accepts writes again, and the target follows. */
async function undoOne({ name, source, target }: OpenPair): Promise<void> {
  await setWritable(source, true);
  await endSessions(source);
  await dropUnusedSlot(target, name);
  await setSubscription(target, 'ENABLE');
}

/** @throws the reason; or Error with what to do, if writes cannot be accepted as before. */
async function undo(open: readonly OpenPair[], reason: unknown): Promise<never> {
  const results = await Promise.allSettled(open.map(undoOne));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure === undefined) throw reason;
  const [first, second] = [reason, failure.reason].map((error) => (error as Error).message);
  throw new Error(
    `The move failed (${first}), and the source could not be opened again (${second}). If it is lost, run orderprocessing region take-over.`,
    { cause: reason },
  );
}

async function acceptWrites({ target }: OpenPair): Promise<void> {
  await setWritable(target, true);
  await endSessions(target);
}

/** Makes the former source follow from now on, unless it does. */
async function reverse({ name, pair, source, target }: OpenPair): Promise<void> {
  if (await isSubscribed(target)) await unsubscribe(target);
  if (await isSubscribed(source)) return;
  if ((await slotBytes(target, name)) === null) {
    throw new Error(
      `This region has the writes of ${name}, and the log for the other one is gone. Drop that database in the other region, and let it follow this one.`,
    );
  }
  await subscribeFromSlot(source, pair.target, name);
}

/**
 * Moves writes from the source to the target: refuses them at the source, waits for the last ones,
 * copies the sequences, and opens the target. Afterwards the former source follows, so that the way
 * back is the same. Called again after it was interrupted, it does what is left.
 * @param onOpen sends the clients to the target, which accepts writes.
 * @throws Error if the target is not ready, or the last writes do not arrive; then the source accepts
 * writes as before. Error, too, if the clients were not sent to the target, which has the writes.
 */
export async function cutOver(
  open: readonly OpenPair[],
  onOpen: () => Promise<void>,
): Promise<CutOverResult> {
  await takeTurn(open);
  const left = await withoutSwitch(open);
  await all(left, checkReady);
  // The slot for the way back is created first, so that it misses no write of the target. It leaves
  // out what the target has received from the source.
  await createSlots(left);
  const startedAtMs = performance.now();
  try {
    await all(left, refuseWrites);
    await all(left, awaitLast);
  } catch (error) {
    await undo(left, error);
  }
  await all(left, acceptWrites);
  const failure = await onOpen().then(
    () => null,
    (error: Error) => error,
  );
  const refusedMs = performance.now() - startedAtMs;
  await all(open, reverse);
  if (failure === null) return { refusedMs };
  throw new Error(
    `The databases were moved, and the connections were not (${failure.message}). Send them here: orderprocessing region take-over with the same --haproxy and --server changes no database.`,
    { cause: failure },
  );
}

/**
 * Opens the targets without the source, which is lost. What had not arrived is lost, too.
 * @returns false if every database accepts writes already, and follows no other one.
 */
export async function takeOver(targets: readonly OpenPair['target'][]): Promise<boolean> {
  const states = await Promise.all(
    targets.map(async (target) => !(await isSubscribed(target)) && (await isWritable(target))),
  );
  if (states.every((isOpen) => isOpen)) return false;
  for (const target of targets) {
    if (await isSubscribed(target)) await unsubscribeFromLost(target);
    await advanceSequences(target);
    await setWritable(target, true);
    await endSessions(target);
  }
  return true;
}
