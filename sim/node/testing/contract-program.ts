/** Runs one case of a contract in the tank; its arguments are the contract's file and the case. */
const [, , file, title] = process.argv;
const { cases } = (await import(file ?? '')) as { cases: Readonly<Record<string, () => unknown>> };
const body = cases[title ?? ''];
if (body === undefined) throw new Error(`${file} has no case "${title}".`);
await body();
console.log('the case has passed');
process.exit(0);
