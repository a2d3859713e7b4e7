/** An error of the `errors` list of an answer, or of the way to the server. */
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly requestId?: string;
    readonly retryable?: boolean;
    readonly requires?: { readonly roles?: readonly string[] };
    readonly fields?: readonly { path: readonly string[]; message: string }[];
  };
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly ApiError[];
  readonly requestId: string | null;
}

/** The server was not reached, or what answered was not the API. */
export function unreachable(message: string, requestId: string | null = null): Answer {
  const extensions = { code: 'UNREACHABLE', retryable: true, requestId: requestId ?? undefined };
  return { errors: [{ message, extensions }], requestId };
}

export const isUnauthenticated = ({ errors }: Answer): boolean =>
  errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED') ?? false;
