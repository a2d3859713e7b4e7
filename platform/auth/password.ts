import { createHmac, randomBytes } from 'node:crypto';
import type { Claimant } from '../requests/claimant';
import { AdmissionQueue } from '../resilience/admission-queue';
import { bcryptThreads } from './bcrypt-thread';

/**
 * bcrypt reads 72 bytes and stops at a zero byte, so it is given the text of a digest instead of
 * the password. The digest is an HMAC under a label of this project's own, not a bare SHA: plain
 * digests that leaked elsewhere cannot be tried against these hashes ("password shucking"). The
 * label is no secret, so no key can be lost that would lock everyone out. SHA-384 in Base64 is 64
 * characters: nothing of it is cut off.
 */
const prehashLabel = 'orderprocessing password v1';

/**
 * One more thread, for known devices alone, so that they never wait for strangers. It works only
 * while people sign in who have been here before, so it costs orders little.
 */
const reservedThreads = 1;
/** The tasks that a thread can serve while a client waits, and the one that runs. */
const slotsPerThread = 25;
/**
 * Passwords that are hashed or wait for it, and as many again of known devices.
 * @exceeded the caller who used the most of its share lately gets SERVICE_UNAVAILABLE
 * @test platform/resilience/admission-flood.test.ts
 */
const slotsMax = 100;
/**
 * How long a password waits to be hashed.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/resilience/admission-queue.test.ts
 */
const waitMaxMs = 9_000;

const saltCharacters = 21;
const digestCharacters = 30;

/** What the queue lets a caller do with passwords. */
export interface PasswordWork {
  hash(password: string): Promise<string>;
  /**
   * Takes the same time whether there is a hash or not, and whatever its cost up to the configured
   * one; without a hash the answer is false.
   */
  verify(password: string, hash: string | null): Promise<boolean>;
}

export interface Passwords {
  /**
   * Hashing is expensive, so it is queued: `work` runs when its turn comes.
   * @throws RATE_LIMITED at once when too many of this claimant wait, SERVICE_UNAVAILABLE when too
   * many of all do; TIMEOUT when `signal` ends the waiting.
   */
  run<T>(
    claimant: Claimant,
    work: (passwords: PasswordWork) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /**
   * Call it before any query, so that a rejected sign-in costs none.
   * @throws RATE_LIMITED or SERVICE_UNAVAILABLE as `run` would.
   */
  refuseWhenFull(claimant: Claimant): void;
  /** Whether a hash that `verify` accepted has a lower cost than the configured one. */
  isOutdated(hash: string): boolean;
  readonly waiting: number;
}

/** Keyboards may compose the same accents differently; NFC makes them equal. */
function prehash(password: string): string {
  return createHmac('sha384', prehashLabel).update(password.normalize('NFC')).digest('base64');
}

/** The cost is part of the hash: `$2b$12$…`, `$2y$12$…`. */
function costOf(hash: string): number {
  const cost = /^\$2[aby]\$(\d\d)\$/.exec(hash)?.[1];
  if (cost === undefined) throw new Error('A stored password hash is not a bcrypt hash.');
  return Number(cost);
}

/** Random characters of bcrypt's alphabet, which has `.` for the `+` of Base64. */
function randomCharacters(count: number): string {
  return randomBytes(count).toString('base64').replaceAll('+', '.').slice(0, count);
}

/**
 * The hash of no known password. Only its cost decides how long a comparison takes, so it is made
 * up instead of computed: the first sign-in to an unknown account takes no longer than the others.
 * A salt has 128 bits and a digest 184, so the last character of each has bits that must be zero.
 */
function madeUpHash(cost: number): string {
  const salt = `${randomCharacters(saltCharacters)}.`;
  return `$2b$${String(cost).padStart(2, '0')}$${salt}${randomCharacters(digestCharacters)}.`;
}

/**
 * Passwords as bcrypt hashes of the given cost (the base-2 logarithm of the rounds), computed off
 * the main thread.
 * @param threads that hash for everybody.
 */
export function createPasswords(cost: number, threads = 1): Passwords {
  const queue = new AdmissionQueue({
    runningMax: threads,
    reservedMax: reservedThreads,
    slotsMax: Math.min(slotsPerThread * threads, slotsMax),
    waitMaxMs,
  });
  const noPassword = madeUpHash(cost);
  /**
   * An older hash has a lower cost, which would tell an account from an unknown one. The costs from
   * there up to the configured one are added: each doubles the work, so the sum is the same.
   */
  const addWork = async (text: string, hash: string, isKnown: boolean): Promise<void> => {
    for (let added = costOf(hash); added < cost; added += 1) {
      await bcryptThreads.verify(text, madeUpHash(added), isKnown);
    }
  };
  const workOf = (isKnown: boolean): PasswordWork => ({
    hash: (password) => bcryptThreads.hash(prehash(password), cost, isKnown),
    verify: async (password, hash) => {
      const text = prehash(password);
      const isRight = await bcryptThreads.verify(text, hash ?? noPassword, isKnown);
      if (hash !== null) await addWork(text, hash, isKnown);
      return hash !== null && isRight;
    },
  });
  return {
    run: (claimant, task, signal) =>
      queue.run(claimant, () => task(workOf(claimant.device !== undefined)), signal),
    refuseWhenFull: (claimant) => queue.refuseWhenFull(claimant),
    isOutdated: (hash) => costOf(hash) < cost,
    get waiting() {
      return queue.waiting;
    },
  };
}
