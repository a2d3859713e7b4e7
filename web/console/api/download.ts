import { type AnswerError, ClientError } from '@orderprocessing/client';
import { api, errorOf } from './api';

export type Download =
  | { readonly kind: 'file'; readonly content: Blob }
  | { readonly kind: 'failed'; readonly error: AnswerError };

const failed = (error: AnswerError): Download => ({ kind: 'failed', error });

const signedOut = failed({
  message: 'The session has ended.',
  extensions: { code: 'UNAUTHENTICATED' },
});

/** Refusals have the form of the API's errors; a proxy's page has not. */
async function refusalIn(response: Response): Promise<AnswerError> {
  const body = (await response.json().catch(() => null)) as { errors?: AnswerError[] } | null;
  const [error] = body?.errors ?? [];
  return error ?? { message: `HTTP ${response.status}`, extensions: { code: 'UNREACHABLE' } };
}

async function get(path: string): Promise<Download> {
  const send = (token: string) => fetch(path, { headers: { authorization: `Bearer ${token}` } });
  const kept = await api.sessions.read();
  const session = kept?.accessToken === '' ? await api.sessions.renew('') : kept;
  if (session === null) return signedOut;
  const first = await send(session.accessToken);
  if (first.status !== 401) return answered(first);
  const renewed = await api.sessions.renew(session.accessToken);
  return renewed === null ? signedOut : answered(await send(renewed.accessToken));
}

async function answered(response: Response): Promise<Download> {
  return response.ok
    ? { kind: 'file', content: await response.blob() }
    : failed(await refusalIn(response));
}

/** A file that the API has for the viewer, by its path below the origin. */
export async function download(path: string): Promise<Download> {
  try {
    return await get(path);
  } catch (error) {
    if (error instanceof ClientError) return failed(errorOf(error));
    // No connection, or one that broke before the end of the file.
    return failed({ message: String(error), extensions: { code: 'UNREACHABLE' } });
  }
}
