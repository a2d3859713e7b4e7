// node .ci/smoke.mjs --url URL [--attempts N]: whether a shop that was just deployed serves its users.
import { parseArgs } from 'node:util';

const deadlineMs = 10_000;
const pauseMs = 3_000;

const query = '{ products(first: 1) { nodes { sku price { amount currency } } } }';

async function readinessFault(url) {
  const { status } = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(deadlineMs) });
  return status === 200 ? null : `/ready answers HTTP ${status}`;
}

async function productsFault(url) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(deadlineMs),
  });
  const { data, errors } = await response.json();
  if (errors) return `products: ${errors[0]?.message}`;
  const price = data?.products?.nodes?.[0]?.price;
  return price?.amount && price.currency ? null : 'products: there is none with a price';
}

async function faultOf(check, url) {
  try {
    return await check(url);
  } catch (error) {
    return `${error.message}${error.cause ? ` (${error.cause.message})` : ''}`;
  }
}

async function main() {
  // A new address may take a moment, so it is tried five times.
  const { values } = parseArgs({
    options: { url: { type: 'string' }, attempts: { type: 'string', default: '5' } },
  });
  if (!values.url) throw new Error('--url URL is required.');
  const url = values.url.replace(/\/$/, '');
  for (let attempt = 1; ; attempt += 1) {
    const found = [await faultOf(readinessFault, url), await faultOf(productsFault, url)];
    const faults = found.filter((fault) => fault !== null);
    if (faults.length === 0) break;
    if (attempt >= Number(values.attempts)) throw new Error(faults.join('\n'));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  process.stdout.write(`${url} is ready and sells.\n`);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
