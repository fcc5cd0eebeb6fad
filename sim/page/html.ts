/** What a page of ours may load: nothing but what stands in it. */
export const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that a page shows as it is. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** Signs that end a script element or begin a comment there, and those that end a line in older JavaScript but not in JSON. */
const UNSAFE = /[<\u2028\u2029]/g;

/** JSON that cannot end the element it stands in. */
export const inScript = (json: string): string =>
  json.replaceAll(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
