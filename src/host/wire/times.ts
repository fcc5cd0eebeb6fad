/** A caller has so long to say who it is, and a replica to answer. */
export const HANDSHAKE_MS = 3000;
/** Between two questions whether the other one is there. */
export const PING_MS = 1000;
/** Who is silent for so long is taken for gone. */
export const SILENCE_MS = 5000;
