const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const step = 1_000;

/** `36.2 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(
    Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(step)),
    units.length - 1,
  );
  const value = bytes / step ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
