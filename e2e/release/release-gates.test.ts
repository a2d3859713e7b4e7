import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '../../platform/process/run-program';
import { startDeadlineMs } from '../harness/deadlines';
import { ReleaseSite } from './site';
import { priced } from './stub-build';

describe.skipIf(findProgram('haproxy') === null)('a release judges for itself', () => {
  let site: ReleaseSite;

  beforeAll(async () => {
    site = await ReleaseSite.open();
    await site.begin('good', priced('9.99'));
  }, startDeadlineMs);
  afterAll(() => site.close());

  const release = (build: string, ...given: string[]) =>
    site.run('canary', '--build', build, '--step-seconds', '1', ...given);

  test('prices of zero are rolled back before anybody gets them', async () => {
    const { code, output, errors } = await release(site.build('zero', priced('0.00')));
    expect(code).toBe(1);
    expect(output).toContain(
      'rolled back: its answers differ: products.nodes.0.price.amount: "9.99" became "0.00" (and 1 more)',
    );
    expect(errors).toContain('difference: product.price.amount: "9.99" became "0.00"');
    expect(errors).not.toContain('% of the requests');
    expect(site.state.active).toBe('blue');
  });

  test('a command that ends with another exit code than 0 rolls back', async () => {
    const check = 'echo "asks $RELEASE_URL"; test "$RELEASE_PERCENT" -lt 25';
    const { code, output, errors } = await release(
      site.build('unfit', priced('9.99')),
      '--check',
      check,
    );
    expect(code).toBe(1);
    expect(output).toContain('the check failed with exit code 1');
    expect(errors).toContain(`check: asks http://127.0.0.1:${site.port + 2_000}`);
    expect(errors).toContain('green has 25 % of the requests');
    expect(errors).not.toContain('green has 50 % of the requests');
  });

  test('a version whose process ends is rolled back', async () => {
    const canary = await site.beginCanaryOf(site.build('mortal', priced('9.99')));
    await site.kill(site.version('green').pid);
    const { code, output } = await canary.ended;
    expect(code).toBe(1);
    expect(output).toContain('its process has ended');
  });

  test('differences by intention are listed in a file', async () => {
    const file = path.join(site.folder, 'differences');
    writeFileSync(file, '# cheaper\nproducts.nodes.price.amount\nproduct.price\n');
    const build = site.build('cheaper', priced('8.99'));
    const given = ['--build', build, '--watch-seconds', '1', '--expect-differences', file];
    const { code, errors } = await site.run('blue-green', ...given);
    expect(code, errors).toBe(0);
    expect(errors).toContain('difference: product.price.amount: "9.99" became "8.99", as expected');
    expect(await site.answers(4)).toEqual(new Set(['cheaper']));
  });
});
