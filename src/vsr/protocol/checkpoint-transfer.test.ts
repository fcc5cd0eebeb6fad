import { describe, expect, it } from 'vitest';
import { checksum } from '../../process/codec.ts';
import type { Entry } from '../data/entry.ts';
import { Cluster } from '../testing/cluster.ts';
import { finishDisk } from '../testing/scripts.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';

function prepare(cluster: Cluster, to: number, entry: Entry | undefined, commit = 0, view = 0): void {
  const from = view % cluster.config.members.length;
  if (entry === undefined) throw new Error('no entry');
  cluster.inject(packet(cluster, from, to, { type: 'Prepare', commit, entry, view }));
}

function commit(cluster: Cluster, to: number, number: number, view = 0): void {
  const from = view % cluster.config.members.length;
  cluster.inject(packet(cluster, from, to, { type: 'Commit', commit: number, view }));
}

describe('a fetched checkpoint', () => {
  /**
   * The last replica of three has nothing yet. The others have executed four ops in view 0, and have a
   * checkpoint of the last one.
   */
  function lagging(): Cluster {
    const cluster = new Cluster({ config: testConfig(3, { checkpointOps: 4 }) });
    cluster.run();
    for (const entry of chain(0, 4)) prepare(cluster, 1, entry, 4);
    finishDisk(cluster, 1);
    commit(cluster, 1, 4);
    finishDisk(cluster, 1);
    cluster.drop(() => true);
    expect(cluster.state(1).checkpoint?.op).toBe(4);
    return cluster;
  }

  function piece(cluster: Cluster, logView: number): void {
    const { bytes } = cluster.state(1).checkpoint ?? { bytes: new Uint8Array(0) };
    const { op, sum, offset, totalBytes } = {
      op: 4,
      sum: checksum(bytes),
      offset: 0,
      totalBytes: bytes.length,
    };
    const message = {
      type: 'CheckpointPiece',
      bytes,
      logView,
      offset,
      op,
      sum,
      totalBytes,
      view: 0,
    } as const;
    cluster.inject(packet(cluster, 1, 2, message));
  }

  it('should replace the missing log, if the log of this view contains its op', () => {
    const cluster = lagging();
    piece(cluster, 0);
    expect(cluster.state(2)).toMatchObject({ status: 'normal', view: 0, logView: 0, logBase: 4, commit: 4 });
  });

  // Its head may have been prepared in the later view, and is then in no log of this one (F2).
  it('should be kept for the log of a later view, if it was committed there', () => {
    const cluster = lagging();
    piece(cluster, 1);
    expect(cluster.state(2)).toMatchObject({
      status: 'catching-up',
      view: 1,
      logView: 0,
      log: [],
      commit: 0,
    });
    finishDisk(cluster, 2);
    expect(sent(cluster, 2, 'RequestStartView')).toMatchObject([{ view: 1, commit: 4 }]);
  });
});
