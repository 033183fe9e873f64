// SPDX-License-Identifier: MIT
/** What a frame occupies on the wire beside its own bytes, in bits. */

/**
 * "ethernet": at least 60 bytes and 24 more (8 preamble and delimiter, 4 FCS, 12 gap; IEEE 802.3);
 * "ppp": 2 bytes in place of the 14 of the Ethernet header, as ns-3's point-to-point device;
 * "none": the frame without FCS, as tc counts.
 */
export type Framing = "ethernet" | "ppp" | "none";

/** Ethernet header: two addresses and a type. */
export const ETHERNET_HEADER_BYTES = 14;
const ETHERNET_BYTES_MIN = 60;

interface Overhead {
  readonly bytesMin: number;
  readonly extraBytes: number;
}

const OVERHEADS: Readonly<Record<Framing, Overhead>> = {
  ethernet: { bytesMin: ETHERNET_BYTES_MIN, extraBytes: 24 },
  ppp: { bytesMin: ETHERNET_HEADER_BYTES, extraBytes: 2 - ETHERNET_HEADER_BYTES },
  none: { bytesMin: ETHERNET_HEADER_BYTES, extraBytes: 0 },
};

export function overheadOf(framing: Framing): Overhead {
  return OVERHEADS[framing];
}

/** Bits on the wire of a frame of `length` bytes. */
export function wireBits({ bytesMin, extraBytes }: Overhead, length: number): number {
  return 8 * ((length > bytesMin ? length : bytesMin) + extraBytes);
}
