import { type PgBackRest, PgBackRestError, runPgBackRest } from './pgbackrest';

/** Reading 1 TB takes some hours. */
const deadlineMs = 43_200_000;

const checkedFiles = /total (?:WAL|files) checked: (\d+)/g;
const damage = /missing: (\d+), checksum invalid: (\d+), size invalid: (\d+), other: (\d+)/g;

/**
 * Reads what `pgbackrest verify` prints.
 * @returns the number of files that are as they were written.
 * @throws PgBackRestError if any is not.
 */
export function parseVerification(text: string): number {
  const checked = [...text.matchAll(checkedFiles)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  const isDamaged = [...text.matchAll(damage)].some(([, ...counts]) =>
    counts.some((count) => count !== '0'),
  );
  if (isDamaged || !/^status: ok$/m.test(text)) {
    const lines = text.split('\n').map((line) => line.trim());
    throw new PgBackRestError(
      'verify',
      lines
        .filter((line) => !/missing: 0, checksum invalid: 0, size invalid: 0, other: 0/.test(line))
        .join('; '),
    );
  }
  return checked;
}

/** Compares every file of the backups and of the archive with its checksum. */
export async function verifyRepository(pgBackRest: PgBackRest): Promise<number> {
  const given = ['--output=text', '--verbose'];
  return parseVerification(await runPgBackRest(pgBackRest, 'verify', given, { deadlineMs }));
}
