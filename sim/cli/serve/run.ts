import { pino } from 'pino';
import { openAdmin } from '../../../src/host/admin/admin.ts';
import type { Fate } from '../../../src/host/hosting.ts';
import { Recorder } from '../../../src/host/recording/recorder.ts';
import { Redaction } from '../../../src/host/recording/redaction.ts';
import { HostedReplica } from '../../../src/host/replica/replica.ts';
import { dumpState } from '../../../src/host/state-dump.ts';
import { makeTrouble } from '../../../src/host/trouble.ts';
import { addressText } from '../../../src/host/wire/address.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { recordedCode } from '../../served/recorded.ts';
import { servingOf } from '../../served/serving.ts';
import type { Registry } from '../../systems/registry.ts';
import { onRecording } from '../../text/command-line.ts';
import { escapedText } from '../linearizable/escaped.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { LOG_LEVELS } from '../shared/log-level.ts';
import {
  addressesIn,
  addressIn,
  asBadInput,
  keysOf,
  type SystemOptions,
  scenarioOf,
  systemOf,
  type TlsOptions,
  useFolder,
} from '../shared/served-options.ts';

export interface ServeOptions extends SystemOptions, TlsOptions {
  readonly replica: string;
  readonly peers: string;
  readonly data: string;
  readonly new?: true;
  readonly replicas?: string;
  readonly listen?: string;
  readonly clientsAt?: string;
  readonly metricsAt?: string;
  readonly insecure?: true;
  readonly record?: string;
  readonly recordBytes?: string;
  readonly redact?: string;
  readonly recordEach?: true;
  readonly fixedPeers?: true;
  readonly losesUnsynced?: string;
  readonly builtWith?: string;
  readonly log: string;
  readonly cluster: string;
}

const RECORD_BYTES = String(1 << 30);

/** @throws BadInput when there is an option for recordings, and none is made */
function refuseUnrecorded({ record, recordBytes, recordEach, redact }: ServeOptions): void {
  const lost = Object.entries({
    '--record-bytes': recordBytes,
    '--record-each': recordEach,
    '--redact': redact,
  }).find(([, value]) => value !== undefined);
  if (record === undefined && lost !== undefined)
    throw new BadInput(`${lost[0]} goes with --record: nothing is recorded without it`);
}

