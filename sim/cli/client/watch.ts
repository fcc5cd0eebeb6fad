import type { HostedClient } from '../../../src/host/client/client.ts';
import { escapedText } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';

/** Polling interval. */
const EVERY_MS = 200;

/** Prints a key's value on each change, until Ctrl-C. Polls any replica; reads are monotonic. */
export async function watch(client: HostedClient, key: string, io: Io, json: boolean): Promise<ExitCode> {
  let stopped = false;
  let last: string | undefined;
  const off = io.onInterrupt(() => {
    stopped = true;
  });
  while (!stopped) {
    const outcome = await client.invoke({ kind: 'read', key, read: 'stale' });
    const text = JSON.stringify(outcome.type === 'ok' ? valueIn(outcome.result) : outcome);
    if (text !== last) {
      io.out(json ? `${JSON.stringify(outcome)}\n` : `${escapedText(text)}\n`);
      last = text;
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  off();
  return ExitCode.clean;
}

function valueIn(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || !('value' in result)) return result;
  const inner: unknown = result.value;
  return typeof inner === 'object' && inner !== null && 'value' in inner ? inner.value : inner;
}
