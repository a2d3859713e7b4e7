/** What differs between the requests of one process to another. */
export interface SentCall {
  readonly path: string;
  readonly body: string;
  /** The signed viewer; undefined for calls without one. */
  readonly viewer: string | undefined;
  /** `replicas` if lists may be read from replicas; undefined otherwise. */
  readonly reads?: 'replicas' | undefined;
  /** The W3C `traceparent` of the call; undefined without tracing. */
  readonly traceparent: string | undefined;
}

/** No line end, so that no value can begin a field or a request of its own. */
const fieldValue = /^[\w.=+/-]*$/;

function field(name: string, value: string | undefined): string {
  if (value === undefined) return '';
  if (!fieldValue.test(value))
    throw new Error(`The value of ${name} has characters that it may not.`);
  return `${name}: ${value}\r\n`;
}

/**
 * @param host the authority of the other side.
 * @returns writes a whole request with a JSON body of so many bytes as one text.
 */
export function requestWriter(host: string) {
  return ({ path, body, viewer, reads, traceparent }: SentCall, bodyBytes: number): string =>
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${field(
      'x-viewer',
      viewer,
    )}${field('x-reads', reads)}${field('traceparent', traceparent)}content-length: ${bodyBytes}\r\n\r\n${body}`;
}
