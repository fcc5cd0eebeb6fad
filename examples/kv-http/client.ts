/** What a client is asked to do. */
export type Operation =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: string };

/** Does one operation at one node and returns its result. An error says that nobody knows whether it happened. */
export default async function client(node: string, operation: Operation): Promise<string | null> {
  const url = `http://${node}:8080/kv/${encodeURIComponent(operation.key)}`;
  const signal = AbortSignal.timeout(2_000);
  const response =
    operation.kind === 'read'
      ? await fetch(url, { signal })
      : await fetch(url, { method: 'PUT', body: operation.value, signal });
  if (!response.ok) throw new Error(`${node} answered ${response.status}: ${await response.text()}`);
  const { value } = (await response.json()) as { value?: string | null };
  return operation.kind === 'read' ? (value ?? null) : null;
}
