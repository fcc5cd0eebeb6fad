import { useEffect, useState } from 'preact/hooks';

/** Response of the server, or the error. */
export type Loaded<T> =
  | { readonly type: 'loading' }
  | { readonly type: 'loaded'; readonly data: T }
  | { readonly type: 'failed'; readonly error: string };

const LOADING = { type: 'loading' } as const;

/** Fetches from the server, and again on every change event. A URL of `undefined` fetches nothing yet. */
export function useData<T>(url: string | undefined): Loaded<T> {
  const [loaded, setLoaded] = useState<{ readonly url: string | undefined; readonly what: Loaded<T> }>({
    url,
    what: LOADING,
  });
  useEffect(() => {
    if (url === undefined) return;
    let isOver = false;
    const load = (): void => {
      void ask<T>(url).then((what) => {
        if (!isOver) setLoaded({ url, what });
      });
    };
    load();
    const stop = onChange(load);
    return () => {
      isOver = true;
      stop();
    };
  }, [url]);
  return loaded.url === url ? loaded.what : LOADING;
}

async function ask<T>(url: string): Promise<Loaded<T>> {
  try {
    const response = await fetch(url);
    const data: unknown = await response.json();
    return response.ok
      ? { type: 'loaded', data: data as T } // client and server are the same version
      : { type: 'failed', error: errorIn(data) };
  } catch {
    return { type: 'failed', error: 'the server does not answer' };
  }
}

/** Posts a request to the server; returns the error message, if any. */
export async function post(url: string, body: object): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-wavetank': '1' },
      body: JSON.stringify(body),
    });
    return response.ok ? undefined : errorIn(await response.json());
  } catch {
    return 'the server does not answer';
  }
}

const errorIn = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : 'the server refused';

const listeners = new Set<() => void>();
let source: EventSource | undefined;

/** One connection shared by all listeners. */
function onChange(listener: () => void): () => void {
  listeners.add(listener);
  if (source === undefined) {
    source = new EventSource('/api/events');
    const tell = (): void => {
      for (const each of listeners) each();
    };
    source.addEventListener('changed', tell);
  }
  return () => listeners.delete(listener);
}
