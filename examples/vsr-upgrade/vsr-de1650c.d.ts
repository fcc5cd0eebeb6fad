import type { ClientProcess, Process, Scenario } from 'wavetank';

/** Replicas and clients of the `vsr` system as they were at commit de1650c: protocol, log files and services in one file. */
export function earlier(scenario: Scenario): {
  readonly replica: Process<object, unknown>;
  readonly client: ClientProcess<object, unknown, unknown, unknown>;
};
