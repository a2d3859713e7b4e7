import {
  type Attack,
  bytesFor,
  type Draw,
  either,
  fresh,
  get,
  long,
  nobody,
  post,
  times,
} from './attack';

const page = 'edges { cursor }';

/** Documents that are short, but large when cached. */
function distinctDocument(draw: Draw): string {
  const id = fresh(draw);
  return draw.random.pick<() => string>([
    () => `query Q${id} { ${times(650, () => '__typename')} }`,
    () => `query Q${id} { __typename } #${'x'.repeat(90_000)}`,
    () => `query Q${id} { __typename ${times(14, (n) => `a${n}_${id}: __typename`)} }`,
    () =>
      `query Q${id} { ...F0 } ${times(90, (n) => `fragment F${n} on Query { __typename ...F${n + 1} }`)} fragment F90 on Query { __typename }`,
    () =>
      `query Q${id}(${times(100, (n) => `$v${n}: Int`)}) { products(first: $v0) { ${page} } ${times(12, (n) => `a${n}: products(first: $v${n}) { ${page} }`)} }`,
    () => `query Q${id} { product(sku: "${id}${'x'.repeat(80_000)}") { sku } }`,
    () => `query Q${id} { ${times(9, (n) => `a${n}: product(sku: "${id}") { sku name }`)} }`,
  ])();
}

/** Input that error messages quote, with the words after which suggestions are cut off. */
function suggestions(draw: Draw) {
  const bytes = bytesFor(draw);
  const text = `${long(draw, bytes, ['Did you mean ', ' Did you mean', 'Did you mean a?', 'Did you mean "', ' or '])}${draw.random.pick(['!', '?', '?\n', ''])}`;
  const literal = JSON.stringify(text.slice(0, 90_000));
  return draw.random.pick([
    () => post(`query($a: Int) { products(first: $a) { ${page} } }`, { a: text }),
    () => post(`query($a: ProductSort) { products(sort: $a) { ${page} } }`, { a: text }),
    () =>
      post(`query($f: ProductFilter) { products(filter: $f) { ${page} } }`, { f: { [text]: 1 } }),
    () =>
      post(`query($f: ProductFilter) { products(filter: $f) { ${page} } }`, {
        f: { currency: text },
      }),
    () => post(`{ products(first: ${literal}) { ${page} } }`),
    () => post(`{ products(sort: ${literal}) { ${page} } }`),
    () => post(`query($a: DateTime) { orders(filter: {placedFrom: $a}) { ${page} } }`, { a: text }),
    () => post(`query($a: Decimal) { products(filter: {priceMin: $a}) { ${page} } }`, { a: text }),
    () => post(text),
    () =>
      post(`mutation($i: RegisterInput!) { register(input: $i) { __typename } }`, {
        i: { email: text, password: text, name: text },
      }),
  ])();
}

/** Long names that every error message quotes. */
function longNames(draw: Draw) {
  const bytes = bytesFor(draw) - 10_000;
  const name = 'N'.repeat(draw.random.pick([200, 5_000, bytes]));
  const unknown = times(110, (n) => `$v${n}`);
  return draw.random.pick([
    () => post(`query ${name} { products(filter: { skus: [${unknown}] }) { ${page} } }`),
    () => post(`{ ${times(60, (n) => `${name.slice(0, bytes / 70)}${n}`)} }`),
    () => post(`{ ${name} }`),
    () => post(`{ __typename @${name} }`),
    () => post(`{ ... on ${name} { a } }`),
    () => post(`{ ...${name} }`),
    () => post(`{ products(${name}: 1) { ${page} } }`),
    () => post(`query($${name}: Int!) { products(first: $${name}) { ${page} } }`),
    () => post(`query($a: ${name}) { __typename }`),
    () => post(`{ ${name}: __typename }`),
    () => post('{ __typename }', {}, { 'apollographql-client-name': 'c'.repeat(8_000) }),
    () => post('{ __typename }', {}, { 'x-request-id': name.slice(0, 8_000) }),
  ])();
}

function validated(draw: Draw) {
  const id = fresh(draw);
  return draw.random.pick([
    () => post(`{ __typename ${times(400, () => '@aa')} }`),
    () => post(`query Q${id} { ${times(900, () => '__typename')} }`),
    () => post(`query Q${id} { ${times(480, (n) => `a${n}: __typename`)} }`),
    () => post(`query Q${id} { ${times(200, (n) => `product(sku: "${n}") { sku }`)} }`),
    () =>
      post(
        `query Q${id} { ${times(40, (n) => `...F${n}`)} } ${times(40, (n) => `fragment F${n} on Query { me { id name ...G } }`)} fragment G on User { id name }`,
      ),
    () =>
      post(
        `query Q${id} { ...F0 } ${times(80, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F80 on Query { __typename }`,
      ),
    () =>
      post(
        `query Q${id} { ${times(20, (n) => `... on Query { products(first: ${n}) { edges { node { sku ... on Product { name: sku } } } } }`)} }`,
      ),
    () => post('{ a '.repeat(450)),
    () => post(`{ products(filter: { skus: ${'['.repeat(450)}`),
    () => post(`{ ${times(220, (n) => `f${n} ${'{'}`)} ${'}'.repeat(220)} }`),
    () =>
      post(`{ __schema { types { ${'fields { type { '.repeat(40)} name ${'} }'.repeat(40)} } } }`),
    () => post(`{ ${times(15, (n) => `s${n}: __schema { types { name fields { name } } }`)} }`),
    () => post(`{ ${times(85, () => 'products { edges { node { sku } } }')} }`),
    () => get(`query Q${id} { ${times(300, () => '__typename')} }`),
  ])();
}

export const documentAttacks: readonly Attack[] = [
  { name: 'C1 words of suggestions in messages', askers: either, request: suggestions },
  {
    name: 'C2 documents that differ',
    askers: nobody,
    request: (draw) => {
      const document = distinctDocument(draw);
      const isShort = document.length < 8_000;
      return isShort && draw.random.chance(0.2) ? get(document) : post(document);
    },
  },
  { name: 'H1 long names in many errors', askers: either, request: longNames },
  {
    name: 'H7 names of operations',
    askers: either,
    request: (draw) => {
      const length = draw.random.pick([10, 90, 900, bytesFor(draw) - 1_000]);
      return post(`query L${fresh(draw)}_${'x'.repeat(length)} { __typename }`);
    },
  },
  { name: 'M4 M12 documents that are refused', askers: either, request: validated },
];
