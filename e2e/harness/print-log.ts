import type { Shop } from './shop';

const linesShown = 200;
const infoLine = /^\S+ info /;

/** Prints the warnings and errors of a shop: why a call failed, or the shop ended. */
export function printLog(shop: Shop): void {
  const lines = shop.output.split('\n').filter((line) => !infoLine.test(line));
  process.stdout.write(`${lines.slice(-linesShown).join('\n')}\n`);
}
