// The test runner maps stacks by the files that it has transformed. Bundles of system files are none of them: Node maps those, by the
// source maps within them, as it does for users.
delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
