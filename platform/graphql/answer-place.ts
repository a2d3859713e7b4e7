import { createAdmissionQueue } from '../auth/admission-queue';

/** Objects, or rows read for them, from which on an answer needs a place. */
export const smallAnswerObjects = 1_000;
/**
 * Large answers that one process builds and writes at the same time. One takes some 60 MB at the
 * very worst: its rows, its objects, and its JSON.
 */
export const largeAnswersMax = 2;
/** Beyond these, and after this time, a large answer is refused. */
const waitingAnswersMax = 64;
const waitMaxMs = 5_000;

const places = createAdmissionQueue({
  runningMax: largeAnswersMax,
  placesMax: largeAnswersMax + waitingAnswersMax,
  waitMaxMs,
});

/** Large answers take their turn as they come, whoever they are for. */
const nobody = { account: null, address: null };

/** The place of one answer among the large ones of its process, from `take` until `leave`. */
export class AnswerPlace {
  /** Ends the place, also where it is still waited for. */
  leave: () => void = () => undefined;
  private readonly left = new Promise<void>((resolve) => {
    this.leave = resolve;
  });
  private taken: Promise<void> | null = null;

  /** @param signal ends the waiting. */
  constructor(private readonly signal: AbortSignal) {}

  /**
   * The same place, however often it is asked for.
   * @throws SERVICE_UNAVAILABLE when too many wait, or it waited too long; TIMEOUT when the signal
   * ended the waiting.
   */
  take(): Promise<void> {
    this.taken ??= new Promise((resolve, reject) => {
      const hold = () => {
        resolve();
        return this.left;
      };
      places.run(nobody, hold, this.signal).catch(reject);
    });
    return this.taken;
  }
}
