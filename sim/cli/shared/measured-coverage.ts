/** Whether this process is collecting code coverage. V8 has one coverage mode per process: stopping it in another session discards the counts. */
export const measured = { coverage: process.env['NODE_V8_COVERAGE'] !== undefined };
