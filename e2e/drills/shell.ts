import {
  comparedBy,
  type Ended,
  type RunningCommand,
  startCommand,
  watchCommand,
} from '../../testing/command';
import type { StartedShop } from '../../testing/started-shop';

const commandDeadlineMs = 600_000;

/** What a command has printed, and how it has ended. */
export interface Typed extends Ended {
  /** The line that an operator types, without the name of the program. */
  readonly line: string;
}

export interface Running extends RunningCommand {
  readonly ended: Promise<Typed>;
}

/** The program as an operator calls it, in a folder and with the settings of one shop. */
export class Shell {
  constructor(
    readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** @param preload a program that Node loads before the command. */
  begin(given: readonly string[], preload?: string): Running {
    const { folder } = this;
    const own = preload === undefined ? {} : { NODE_OPTIONS: `--require=${preload}` };
    const child = startCommand(given, { folder, settings: { ...this.settings, ...own } });
    const running = watchCommand(child, commandDeadlineMs);
    const line = given.join(' ').replaceAll(`${folder}/`, '');
    return { ...running, ended: running.ended.then((ended) => ({ line, ...ended })) };
  }

  type(...given: string[]): Promise<Typed> {
    return this.begin(given).ended;
  }

  /** The output of a command that succeeds. @throws Error with its output if it fails. */
  async done(...given: string[]): Promise<string> {
    const { line, code, output, errors } = await this.type(...given);
    if (code === 0) return output;
    throw new Error(`${line} ended with ${code}: ${output}${errors}`);
  }

  /** The disagreements, one a line, and what kept `verify` from comparing everything. */
  async verify(): Promise<readonly string[]> {
    return comparedBy(await this.type('verify', '--json')).lines;
  }
}

/** A shell for the data and the ports of this shop, with other settings where it has some. */
export const shellOf = (
  shop: StartedShop,
  settings: Readonly<Record<string, string>> = {},
): Shell =>
  new Shell(shop.folder, {
    ...settings,
    ORDERPROCESSING_SERVER_PORT: new URL(shop.url).port,
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(shop.ledgerUrl).port,
  });
