// SPDX-License-Identifier: MIT
/**
 * The block of boot parameters: everything that makes one host differ from another of the same
 * kernel. The kernel reads it in the second step of its boot
 * (ports/linux/arch/wasm/include/asm/boot_block.h has the same layout in C). Little endian.
 */

export interface BootPort {
  /** Six bytes. */
  readonly mac: Uint8Array;
  /** "eth0"; at most 15 characters, as the kernel's IFNAMSIZ. */
  readonly name: string;
  readonly mtu: number;
  /** Frames of the transmit ring that `ethtool -g` shows. */
  readonly txRing: number;
  readonly rateBps: number;
}

export interface BootParameters {
  /** 32 bytes for the kernel's random pool, of a stream of its own for each host. */
  readonly seed: Uint8Array;
  readonly hostName: string;
  /** CLOCK_REALTIME at virtual time 0. */
  readonly realtimeNs: bigint;
  readonly syscallCostNs: number;
  readonly interruptCostNs: number;
  readonly ports: readonly BootPort[];
}

const MAGIC = 0x65636464;
const VERSION = 1;
const HEADER_BYTES = 128;
const PORT_BYTES = 48;
const SEED_BYTES = 32;
const HOST_NAME_BYTES = 64;
const PORT_NAME_BYTES = 16;

export function emitBootBlock(parameters: BootParameters): Uint8Array {
  const { seed, ports } = parameters;
  if (seed.length !== SEED_BYTES) throw new RangeError(`boot seed of ${seed.length} bytes, not 32`);
  const block = new Uint8Array(HEADER_BYTES + PORT_BYTES * ports.length);
  const view = new DataView(block.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  block.set(seed, 8);
  block.set(asciiz(parameters.hostName, HOST_NAME_BYTES), 40);
  view.setBigInt64(104, parameters.realtimeNs, true);
  view.setUint32(112, parameters.syscallCostNs, true);
  view.setUint32(116, parameters.interruptCostNs, true);
  view.setUint32(120, ports.length, true);
  for (const [i, port] of ports.entries()) {
    const at = HEADER_BYTES + PORT_BYTES * i;
    block.set(port.mac.subarray(0, 6), at);
    block.set(asciiz(port.name, PORT_NAME_BYTES), at + 8);
    view.setUint32(at + 24, port.mtu, true);
    view.setUint32(at + 28, port.txRing, true);
    view.setFloat64(at + 32, port.rateBps, true);
  }
  return block;
}

/** Bytes of an ASCII name that fits with its NUL. */
function asciiz(name: string, room: number): Uint8Array {
  if (name.length >= room) throw new RangeError(`"${name}" is longer than ${room - 1} characters`);
  return Uint8Array.from(name, (character) => character.charCodeAt(0) & 127);
}
