import type { Process, Scenario } from 'wavetank';

/** A replica of the `vsr` system as it was at commit b0297e5: protocol, log files and services in one file. */
export const replica: (scenario: Scenario) => Process<object, unknown>;
