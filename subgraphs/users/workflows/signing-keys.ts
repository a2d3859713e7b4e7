import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import {
  createSigningKey,
  openPrivateKey,
  sealPrivateKey,
} from '../../../platform/auth/signing-key';
import { secondsPerDay } from '../../../platform/values/time';
import type { UsersStore } from '../store';
import type { SigningKeyRow, ValidSigningKey } from '../store/signing-keys';

/** The key that signs now. */
export interface CurrentKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface SigningKeys {
  /** Made on the very first use, then looked up once a minute, as another may follow it. */
  current(): Promise<CurrentKey>;
  /** The public halves of all keys whose tokens may still be valid, newest first. */
  published(): Promise<Pick<SigningKeyRow, 'kid' | 'publicJwk' | 'notAfter'>[]>;
  /**
   * Makes a key that follows the present one. It is published at once, signs everywhere within a
   * good minute, and the present one stays published until its last token has expired.
   * @param actor as the audit log names who did it.
   */
  rotate(actor: string): Promise<Pick<SigningKeyRow, 'kid' | 'signsFrom'>>;
  /** The same where the present key has signed for `maxDays`. @returns whether it did. */
  rotateWhenOld(): Promise<boolean>;
}

export interface SigningKeysOptions {
  readonly store: UsersStore['signingKeys'];
  /** Encrypts private keys at rest: `auth.keySecret`. */
  readonly secret: string;
  readonly accessTokenMinutes: number;
  /** A key that has signed for so long is followed by another one. */
  readonly maxDays: number;
  readonly logger: Logger;
}

/** Longer than any process waits until it asks for a key that it does not know. */
const signsInSeconds = 10;
/** So long a process may go on with what it has read. */
const reloadMs = 60_000;
/** Between reading which key signs and having signed. */
const slackSeconds = 30;

export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { store, secret, logger } = options;
  const tokenSeconds = options.accessTokenMinutes * 60;
  const signsForSeconds = options.maxDays * secondsPerDay;
  const outlivedBySeconds = tokenSeconds + reloadMs / 1_000 + slackSeconds;

  const opened = ({ kid, privateKeySealed }: SigningKeyRow): CurrentKey | null => {
    const privateKey = openPrivateKey(kid, privateKeySealed, secret);
    if (privateKey !== null) return { kid, privateKey };
    logger.warn({ kid }, 'a signing key was sealed with another auth.keySecret: not used');
    return null;
  };

  /** The newest key that has begun and is published for as long as a token of it is valid. */
  const usable = (rows: readonly ValidSigningKey[]) => {
    for (const row of rows) {
      const { begun, leftSeconds } = row;
      if (!begun || (leftSeconds !== null && leftSeconds < tokenSeconds)) continue;
      const key = opened(row);
      if (key !== null) return { key, row };
    }
    return null;
  };

  const newKey = async () => {
    const made = await createSigningKey();
    const { kid, publicJwk } = made;
    return { kid, publicJwk, privateKeySealed: new Uint8Array(sealPrivateKey(made, secret)) };
  };

  const kidsOf = (rows: readonly SigningKeyRow[]) => rows.map(({ kid }) => kid);

  const succeed = async (rows: readonly ValidSigningKey[], actor: string) => {
    const made = await newKey();
    const { kid } = made;
    const entry = {
      actor,
      action: 'signing_key.rotate',
      subject: `SigningKey:${kid}`,
      detail: null,
    };
    const succession = { signsInSeconds, outlivedBySeconds };
    if (await store.succeed(made, kidsOf(rows), succession, entry)) {
      logger.info({ kid }, 'made the next signing key');
    }
    // Another process may have been faster: its key is the one that follows.
    const [newest] = await store.valid();
    if (!newest) throw new Error('A signing key that was added has gone.');
    return newest;
  };

  /** The newest key has signed for long enough, and nothing follows it yet. */
  const isOld = (rows: readonly ValidSigningKey[], row: ValidSigningKey): boolean =>
    row.kid === rows[0]?.kid && row.ageSeconds > signsForSeconds;

  const load = async (): Promise<CurrentKey> => {
    const rows = await store.valid();
    const known = usable(rows);
    if (known !== null) {
      if (isOld(rows, known.row)) await succeed(rows, 'system');
      return known.key;
    }
    const made = await newKey();
    await store.addUnlessNewer(made, kidsOf(rows));
    // Another process may have been faster: all sign with the key that was stored.
    const current = usable(await store.valid());
    if (current === null) throw new Error('There is no signing key that auth.keySecret opens.');
    const { kid } = current.key;
    if (kid === made.kid) logger.info({ kid }, 'made a key to sign access tokens with');
    return current.key;
  };

  let loading: Promise<CurrentKey> | undefined;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  const current = async (): Promise<CurrentKey> => {
    if (performance.now() - loadedAtMs > reloadMs) {
      loadedAtMs = performance.now();
      loading = load();
    }
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      // The next request tries again; a database that was away must not end sign-in for good.
      loading = undefined;
      throw error;
    }
  };

  return {
    current,
    async published() {
      await current();
      return store.valid();
    },
    async rotate(actor) {
      await current();
      return succeed(await store.valid(), actor);
    },
    async rotateWhenOld() {
      await current();
      const rows = await store.valid();
      const known = usable(rows);
      if (known === null || !isOld(rows, known.row)) return false;
      await succeed(rows, 'system');
      return true;
    },
  };
}
