import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';

/** What was typed: the options, and whatever stands beside them. */
type Given<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>;

export interface FileCommand<Options extends ParseArgsOptionsConfig> {
  readonly help: string;
  readonly options: Options;
  /** @throws Error whose message is for people, on what cannot be meant or done. */
  readonly run: (given: Given<Options>, lifecycle: Lifecycle) => Promise<void>;
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * A command that works through files: explains itself with `--help`, says a fault in one message,
 * and takes down what it has started. Exit code 0 only where it came to its end.
 */
export async function runFileCommand<const Options extends ParseArgsOptionsConfig>(
  command: FileCommand<Options>,
): Promise<void> {
  let isDone = false;
  const lifecycle = createLifecycle({
    logger: () => null,
    exit: (code) => process.exit(isDone ? code : code || 1),
  });
  try {
    const given = parseArgs({
      allowPositionals: true,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
    });
    if ((given.values as { help?: boolean }).help) process.stdout.write(command.help);
    else await command.run(given as unknown as Given<Options>, lifecycle);
    isDone = true;
  } catch (error) {
    return lifecycle.fail(textOf(error));
  }
  await lifecycle.end(0);
}

/** @throws Error on what is no number above 0, or above the most. */
export function numberOption(name: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  const bound = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : '';
  throw new Error(`--${name} takes a number above 0${bound}.`);
}

/** @throws Error on what is no whole number above 0, or above the most. */
export function countOption(name: string, text: string | undefined, most: number): number | null {
  const value = numberOption(name, text, most);
  if (value === null || Number.isInteger(value)) return value;
  throw new Error(`--${name} takes a whole number.`);
}

const currencyPattern = /^[A-Z]{3}$/;
const currencyDefault = 'GBP';

/** Of all prices in the files, which do not say themselves. */
export function currencyOption(text: string = currencyDefault): string {
  if (currencyPattern.test(text)) return text;
  throw new Error('--currency takes a code such as GBP.');
}
