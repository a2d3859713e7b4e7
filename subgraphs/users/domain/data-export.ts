/**
 * Bytes of a data export.
 * @exceeded older orders are left out, and `ordersComplete` says so
 * @test subgraphs/users/workflows/prepare-data-exports.test.ts
 */
export const dataExportBytesMax = 50_000_000;
/**
 * Data exports that an account may request in 24 hours.
 * @exceeded RATE_LIMITED
 * @test subgraphs/users/operations/request-data-export.test.ts
 */
export const dataExportsPerDayMax = 3;
/**
 * Downloads of a data export.
 * @exceeded HTTP 404, as for one that does not exist
 * @test subgraphs/users/internal/open-data-export.test.ts
 */
export const dataExportDownloadsMax = 10;
/**
 * How long a data export can be downloaded.
 * @exceeded it is deleted
 * @test subgraphs/users/workflows/prepare-data-exports.test.ts
 */
export const dataExportHours = 24;
/**
 * Attempts to prepare a data export.
 * @exceeded it is FAILED, and can be requested again
 * @test subgraphs/users/workflows/prepare-data-exports.test.ts
 */
export const dataExportAttemptsMax = 5;

const firstPauseSeconds = 5;

/** Seconds before the next attempt; doubled with each. */
export const exportPauseSeconds = (attempts: number): number =>
  firstPauseSeconds * 2 ** (attempts - 1);

export type DataExportState = 'PENDING' | 'READY' | 'FAILED' | 'EXPIRED';

interface Prepared {
  readonly readyAt: Date | null;
  readonly failedAt: Date | null;
  readonly expiresAt: Date | null;
}

export function dataExportState({ readyAt, failedAt, expiresAt }: Prepared): DataExportState {
  if (failedAt !== null) return 'FAILED';
  if (readyAt === null || expiresAt === null) return 'PENDING';
  return expiresAt > new Date() ? 'READY' : 'EXPIRED';
}

/** Where the owner downloads it, below the origin of the API. */
export const dataExportPath = (id: string): string => `/data-exports/${id}`;
