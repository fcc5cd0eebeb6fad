import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostInputError } from '../host-input-error.ts';
import { silent } from '../log.ts';
import { Recorder } from './recorder.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recorder-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recordOf(replica: number, cluster: string): Recorder {
  const recorder = new Recorder({
    folder: path.join(folder, 'ring'),
    bytesMax: 1 << 20,
    about: { system: 's', replica, replicas: 3, cluster, scenario: '{}', mutant: null, program: 'this' },
    originUs: 0,
    random: () => [1, 2, 3, 4],
    redaction: undefined,
    log: silent,
  });
  recorder.begins({});
  return recorder;
}

describe('the folder of a recorder', () => {
  it('should be of one process: its next start records there, no other', () => {
    recordOf(1, 'a').close();
    recordOf(1, 'a').close();
    expect(() => recordOf(2, 'a')).toThrow(HostInputError);
    expect(() => recordOf(1, 'b')).toThrow(
      /ring holds a recording of replica 1 of s in cluster "a": record replica 1 of s in cluster "b" somewhere else$/,
    );
    expect(() => statSync(path.join(folder, 'ring', 'segment-00000003.wtr'))).toThrow(/ENOENT/);
  });
});
