/** Whether this process measures code coverage. V8 has one mode for all sessions: who ends it elsewhere loses the counts. */
export const measured = { coverage: process.env['NODE_V8_COVERAGE'] !== undefined };
