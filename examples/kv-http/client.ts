import type { ClientSurroundings } from 'wavetank';
import type { KvOperation, KvResult } from 'wavetank/invariants';

const TIMEOUT_MS = 2_000;

/** Sends the operation to one of the nodes. An exception means that the outcome is unknown. */
export default async function client(
  operation: KvOperation,
  { nodes }: ClientSurroundings,
): Promise<KvResult> {
  const node = nodes[Math.floor(Math.random() * nodes.length)];
  const url = `http://${node}:8080/kv/${encodeURIComponent(operation.key)}`;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response =
    operation.kind === 'write'
      ? await fetch(url, { method: 'PUT', body: operation.value, signal })
      : await fetch(url, { signal });
  if (!response.ok) throw new Error(`${node} answered ${response.status}: ${await response.text()}`);
  if (operation.kind === 'write') return { kind: 'write' };
  const { value } = (await response.json()) as { value?: string | null };
  return { kind: 'read', value: value ?? null };
}
