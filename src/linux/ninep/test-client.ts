// SPDX-License-Identifier: MIT
/** A small 9P2000.L client for tests: one method for each request, errors as `ClientError`. */
import { HEADER_BYTES, MessageType, MessageWriter } from "./messages.ts";
import type { P9Server } from "./server.ts";

export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly errno: number;

  constructor(errno: number) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

export interface ClientQid {
  readonly type: number;
  readonly version: number;
  readonly path: number;
}

export interface ClientAttributes {
  readonly qid: ClientQid;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly nlink: number;
  readonly rdev: number;
  readonly size: number;
  readonly blocks: number;
  readonly atime: readonly [number, number];
  readonly mtime: readonly [number, number];
  readonly ctime: readonly [number, number];
}

export interface ClientEntry {
  readonly name: string;
  readonly path: number;
  readonly offset: number;
  readonly type: number;
}

const ROOM = 131072;

/** The body of a reply, read field by field. */
class Reply {
  readonly view: DataView;
  at: number;

  constructor(view: DataView) {
    this.view = view;
    this.at = HEADER_BYTES;
  }

  u8(): number {
    this.at += 1;
    return this.view.getUint8(this.at - 1);
  }

  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  u64(): number {
    this.at += 8;
    return Number(this.view.getBigInt64(this.at - 8, true));
  }

  string(): string {
    return String.fromCharCode(...this.bytes(this.u16()));
  }

  bytes(length: number): Uint8Array {
    this.at += length;
    return new Uint8Array(
      this.view.buffer,
      this.view.byteOffset + this.at - length,
      length,
    ).slice();
  }

  qid(): ClientQid {
    return { type: this.u8(), version: this.u32(), path: this.u64() };
  }

  get done(): boolean {
    return this.at === this.view.byteLength;
  }
}

export class TestClient {
  readonly #server: P9Server;
  readonly #message = new Uint8Array(ROOM);
  readonly #reply = new Uint8Array(ROOM);
  readonly #writer = new MessageWriter();
  #nextFid = 1;
  #tag = 0;

  constructor(server: P9Server) {
    this.#server = server;
  }

