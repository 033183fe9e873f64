// SPDX-License-Identifier: MIT
/**
 * Blocks of the pcapng format (draft-ietf-opsawg-pcapng), little endian, stamps in nanoseconds.
 * Only what a capture needs: one section, its interfaces, enhanced packet blocks.
 */

export const LINKTYPE_ETHERNET = 1;

/** Direction bits of `epb_flags`. */
export const INBOUND = 1;
export const OUTBOUND = 2;

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const OPTION_END = 0;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;
/** Time stamps count units of 10^-9 s. */
const NANOSECONDS = 9;
const TWO_32 = 0x1_0000_0000;

/** Bytes of an enhanced packet block around the frame's bytes and their padding. */
const EPB_FIXED_BYTES = 28 + 12 + 4;

/** The first block of a file. */
export function sectionHeader(): Uint8Array {
  const block = new DataView(new ArrayBuffer(28));
  block.setUint32(0, SECTION_HEADER, true);
  block.setUint32(4, 28, true);
  block.setUint32(8, BYTE_ORDER_MAGIC, true);
  block.setUint16(12, 1, true);
  block.setUint16(14, 0, true);
  // Length of the section: not given.
  block.setUint32(16, 0xffff_ffff, true);
  block.setUint32(20, 0xffff_ffff, true);
  block.setUint32(24, 28, true);
  return new Uint8Array(block.buffer);
}

/** An Ethernet interface. `snaplen` 0: frames are whole. */
export function interfaceDescription(name: Uint8Array, snaplen: number): Uint8Array {
  const length = 16 + 4 + padded(name.length) + 8 + 4 + 4;
  const block = new DataView(new ArrayBuffer(length));
  block.setUint32(0, INTERFACE_DESCRIPTION, true);
  block.setUint32(4, length, true);
  block.setUint16(8, LINKTYPE_ETHERNET, true);
  block.setUint32(12, snaplen, true);
  block.setUint16(16, IF_NAME, true);
  block.setUint16(18, name.length, true);
  new Uint8Array(block.buffer).set(name, 20);
  const at = 20 + padded(name.length);
  block.setUint16(at, IF_TSRESOL, true);
  block.setUint16(at + 2, 1, true);
  block.setUint8(at + 4, NANOSECONDS);
  block.setUint16(at + 8, OPTION_END, true);
  block.setUint32(length - 4, length, true);
  return new Uint8Array(block.buffer);
}

/** Bytes of an enhanced packet block with `captured` bytes of a frame. */
export function packetBlockBytes(captured: number): number {
  return EPB_FIXED_BYTES + padded(captured);
}

export interface PacketHeader {
  readonly interfaceIndex: number;
  /** Nanoseconds since 1970 in two words of 32 bits. */
  readonly stampHigh: number;
  readonly stampLow: number;
  readonly captured: number;
  /** Bytes of the frame as it was. */
  readonly original: number;
  readonly flags: typeof INBOUND | typeof OUTBOUND;
}

/**
 * Writes an enhanced packet block at `at` into zeroed or used bytes, all but the frame itself,
 * whose place is returned.
 */
export function writePacketBlock(block: DataView, at: number, packet: PacketHeader): number {
  const length = packetBlockBytes(packet.captured);
  const data = at + 28;
  const end = data + padded(packet.captured);
  block.setUint32(at, ENHANCED_PACKET, true);
  block.setUint32(at + 4, length, true);
  block.setUint32(at + 8, packet.interfaceIndex, true);
  block.setUint32(at + 12, packet.stampHigh, true);
  block.setUint32(at + 16, packet.stampLow, true);
  block.setUint32(at + 20, packet.captured, true);
  block.setUint32(at + 24, packet.original, true);
  for (let pad = data + packet.captured; pad < end; pad++) block.setUint8(pad, 0);
  block.setUint16(end, EPB_FLAGS, true);
  block.setUint16(end + 2, 4, true);
  block.setUint32(end + 4, packet.flags, true);
  block.setUint32(end + 8, OPTION_END, true);
  block.setUint32(end + 12, length, true);
  return data;
}

/** Turns virtual time into the two words of a stamp, without BigInt for each frame. */
export class StampClock {
  readonly #epochHigh: number;
  readonly #epochLow: number;
  high = 0;
  low = 0;

  /** `epochNs`: nanoseconds from 1970 to virtual time 0. */
  constructor(epochNs: bigint) {
    this.#epochHigh = Number(epochNs >> 32n);
    this.#epochLow = Number(epochNs & 0xffff_ffffn);
  }

  set(timeNs: number): void {
    const high = Math.floor(timeNs / TWO_32);
    const low = this.#epochLow + (timeNs - high * TWO_32);
    const carry = low >= TWO_32 ? 1 : 0;
    this.high = this.#epochHigh + high + carry;
    this.low = low - carry * TWO_32;
  }
}

function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}