/** Runs until told to stop, or until the process stops itself. @throws BadInput */
export async function runServe(options: ServeOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const peers = addressesIn('--peers', options.peers);
  const self = parseInteger('--replica', options.replica, 0);
  const replicas =
    options.replicas === undefined ? peers.length : parseInteger('--replicas', options.replicas, 1);
  const clientsAt =
    options.clientsAt === undefined ? undefined : addressIn('--clients-at', options.clientsAt);
  const metricsAt =
    options.metricsAt === undefined ? undefined : addressIn('--metrics-at', options.metricsAt);
  const keys = keysOf(options);
  const level = LOG_LEVELS.find((known) => known === options.log);
  if (level === undefined)
    throw new BadInput(`--log ${options.log}: there is no such level; there are ${LOG_LEVELS.join(', ')}`);
  const unsyncedMs =
    options.losesUnsynced === undefined
      ? undefined
      : parseInteger('--loses-unsynced', options.losesUnsynced, 0);
  refuseUnrecorded(options);
  const recordBytes = parseInteger('--record-bytes', options.recordBytes ?? RECORD_BYTES, 1 << 20);
  if (options.redact !== undefined && options.redact !== 'values')
    throw new BadInput(`--redact ${options.redact}: only "values" can be left out of recordings`);
  const system = await systemOf(options, registry);
  const scenario = scenarioOf(system, replicas, options);
  const serving = servingOf(system, scenario, self);
  const { served } = serving;
  useFolder('--data', options.data);
  if (options.record !== undefined) useFolder('--record', options.record);
  // Facts may be what others have sent, and standard error may be a terminal. JSON has the same escapes.
  const write = (line: string): void => io.err(`${escapedText(line.trimEnd())}\n`);
  const log = pino({ level, base: { replica: self } }, { write });
  if (served.accepts === undefined)
    log.warn(`${served.name} states no guard for messages: whatever plain data comes reaches its handlers`);

  return new Promise<ExitCode>((resolve, reject) => {
    let running: HostedReplica | undefined;
    void start().catch(async (error: unknown) => {
      await running?.stop(); // otherwise its sockets keep the process alive
      recorder?.close();
      reject(asBadInput(error));
    });

    async function start(): Promise<void> {
      const replica = await HostedReplica.start({
        served,
        cluster: options.cluster,
        self,
        peers,
        directory: options.data,
        isNew: options.new === true,
        insecure: options.insecure === true,
        fixedPeers: options.fixedPeers === true,
        ...(unsyncedMs === undefined ? {} : { unsyncedMs }),
        log,
        ...(options.listen === undefined ? {} : { listenAt: addressIn('--listen', options.listen) }),
        ...(clientsAt === undefined ? {} : { clientsAt }),
        ...(keys === undefined ? {} : { keys }),
        ...(options.record === undefined ? {} : { witness: (of) => recorderFor(of, options.record ?? '') }),
        ended: (fate) => ended(fate),
      });
      running = replica;
      const closeAdmin = metricsAt === undefined ? () => {} : await openAdmin(metricsAt, replica);
      const at = clientsAt ?? peers[self];
      log.info({ system: served.name, steps: replica.process.steps }, 'the replica runs');
      io.out(
        `replica ${self} of ${served.name} runs · clients at ${at === undefined ? '?' : addressText(at)}\n`,
      );

      const hasParent = process.channel !== undefined;
      const stop = (code: ExitCode): void => {
        closeAdmin();
        process.off('SIGTERM', graceful);
        process.off('SIGINT', graceful);
        process.off('disconnect', graceful);
        if (process.connected) process.disconnect();
        void replica.stop().finally(() => {
          recorder?.close();
          if (options.record !== undefined && !hasParent)
            io.out(`${io.paint.command(onRecording('replay', options.record, options.system))}\n`);
          resolve(code);
        });
      };
      const graceful = (): void => {
        log.info('the replica stops');
        stop(ExitCode.clean);
      };
      process.on('SIGTERM', graceful);
      process.on('SIGINT', graceful);
      // The parent process is gone, so nothing supervises this one any more.
      if (hasParent) {
        process.on('disconnect', graceful);
        process.on('message', (message) => makeTrouble(message, replica.clock, replica.disk));
      }

      ended = (fate) => {
        if (fate.type === 'stopped') {
          log.error({ reason: fate.reason }, 'the process has stopped itself: start it again');
          stop(ExitCode.stopped);
          return;
        }
        const file = dumpState(options.data, fate, replica.process.steps);
        log.fatal({ error: String(fate.error), dump: file }, 'a handler threw');
        io.err(`replica ${self} cannot go on: ${escapedText(String(fate.error))}; its state is in ${file}\n`);
        stop(ExitCode.threw);
      };
      const { fate } = replica.process;
      if (fate !== undefined) ended(fate);
    }

    function recorderFor(replica: HostedReplica, folder: string): Recorder {
      recorder = new Recorder({
        folder,
        bytesMax: recordBytes,
        about: {
          ...recordedCode(serving),
          replica: self,
          replicas,
          cluster: options.cluster,
          scenario: JSON.stringify(scenario),
          mutant: options.mutant ?? options.builtWith ?? null,
        },
        originUs: replica.clock.originUs,
        immediate: options.recordEach === true,
        random: () => replica.random.seed,
        redaction: options.redact === undefined ? undefined : new Redaction(),
        log,
      });
      return recorder;
    }

    let recorder: Recorder | undefined;
    /** Replaced once the replica has started; until then there is nothing to end. */
    let ended: (fate: Fate) => void = () => {};
  });
}
