import { AdmissionQueue } from '../resilience/admission-queue';

/** An answer with more objects, or rows read for them, needs a slot. */
export const smallAnswerObjects = 1_000;
/**
 * Large answers that a process builds and writes at the same time. Each takes at most 60 MB for
 * its rows, objects and JSON.
 * @exceeded they wait
 * @test platform/graphql/answer-slot.test.ts
 */
export const largeAnswersMax = 2;
/**
 * Large answers that wait.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/graphql/answer-slot.test.ts
 */
const waitingAnswersMax = 64;
/**
 * How long a large answer waits.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/graphql/answer-slot.test.ts
 */
const waitMaxMs = 5_000;

const slots = new AdmissionQueue({
  runningMax: largeAnswersMax,
  slotsMax: largeAnswersMax + waitingAnswersMax,
  waitMaxMs,
});

/** Large answers are queued by arrival, not by account. */
const nobody = { account: null, address: null };

/** A slot for a large answer, held from `acquire` to `release`. */
export class AnswerSlot {
  /** Releases the slot, or stops waiting for it. */
  release: () => void = () => undefined;
  private readonly released = new Promise<void>((resolve) => {
    this.release = resolve;
  });
  private acquired: Promise<void> | null = null;

  /** @param signal ends the waiting. */
  constructor(private readonly signal: AbortSignal) {}

  /**
   * Idempotent.
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
