import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** The configuration as an operator keeps it in files. */
export class Files {
  /** @param folder HOME of the shop. */
  constructor(readonly folder: string) {
    this.write('password', 'first-password\n');
    this.write('viewer-secret', 'the first secret of viewers in this test');
    this.writeSettings(90_000);
    this.writeFlags('on');
  }

  /** What is read from them. */
  get settings(): Record<string, string> {
    return {
      ORDERPROCESSING_AUTH_VIEWER_SECRET_FILE: this.path('viewer-secret'),
      // Set to nothing is not set: the file decides.
      ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: '',
    };
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  writeSettings(perMinute: number | string, shipping = '4.90'): void {
    this.writeLimits({ userPerMinute: perMinute }, shipping);
  }

  /** @param rate of `limits.rate`. */
  writeLimits(rate: Readonly<Record<string, number | string>>, shipping = '4.90'): void {
    const rates = Object.entries(rate).map(([name, perMinute]) => `${name}: ${perMinute}`);
    this.write(
      'config.yaml',
      `limits: { rate: { ${rates.join(', ')} } }
pricing: { countries: { default: { taxPercent: 0, shipping: { EUR: "${shipping}" } } } }
flags: { file: ${this.path('flags.json')} }
database: { pool: { max: 4, lifetimeSeconds: 1 } }
`,
    );
  }

  writeFlags(registration: 'on' | 'off' | 'sideways'): void {
    const variants = { on: true, off: false };
    const flag = { state: 'ENABLED', variants, defaultVariant: registration };
    this.write('flags.json', JSON.stringify({ flags: { registration: flag } }));
  }
}
