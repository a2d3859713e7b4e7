import type { Backup } from '../../platform/backup/backup-list';

/** What a program that calls a command reads about a backup. */
export const factsOf = ({ label, type, startedAt, endedAt, bytes, repositoryBytes }: Backup) => ({
  label,
  type,
  startedAt,
  endedAt,
  bytes,
  repositoryBytes,
});
