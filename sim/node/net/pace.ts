/** The first wait for an acknowledgement; each further one is twice as long. */
export const RETRANSMIT_US = 200_000;
/** Retransmissions of a segment before the connection is given up with `ETIMEDOUT`: after about 50 s. */
export const RETRANSMISSIONS = 8;
/** The same for the first segment of a connection: after 127 s, as Linux does. */
export const SYN_RETRANSMIT_US = 1_000_000;
export const SYN_RETRANSMISSIONS = 6;
/** Bytes that a sender may have sent and the receiving program not yet read. */
export const WINDOW_BYTES = 262_144;
/** The receiver speaks of its progress in steps of this size. */
export const WINDOW_STEP_BYTES = WINDOW_BYTES / 2;
/** The largest piece in which bytes travel and are read. */
export const SEGMENT_BYTES = 65_536;
/** What headers cost. */
export const HEADER_BYTES = 40;
/** Where the ports that the system chooses begin. */
export const FIRST_EPHEMERAL_PORT = 32_768;
