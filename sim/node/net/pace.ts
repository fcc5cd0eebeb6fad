/** Initial retransmission timeout; it doubles each time. */
export const RETRANSMIT_US = 200_000;
/** Retransmissions of a segment before the connection fails with `ETIMEDOUT`: after about 50 s. */
export const RETRANSMISSIONS = 7;
/** The same for the first segment of a connection: 127 s in total, as on Linux. */
export const SYN_RETRANSMIT_US = 1_000_000;
export const SYN_RETRANSMISSIONS = 6;
/** Maximum bytes sent but not yet read by the receiving program. */
export const WINDOW_BYTES = 262_144;
/** The receiver advertises its progress in steps of this size. */
export const WINDOW_STEP_BYTES = WINDOW_BYTES / 2;
/** Maximum size of a segment, sent or read. */
export const SEGMENT_BYTES = 65_536;
/** Size of the headers of a packet. */
export const HEADER_BYTES = 40;
/** First ephemeral port. */
export const FIRST_EPHEMERAL_PORT = 32_768;
