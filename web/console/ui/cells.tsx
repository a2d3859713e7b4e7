import { Fragment } from 'react';
import { classNames } from './class-names';
import { factsOf } from './facts-of';

const mono = 'font-mono text-[0.8125rem]';
const shortLength = 8;
const uuidsIn = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The end of a UUID: those that were made at about one time begin alike. */
export const shortened = (id: string): string =>
  uuid.test(id) ? `…${id.slice(-shortLength)}` : id;

/** A key that people read and copy: a SKU, a code, a prefix. */
export function Id({ children }: { readonly children: string }) {
  return (
    <code className={classNames(mono, 'block wrap-anywhere text-soft')} title={children}>
      {shortened(children)}
    </code>
  );
}

/** What customers write, as in a name: one long word leaves the other columns in sight. */
export function Written({ children }: { readonly children: string }) {
  return (
    <span className="line-clamp-2 max-w-48 wrap-anywhere" title={children}>
      {children}
    </span>
  );
}

/** Text whose names break only where their words end. */
function Words({ text }: { readonly text: string }) {
  const words = text.split(/(?<=[.@_:/-])/);
  return words.map((word, index) => (
    <Fragment key={`${index}:${word}`}>
      {word}
      <wbr />
    </Fragment>
  ));
}

/** The name of an event, an action or a queue. */
export const EventName = ({ name }: { readonly name: string }) => (
  <code className={mono}>
    <Words text={name} />
  </code>
);

export const Email = ({ children }: { readonly children: string }) => (
  <span className="wrap-break-word">
    <Words text={children} />
  </span>
);

/** A sentence of the API, which has names of its schema between backticks. */
export function Sentence({ children }: { readonly children: string }) {
  return children.split('`').map((part, index) =>
    index % 2 === 0 ? (
      <Words key={`${index}:${part}`} text={part} />
    ) : (
      <code key={`${index}:${part}`} className={mono}>
        <Words text={part} />
      </code>
    ),
  );
}

/** Facts that the API sends as JSON, as names and values; any other text as it is. */
export function JsonFacts({ text }: { readonly text: string | null }) {
  const facts = text === null ? [] : factsOf(text);
  if (facts === null) return <span className="block max-w-96 wrap-anywhere">{text}</span>;
  return (
    <dl className="max-w-96 text-[0.8125rem]">
      {facts.map(([name, value]) => (
        <div key={name} className="flex gap-x-2">
          <dt className="flex-none text-soft">{name}</dt>
          <dd className="min-w-0 wrap-anywhere" title={value}>
            {value.replace(uuidsIn, shortened)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
