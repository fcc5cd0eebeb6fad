/** What stands in the page as its data; undefined, and given later, where they are packed. */
export function pageData<Data>(given: (data: Data) => void): Data | undefined {
  const element = document.getElementById('data');
  const text = element?.textContent ?? 'null';
  if (element?.getAttribute('type') !== 'application/json+gzip') return JSON.parse(text) as Data; // written with this script
  unpacked(text).then((json) => given(JSON.parse(json) as Data)); // the same
  return undefined;
}

function unpacked(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
