import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { addressText } from '../../../src/host/wire/address.ts';
import { connect } from '../../api/client.ts';
import { withSystemFiles } from '../../cli/shared/system-file.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { ReplicaProcess } from '../replica-process.ts';
import { freeAddresses } from './local-group.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../../scripts/start.mjs');
const PATIENCE_MS = 20_000;

/** Serves a system file as one replica that records, until all operations are done; returns the folder of the recording. */
export async function recordingOfFile(
  folder: string,
  file: string,
  operations: readonly unknown[],
): Promise<string> {
  const [address] = await freeAddresses(1);
  const system = (await withSystemFiles({ systems, defaultSystem }, [file])).systems.get(file);
  if (address === undefined || system === undefined) throw new Error('no free port, or no system');
  mkdirSync(folder, { recursive: true });
  const recording = path.join(folder, '0.recording');
  const at = addressText(address);
  const words = ['--replica', '0', '--peers', at, '--system', file, '--record', recording];
  const program = { entry: ENTRY, execArgv: [] };
  const replica = new ReplicaProcess({ program, folder: path.join(folder, '0'), words });
  const client = connect({ at: [at], system });
  try {
    await replica.ready;
    for (const operation of operations) {
      const { type } = await client.invoke(operation, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (type !== 'ok') throw new Error(`an operation ended as ${type}`);
    }
  } finally {
    client.close();
    await replica.stop();
  }
  return recording;
}
