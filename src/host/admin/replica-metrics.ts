import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HostedReplica } from '../replica/replica.ts';
import type { Metric } from './metrics.ts';

const NS_PER_SECOND = 1e9;

/** How late the event loop is; measured from the first call on. */
const delays = monitorEventLoopDelay({ resolution: 10 });

/** All that one replica counts. */
export function metricsOf(replica: HostedReplica): readonly Metric[] {
  delays.enable();
  const { network, disk, process: hosted, probes } = replica;
  const links = [...network.links].sort(([a], [b]) => a - b);
  const perPeer = (value: (link: (typeof links)[number][1]) => number): Metric['values'] =>
    links.map(([id, link]) => ({ labels: { peer: String(id) }, value: value(link) }));
  return [
    one('wavetank_steps_total', 'counter', 'handlers that have run', hosted.steps),
    one('wavetank_up', 'gauge', 'whether the process lives', hosted.fate === undefined ? 1 : 0),
    one(
      'wavetank_messages_received_total',
      'counter',
      'messages that the guard let pass',
      network.counts.messages,
    ),
    one(
      'wavetank_connections_refused_total',
      'counter',
      'connections closed because of what came',
      network.counts.refusedFrames,
    ),
    one(
      'wavetank_undeliverable_total',
      'counter',
      'messages to processes that are not connected',
      network.counts.undeliverable,
    ),
    one('wavetank_clients', 'gauge', 'clients that are connected', network.guests.count),
    many(
      'wavetank_peer_up',
      'gauge',
      'whether the peer has taken our connection',
      perPeer(({ up }) => (up ? 1 : 0)),
    ),
    many(
      'wavetank_peer_connects_total',
      'counter',
      'connections made',
      perPeer(({ connects }) => connects),
    ),
    many(
      'wavetank_peer_sent_frames_total',
      'counter',
      'frames sent',
      perPeer(({ outbox }) => outbox.sentFrames),
    ),
    many(
      'wavetank_peer_sent_bytes_total',
      'counter',
      'bytes sent',
      perPeer(({ outbox }) => outbox.sentBytes),
    ),
    many(
      'wavetank_peer_dropped_frames_total',
      'counter',
      'frames dropped',
      perPeer(({ outbox }) => outbox.dropped),
    ),
    many(
      'wavetank_peer_waiting_bytes',
      'gauge',
      'bytes that wait',
      perPeer(({ outbox }) => outbox.waitingBytes),
    ),
    one('wavetank_disk_writes_total', 'counter', 'writes', disk.counts.writes),
    one('wavetank_disk_written_bytes_total', 'counter', 'bytes written', disk.counts.writtenBytes),
    one('wavetank_disk_syncs_total', 'counter', 'syncs', disk.counts.syncs),
    one('wavetank_disk_sync_seconds_total', 'counter', 'time that syncs took', disk.counts.syncMs / 1000),
    one(
      'wavetank_event_loop_delay_p99_seconds',
      'gauge',
      'lateness of timers',
      delays.percentile(99) / NS_PER_SECOND,
    ),
    one('wavetank_resident_bytes', 'gauge', 'memory of the process', process.memoryUsage.rss()),
    many(
      'wavetank_probe_total',
      'counter',
      'situations that the protocol counts',
      [...probes]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([probe, value]) => ({ labels: { probe }, value })),
    ),
  ];
}

const many = (name: string, type: Metric['type'], help: string, values: Metric['values']): Metric => ({
  name,
  type,
  help,
  values,
});

const one = (name: string, type: Metric['type'], help: string, value: number): Metric =>
  many(name, type, help, [{ value }]);
