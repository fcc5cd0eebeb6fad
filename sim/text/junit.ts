/** A test case of a JUnit report. */
export interface JunitCase {
  readonly name: string;
  /** Failure; undefined when the case passed. */
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string };
}

/** Renders a JUnit report with one suite; `output` is what is to be said about all of it. Drops characters that are invalid in XML. */
export function junitXml(
  suite: string,
  cases: readonly JunitCase[],
  seconds: number,
  output?: string,
): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const head = `name="${escaped(suite)}" tests="${cases.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${head}>`,
    `  <testsuite ${head}>`,
    ...cases.map((one) => caseXml(suite, one)),
    ...(output === undefined ? [] : [`    <system-out>${escaped(output)}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseXml(suite: string, { name, failure }: JunitCase): string {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (failure === undefined) return `${head}/>`;
  const { type, message, text } = failure;
  return `${head}><failure type="${escaped(type)}" message="${escaped(message)}">${escaped(text)}</failure></testcase>`;
}

/** Whether a character is valid in XML: no control characters, no lone surrogates. */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  [...text]
    .filter(isXml)
    .join('')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
    .replaceAll('\n', '&#10;');
