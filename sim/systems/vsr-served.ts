import { acceptsCounter, acceptsKv, acceptsList, acceptsStamp } from '../../src/service/accepts.ts';
import type { VsrSettings } from './vsr-settings.ts';

const MS = 1000;
const SECOND = 1_000_000;

/**
 * On real machines. A primary that dies is missed after 300 to 450 ms. Few entries at a time, of many operations each: whatever waits
 * while the disks sync goes together. Directories of data are lost, too, so no disk is trusted.
 */
export const SERVED_SETTINGS: VsrSettings = {
  service: 'kv',
  keys: 1,
  preVote: true,
  pipelineMax: 4,
  queueMax: 4096,
  queueUs: 2 * SECOND,
  batchMax: 128,
  sessionsMax: 8192,
  predictions: 'primary',
  reads: 'log',
  readers: 0,
  leaseUs: 0,
  leaseDriftPpm: 0,
  checkpointOps: 2048,
  checkpointsKept: 1,
  checkpointSliceBytes: 128 * 1024,
  distrustsDisk: true,
  members: 0,
  reconfigurePercent: 0,
  logInMemory: false,
  heartbeatUs: 50 * MS,
  resendUs: 100 * MS,
  viewTimeoutUs: 300 * MS,
  viewTimeoutMaxUs: 5 * SECOND,
  abdicateUs: SECOND,
  retryUs: 150 * MS,
  retryMaxUs: SECOND,
  giveUpUs: 10 * SECOND,
};

const ACCEPTS: Readonly<Record<VsrSettings['service'], (operation: unknown) => boolean>> = {
  kv: acceptsKv,
  counter: acceptsCounter,
  'append-list': acceptsList,
  stamp: acceptsStamp,
};

/** Whether an operation is one of this service. */
export const acceptsOf = (service: VsrSettings['service']): ((operation: unknown) => boolean) =>
  ACCEPTS[service];
