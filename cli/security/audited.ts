/** One check of the audit. */
export interface Audited {
  readonly check:
    | 'packages'
    | 'early versions'
    | 'licences'
    | 'advisories'
    | 'signatures'
    | 'secrets'
    | 'sbom'
    | 'staff'
    | 'idle keys'
    | 'failed sign-ins'
    | 'copied refresh tokens'
    | 'new addresses of keys';
  /** Faults that somebody has to look at. */
  readonly findings: readonly string[];
  /** What somebody should read now and then. */
  readonly facts: readonly string[];
  /** Why the check was not made; null if it was. */
  readonly skipped: string | null;
}
