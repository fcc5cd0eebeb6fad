/*
 * Bytes that a program writes, in a buffer of their own: the program may use its buffers again, and nobody else has these, so they
 * travel without another copy.
 */

export function encoded(text: string, encoding: BufferEncoding): Uint8Array {
  const bytes = Buffer.alloc(Buffer.byteLength(text, encoding));
  bytes.write(text, encoding);
  return bytes;
}

export function copied(view: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(view.length);
  bytes.set(view);
  return bytes;
}

/** Either buffers only, or pairs of a chunk and its encoding. */
export function joined(chunks: readonly unknown[], allBuffers: boolean): Uint8Array {
  const step = allBuffers ? 1 : 2;
  let sizeBytes = 0;
  for (let at = 0; at < chunks.length; at += step) {
    const chunk = chunks[at] as string | Uint8Array; // all that the library passes
    sizeBytes +=
      typeof chunk === 'string' ? Buffer.byteLength(chunk, chunks[at + 1] as BufferEncoding) : chunk.length;
  }
  const bytes = Buffer.alloc(sizeBytes);
  let filledBytes = 0;
  for (let at = 0; at < chunks.length; at += step) {
    const chunk = chunks[at] as string | Uint8Array;
    if (typeof chunk === 'string') {
      filledBytes += bytes.write(chunk, filledBytes, chunks[at + 1] as BufferEncoding);
    } else {
      bytes.set(chunk, filledBytes);
      filledBytes += chunk.length;
    }
  }
  return bytes;
}
