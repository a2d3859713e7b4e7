/** Apart from the list of backups, because every command loads the names for its help. */
export const backupTypes = ['full', 'diff', 'incr'] as const;
export type BackupType = (typeof backupTypes)[number];
