/** A file without its folder, and without what depends on whether another test writes into the repository at this moment. */
export const comparable = (text: string, folder: string): string =>
  text
    .replaceAll(folder, '')
    .replace(/ \(uncommitted changes\)(?=")/, '')
    .replace(/"sum": "\w+"/, '"sum"');
