// The text of the page of each operation and type of a schema, as Markdown.
import {
  astFromValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  print,
} from 'graphql';

/** `noun` is what a page is called in the lists of other pages, `keyword` begins its definition. */
const kinds = [
  { folder: 'objects', noun: 'object', keyword: 'type', includes: isObjectType },
  { folder: 'inputs', noun: 'input', keyword: 'input', includes: isInputObjectType },
  { folder: 'enums', noun: 'enum', keyword: 'enum', includes: isEnumType },
  { folder: 'unions', noun: 'union', keyword: 'union', includes: isUnionType },
  { folder: 'interfaces', noun: 'interface', keyword: 'interface', includes: isInterfaceType },
  { folder: 'scalars', noun: 'scalar', keyword: 'scalar', includes: isScalarType },
];

const fieldsOf = (item) => Object.values(item.getFields?.() ?? {});
const interfacesOf = (type) => type.getInterfaces?.() ?? [];

/** The operations and types of a schema: `item` is a field of a root type, or a type. */
function entriesOf(schema) {
  const roots = [
    { folder: 'queries', noun: 'query', root: schema.getQueryType() },
    { folder: 'mutations', noun: 'mutation', root: schema.getMutationType() },
    { folder: 'subscriptions', noun: 'subscription', root: schema.getSubscriptionType() },
  ].filter(({ root }) => root);
  const operations = roots.flatMap(({ root, folder, noun }) =>
    fieldsOf(root).map((item) => ({ folder, noun, item })),
  );
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && roots.every(({ root }) => root !== type))
    .map((item) => ({ ...kinds.find(({ includes }) => includes(item)), item }));
  return [...operations, ...types];
}

const fileName = (name) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

const routeOf = ({ folder, item }) => `reference/${folder}/${fileName(item.name)}`;

const isOperation = ({ item }) => 'args' in item;
const joined = (...parts) => parts.filter(Boolean).join('\n\n');
const section = (title, parts) => (parts.length > 0 ? joined(`## ${title}`, ...parts) : '');

const descriptionOf = ({ deprecationReason, description }) =>
  joined(deprecationReason && `**Deprecated.** ${deprecationReason}`, description);

const deprecation = ({ deprecationReason }) => (deprecationReason ? ' @deprecated' : '');

function defaultOf({ defaultValue, type }) {
  return defaultValue === undefined ? '' : ` = ${print(astFromValue(defaultValue, type))}`;
}

function fieldCode(field, indent = '') {
  const { name, type, args = [] } = field;
  const lines = args.map((each) => `${indent}  ${each.name}: ${each.type}${defaultOf(each)}\n`);
  const shown = args.length > 0 ? `(\n${lines.join('')}${indent})` : '';
  return `${indent}${name}${shown}: ${type}${defaultOf(field)}${deprecation(field)}`;
}

const block = (head, lines) => `${head} {\n${lines.join('\n')}\n}`;

function definitionOf(entry) {
  const { keyword, item } = entry;
  if (isOperation(entry)) return fieldCode(item);
  const head = `${keyword} ${item.name}`;
  if (isScalarType(item)) return head;
  if (isUnionType(item)) return `${head} = ${item.getTypes().join(' | ')}`;
  if (isEnumType(item)) {
    return block(
      head,
      item.getValues().map((value) => `  ${value.name}${deprecation(value)}`),
    );
  }
  const interfaces = interfacesOf(item);
  const implemented = interfaces.length > 0 ? ` implements ${interfaces.join(', ')}` : '';
  return block(
    head + implemented,
    fieldsOf(item).map((field) => fieldCode(field, '  ')),
  );
}

/** The pages that a type is named on: its fields and arguments, results, unions and interfaces. */
function relationsOf({ item: type }, entries) {
  const isOfType = (each) => getNamedType(each.type) === type;
  const takes = ({ args = [] }) => args.some(isOfType);
  return {
    'Returned By': entries.filter((entry) => isOperation(entry) && isOfType(entry.item)),
    'Member Of': entries.filter(({ item }) => takes(item) || fieldsOf(item).some(isOfType)),
    'Implemented By': entries.filter(
      ({ item }) =>
        interfacesOf(item).includes(type) || (isUnionType(item) && item.getTypes().includes(type)),
    ),
  };
}

/** @returns `{ route, title, description, body }` of each page. */
export function pagesOf(schema) {
  const entries = entriesOf(schema).sort((one, other) =>
    one.item.name.localeCompare(other.item.name),
  );
  const routes = new Map(entries.map((entry) => [entry.item, routeOf(entry)]));
  const link = (item, text = item.name) => `[\`${text}\`](/docs/${routes.get(item)}/)`;
  const typed = (item, level = '###') =>
    joined(
      `${level} \`${item.name}\``,
      `Type: ${link(getNamedType(item.type), item.type)}`,
      descriptionOf(item),
      ...(item.args ?? []).map((each) => typed(each, `${level}#`)),
    );
  const linked = (type) => joined(`### ${link(type)}`, descriptionOf(type));
  const listed = (found) => found.map(({ item, noun }) => `${link(item)} (${noun})`).join(' ● ');

  function sectionsOf(entry) {
    const { item } = entry;
    if (isOperation(entry)) {
      const result = [linked(getNamedType(item.type))];
      return [
        section(
          'Arguments',
          item.args.map((each) => typed(each)),
        ),
        section('Type', result),
      ];
    }
    const values = isEnumType(item) ? item.getValues() : [];
    return [
      item.specifiedByURL && `## Specification: <${item.specifiedByURL}>`,
      section(
        'Values',
        values.map((value) => joined(`### \`${value.name}\``, descriptionOf(value))),
      ),
      section('Possible types', isUnionType(item) ? item.getTypes().map(linked) : []),
      section(
        'Fields',
        fieldsOf(item).map((field) => typed(field)),
      ),
      section('Interfaces', interfacesOf(item).map(linked)),
      ...Object.entries(relationsOf(entry, entries)).map(
        ([title, found]) => found.length > 0 && section(title, [listed(found)]),
      ),
    ];
  }

  return entries.map((entry) => ({
    route: routes.get(entry.item),
    title: entry.item.name,
    description: entry.item.description ?? '',
    body: joined(
      descriptionOf(entry.item),
      `\`\`\`graphql\n${definitionOf(entry)}\n\`\`\``,
      ...sectionsOf(entry),
    ),
  }));
}
