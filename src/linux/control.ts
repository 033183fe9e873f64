// SPDX-License-Identifier: MIT
/**
 * Records of the control device `/dev/dce`, the one way by which a host's init is told to configure
 * the host and to start, signal and report programs (semantics.md, Processes). Little endian; the C
 * side is ports/init/control.h.
 */
import { decodeUtf8, encodeUtf8 } from "../wasm/text.ts";

/** To init. */
const CONFIGURE = 1;
const START = 2;
const SIGNAL = 3;
const SIGNAL_ALL = 4;

/** From init. */
const READY = 1;
const STARTED = 2;
const EXITED = 3;
const FAILED = 4;

export interface ProgramStart {
  readonly id: number;
  readonly argv: readonly string[];
  /** `NAME=value`. */
  readonly env: readonly string[];
  readonly cwd: string;
  /** Path of the file that is descriptor 0; empty: /dev/null. */
  readonly stdin: string;
  readonly uid: number;
  readonly gid: number;
}

export type InitReport =
  | { readonly kind: "ready"; readonly id: number }
  | { readonly kind: "started"; readonly id: number; readonly pid: number }
  | { readonly kind: "exited"; readonly id: number; readonly waitStatus: number }
  | { readonly kind: "failed"; readonly id: number; readonly errno: number; readonly text: string };

export function emitConfigure(id: number, lines: readonly string[]): Uint8Array {
  return emit(CONFIGURE, id, [], lines.map((line) => `${line}\n`).join(""));
}

export function emitStart(program: ProgramStart): Uint8Array {
  const { uid, gid, argv, env } = program;
  const strings = [program.cwd, program.stdin, ...argv, ...env];
  const numbers = [uid, gid, argv.length, env.length];
  return emit(START, program.id, numbers, strings.map((one) => `${one}\0`).join(""));
}

/** To the process that was started under this id. */
export function emitSignal(id: number, signal: number): Uint8Array {
  return emit(SIGNAL, id, [signal], "");
}

/** To every process but init. */
export function emitSignalAll(signal: number): Uint8Array {
  return emit(SIGNAL_ALL, 0, [signal], "");
}

/** @throws RangeError: a record that init does not write */
export function parseReport(record: Uint8Array): InitReport {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const kind = view.getUint32(0, true);
  const id = view.getUint32(4, true);
  const value = view.getInt32(8, true);
  switch (kind) {
    case READY:
      return { kind: "ready", id };
    case STARTED:
      return { kind: "started", id, pid: value };
    case EXITED:
      return { kind: "exited", id, waitStatus: value };
    case FAILED:
      return { kind: "failed", id, errno: value, text: decodeUtf8(record.subarray(12)) };
    default:
      throw new RangeError(`report of kind ${kind} from init`);
  }
}

function emit(kind: number, id: number, numbers: readonly number[], tail: string): Uint8Array {
  const text = encodeUtf8(tail);
  const record = new Uint8Array(8 + 4 * numbers.length + text.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, kind, true);
  view.setUint32(4, id, true);
  for (const [i, number] of numbers.entries()) view.setInt32(8 + 4 * i, number, true);
  record.set(text, 8 + 4 * numbers.length);
  return record;
}
