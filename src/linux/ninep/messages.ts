// SPDX-License-Identifier: MIT
/**
 * The wire format of 9P2000.L (Linux: include/net/9p/9p.h, Documentation/filesystems/9p.rst; diod's
 * protocol.md). A message is size[4] type[1] tag[2] and a body, little endian. A string is its
 * length[2] and bytes, a qid type[1] version[4] path[8].
 *
 * `MessageReader` and `MessageWriter` are set onto buffers again and again; numbers are read and
 * written byte by byte, so that neither a view nor a copy is made for a message.
 */
import { Errno, FileError } from "./errno.ts";
import { Directory, type Inode, Symlink } from "./inodes.ts";
import { bytesToName } from "./names.ts";

/** Types of requests; a reply has the number that follows. */
export const MessageType = {
  Rlerror: 7,
  Tstatfs: 8,
  Tlopen: 12,
  Tlcreate: 14,
  Tsymlink: 16,
  Tmknod: 18,
  Trename: 20,
  Treadlink: 22,
  Tgetattr: 24,
  Tsetattr: 26,
  Txattrwalk: 30,
  Txattrcreate: 32,
  Treaddir: 40,
  Tfsync: 50,
  Tlock: 52,
  Tgetlock: 54,
  Tlink: 70,
  Tmkdir: 72,
  Trenameat: 74,
  Tunlinkat: 76,
  Tversion: 100,
  Tauth: 102,
  Tattach: 104,
  Tflush: 108,
  Twalk: 110,
  Tread: 116,
  Twrite: 118,
  Tclunk: 120,
  Tremove: 122,
} as const;

/** size[4] type[1] tag[2]. Unit: bytes. */
export const HEADER_BYTES = 7;

/** Unit: bytes. */
export const QID_BYTES = 13;

const NO_BYTES = new Uint8Array(0);

/** Reads the fields of one message in their order. @throws FileError EPROTO: the message is cut. */
export class MessageReader {
  bytes: Uint8Array = NO_BYTES;
  at = 0;
  end = 0;

  /** Onto the body of the message at the start of `bytes`. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 0;
    this.end = bytes.length;
    const size = this.u32();
    if (size < HEADER_BYTES || size > bytes.length) throw new FileError(Errno.EPROTO);
    this.end = size;
    this.at = HEADER_BYTES;
  }

  /** Where `length` bytes of the message start, past which reading goes on. */
  skip(length: number): number {
    const start = this.at;
    if (start + length > this.end) throw new FileError(Errno.EPROTO);
    this.at = start + length;
    return start;
  }

  u8(): number {
    return this.bytes[this.skip(1)] ?? 0;
  }

  u16(): number {
    const at = this.skip(2);
    const { bytes } = this;
    return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  }

  u32(): number {
    return this.u32At(this.skip(4));
  }

  u32At(at: number): number {
    const { bytes } = this;
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    return (low | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
  }

  /** Exact below 2^53; larger values are rounded, and stay larger. */
  u64(): number {
    const low = this.u32();
    return this.u32() * 0x1_0000_0000 + low;
  }

  i64(): number {
    const low = this.u32();
    return (this.u32() | 0) * 0x1_0000_0000 + low;
  }

  /** A byte string (names.ts). */
  string(): string {
    const length = this.u16();
    const start = this.skip(length);
    return bytesToName(this.bytes.subarray(start, start + length));
  }
}

/** Writes the fields of one reply in their order. @throws FileError EPROTO: no room is left. */
export class MessageWriter {
  bytes: Uint8Array = NO_BYTES;
  at = 0;
  end = 0;

  /** Onto the body of a message at the start of `bytes`, of at most `size` bytes. */
  reset(bytes: Uint8Array, size: number): void {
    this.bytes = bytes;
    this.at = HEADER_BYTES;
    this.end = Math.min(size, bytes.length);
  }

  get room(): number {
    return this.end - this.at;
  }

  /** Where `length` bytes may be put, past which writing goes on. */
  skip(length: number): number {
    const start = this.at;
    if (start + length > this.end) throw new FileError(Errno.EPROTO);
    this.at = start + length;
    return start;
  }

  u8(value: number): void {
    this.bytes[this.skip(1)] = value;
  }

  u16(value: number): void {
    this.u16At(this.skip(2), value);
  }

  u32(value: number): void {
    this.u32At(this.skip(4), value);
  }

  /** A whole number of either sign, exact below 2^53. */
  u64(value: number): void {
    this.u32(value);
    this.u32(Math.floor(value / 0x1_0000_0000));
  }

  string(name: string): void {
    this.u16(name.length);
    const start = this.skip(name.length);
    for (let i = 0; i < name.length; i++) this.bytes[start + i] = name.charCodeAt(i);
  }

  qid(inode: Inode): void {
    this.u8(qidType(inode));
    this.u32(inode.version);
    this.u64(inode.id);
  }

  /** `length` bytes of another message. */
  copy(from: Uint8Array, start: number, length: number): void {
    this.bytes.set(from.subarray(start, start + length), this.skip(length));
  }

  u16At(at: number, value: number): void {
    this.bytes[at] = value;
    this.bytes[at + 1] = value >>> 8;
  }

  u32At(at: number, value: number): void {
    const { bytes } = this;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
  }

  /** Writes the header; the length of the whole message. */
  finish(type: number, tag: number): number {
    this.u32At(0, this.at);
    this.bytes[4] = type;
    this.bytes[5] = tag;
    this.bytes[6] = tag >>> 8;
    return this.at;
  }
}

/** P9_QTDIR, P9_QTSYMLINK, P9_QTFILE. */
function qidType(inode: Inode): number {
  if (inode instanceof Directory) return 0x80;
  return inode instanceof Symlink ? 0x02 : 0x00;
}
