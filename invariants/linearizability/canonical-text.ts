/** One text for each value, whatever order its fields are in; undefined for undefined. */
export function canonicalText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return String(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item) ?? 'null').join()}]`;
      const fields = Object.entries(value)
        .flatMap(([name, field]) => {
          const text = canonicalText(field);
          return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
        })
        .sort();
      return `{${fields.join()}}`;
    }
    default:
      return Object.is(value, -0) ? '0' : JSON.stringify(value);
  }
}
