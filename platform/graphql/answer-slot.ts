import { createAdmissionQueue } from '../auth/admission-queue';

/** Objects, or rows read for them, from which on an answer needs a slot. */
export const smallAnswerObjects = 1_000;
/**
 * Large answers that one process builds and writes at the same time. One takes some 60 MB at the
 * very worst: its rows, its objects, and its JSON.
 */
export const largeAnswersMax = 2;
/** Beyond these, and after this time, a large answer is refused. */
const waitingAnswersMax = 64;
const waitMaxMs = 5_000;

const slots = createAdmissionQueue({
  runningMax: largeAnswersMax,
  slotsMax: largeAnswersMax + waitingAnswersMax,
  waitMaxMs,
});

/** Large answers take their turn as they come, whoever they are for. */
const nobody = { account: null, address: null };

/** The slot of one answer among the large ones of its process, from `acquire` until `release`. */
export class AnswerSlot {
  /** Releases the slot, also while it is still waited for. */
  release: () => void = () => undefined;
  private readonly released = new Promise<void>((resolve) => {
    this.release = resolve;
  });
  private acquired: Promise<void> | null = null;

  /** @param signal ends the waiting. */
  constructor(private readonly signal: AbortSignal) {}

  /**
   * The same slot, however often it is called.
   * @throws SERVICE_UNAVAILABLE when too many wait, or it waited too long; TIMEOUT when the signal
   * ended the waiting.
   */
  acquire(): Promise<void> {
    this.acquired ??= new Promise((resolve, reject) => {
      const hold = () => {
        resolve();
        return this.released;
      };
      slots.run(nobody, hold, this.signal).catch(reject);
    });
    return this.acquired;
  }
}