  /** Sends a request of this type; the body of the answer. */
  call(type: number, write: (message: MessageWriter) => void): Reply {
    this.#writer.reset(this.#message, ROOM);
    write(this.#writer);
    this.#tag = (this.#tag + 1) & 0xffff;
    this.#writer.finish(type, this.#tag);
    const length = this.#server.request(this.#message, this.#reply);
    const view = new DataView(this.#reply.buffer, 0, length);
    if (view.getUint32(0, true) !== length) throw new Error("wrong size in the reply");
    if (view.getUint16(5, true) !== this.#tag) throw new Error("wrong tag in the reply");
    const reply = new Reply(view);
    if (view.getUint8(4) === MessageType.Rlerror) throw new ClientError(reply.u32());
    if (view.getUint8(4) !== type + 1) throw new Error(`reply of type ${view.getUint8(4)}`);
    return reply;
  }

  version(msize: number = ROOM, version: string = "9P2000.L"): { msize: number; version: string } {
    const reply = this.call(MessageType.Tversion, (out) => {
      out.u32(msize);
      out.string(version);
    });
    return { msize: reply.u32(), version: reply.string() };
  }

  /** A fid of the root. */
  attach(uid = 0): number {
    const fid = this.#nextFid++;
    this.call(MessageType.Tattach, (out) => {
      out.u32(fid);
      out.u32(0xffffffff);
      out.string("");
      out.string("");
      out.u32(uid);
    });
    return fid;
  }

  /** A new fid for the file at a path below another's; @throws ClientError ENOENT */
  walk(from: number, path: string): number {
    const names = path.split("/").filter((name) => name !== "");
    const fid = this.#nextFid++;
    const reply = this.call(MessageType.Twalk, (out) => {
      out.u32(from);
      out.u32(fid);
      out.u16(names.length);
      for (const name of names) out.string(name);
    });
    if (reply.u16() < names.length) throw new ClientError(2);
    return fid;
  }

  open(fid: number, flags = 0): ClientQid {
    return this.call(MessageType.Tlopen, (out) => {
      out.u32(fid);
      out.u32(flags);
    }).qid();
  }

  /** An open fid of a new file. */
  create(directory: number, name: string, flags = 2, mode = 0o644, gid = 0): number {
    const fid = this.walk(directory, "");
    this.call(MessageType.Tlcreate, (out) => {
      out.u32(fid);
      out.string(name);
      out.u32(flags);
      out.u32(mode);
      out.u32(gid);
    });
    return fid;
  }

  read(fid: number, position: number, count: number): Uint8Array {
    const reply = this.call(MessageType.Tread, (out) => {
      out.u32(fid);
      out.u64(position);
      out.u32(count);
    });
    return reply.bytes(reply.u32());
  }

  write(fid: number, position: number, data: Uint8Array): number {
    return this.call(MessageType.Twrite, (out) => {
      out.u32(fid);
      out.u64(position);
      out.u32(data.length);
      out.copy(data, 0, data.length);
    }).u32();
  }

  clunk(fid: number): void {
    this.call(MessageType.Tclunk, (out) => out.u32(fid));
  }

  remove(fid: number): void {
    this.call(MessageType.Tremove, (out) => out.u32(fid));
  }

  readdir(fid: number, offset: number, count: number): ClientEntry[] {
    const reply = this.call(MessageType.Treaddir, (out) => {
      out.u32(fid);
      out.u64(offset);
      out.u32(count);
    });
    reply.u32();
    const entries: ClientEntry[] = [];
    while (!reply.done) {
      const { path } = reply.qid();
      const next = reply.u64();
      const type = reply.u8();
      entries.push({ path, offset: next, type, name: reply.string() });
    }
    return entries;
  }

  getattr(fid: number): ClientAttributes {
    const reply = this.call(MessageType.Tgetattr, (out) => {
      out.u32(fid);
      out.u64(0x7ff);
    });
    reply.u64();
    const qid = reply.qid();
    const [mode, uid, gid] = [reply.u32(), reply.u32(), reply.u32()];
    const [nlink, rdev, size] = [reply.u64(), reply.u64(), reply.u64()];
    reply.u64();
    const blocks = reply.u64();
    const time = (): [number, number] => [reply.u64(), reply.u64()];
    const [atime, mtime, ctime] = [time(), time(), time()];
    return { qid, mode, uid, gid, nlink, rdev, size, blocks, atime, mtime, ctime };
  }

  setattr(
    fid: number,
    valid: number,
    values: {
      mode?: number;
      uid?: number;
      gid?: number;
      size?: number;
      atime?: readonly [number, number];
      mtime?: readonly [number, number];
    },
  ): void {
    this.call(MessageType.Tsetattr, (out) => {
      out.u32(fid);
      out.u32(valid);
      out.u32(values.mode ?? 0);
      out.u32(values.uid ?? 0);
      out.u32(values.gid ?? 0);
      out.u64(values.size ?? 0);
      for (const [s, ns] of [values.atime ?? [0, 0], values.mtime ?? [0, 0]]) {
        out.u64(s ?? 0);
        out.u64(ns ?? 0);
      }
    });
  }

  mkdir(directory: number, name: string, mode = 0o755, gid = 0): ClientQid {
    return this.call(MessageType.Tmkdir, (out) => {
      out.u32(directory);
      out.string(name);
      out.u32(mode);
      out.u32(gid);
    }).qid();
  }

  symlink(directory: number, name: string, target: string): ClientQid {
    return this.call(MessageType.Tsymlink, (out) => {
      out.u32(directory);
      out.string(name);
      out.string(target);
      out.u32(0);
    }).qid();
  }

  readlink(fid: number): string {
    return this.call(MessageType.Treadlink, (out) => out.u32(fid)).string();
  }

  mknod(directory: number, name: string, mode: number, major = 0, minor = 0): ClientQid {
    return this.call(MessageType.Tmknod, (out) => {
      out.u32(directory);
      out.string(name);
      for (const number of [mode, major, minor, 0]) out.u32(number);
    }).qid();
  }

  link(directory: number, fid: number, name: string): void {
    this.call(MessageType.Tlink, (out) => {
      out.u32(directory);
      out.u32(fid);
      out.string(name);
    });
  }

  unlink(directory: number, name: string, flags = 0): void {
    this.call(MessageType.Tunlinkat, (out) => {
      out.u32(directory);
      out.string(name);
      out.u32(flags);
    });
  }

  rename(from: number, oldName: string, to: number, newName: string): void {
    this.call(MessageType.Trenameat, (out) => {
      out.u32(from);
      out.string(oldName);
      out.u32(to);
      out.string(newName);
    });
  }
}
