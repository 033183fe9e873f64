// SPDX-License-Identifier: MIT
/**
 * The ABI headers of arch/wasm32, made from upstream: type layouts from the musl tree's or1k, a
 * 32-bit architecture of the kernel's generic ABI, and call numbers from the kernel's table.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Headers that are right as they stand. */
const same = ["ipcstat", "msg", "posix", "reg", "sem", "setjmp", "shm", "stat", "stdint", "user"];

/** Rows of scripts/syscall.tbl that a new 32-bit architecture has. */
const abis = new Set(["common", "32", "stat64", "rlimit", "renameat"]);

/**
 * Calls of the `time32` group that musl names and that carry no time, or that it makes last when
 * the time64 form has failed.
 */
const kept = new Set(["wait4", "gettimeofday", "settimeofday", "nanosleep"]);

function replace(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`Cannot replace '${from}': it is not in the header`);
  return changed;
}

/** Little endian, `wchar_t` is int, `size_t` long as the compiler's, one set of time functions. */
export function emitTypes(or1k: string): string {
  const steps: readonly [string | RegExp, string][] = [
    ["4321", "1234"],
    ["TYPEDEF unsigned wchar_t", "TYPEDEF int wchar_t"],
    ["#define _Addr int", "#define _Addr long"],
    ["#define _Reg int", "#define _Reg long"],
    [/^.*_REDIR_TIME64.*\n/m, ""],
  ];
  return steps.reduce((text, [from, to]) => replace(text, from, to), or1k);
}

/**
 * `bits/syscall.h.in` from the kernel's scripts/syscall.tbl. Time is 64 bits wide throughout: the
 * plain name of a call with two forms has the number of its time64 form (`futex` is
 * futex_time64), so that musl never makes the 32-bit call.
 */
export function emitNumbers(table: string): string {
  const rows = table
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("#"))
    .map((line) => line.split(/\s+/) as [string, string, string]);
  const numbers = new Map<string, number>();
  for (const [number, abi, name] of rows) if (abis.has(abi)) numbers.set(name, Number(number));
  for (const [number, abi, name] of rows) {
    if (abi !== "time32") continue;
    const wide = numbers.get(`${name}_time64`) ?? numbers.get(`${name}64`);
    if (wide !== undefined) numbers.set(name, wide);
    if (kept.has(name)) numbers.set(name, Number(number));
  }
  const seek = numbers.get("llseek");
  if (seek === undefined) throw new Error("Cannot read the table of calls: it has no llseek");
  numbers.delete("llseek");
  // musl's name of it
  numbers.set("_llseek", seek);
  // musl makes the time64 form of this one only where the plain name is missing.
  numbers.delete("semtimedop");
  return [...numbers]
    .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
    .map(([name, number]) => `#define __NR_${name} ${number}\n`)
    .join("");
}

/**
 * Writes arch/wasm32/bits and arch/wasm32/kstat.h into a musl tree.
 * @param musl the tree, unpacked
 * @param table text of the kernel's scripts/syscall.tbl
 */
export function writeAbi(musl: string, table: string): void {
  const read = (...path: string[]): string => readFileSync(join(musl, "arch", ...path), "utf8");
  const bits = join(musl, "arch", "wasm32", "bits");
  const write = (name: string, text: string): void => writeFileSync(join(bits, name), text);
  mkdirSync(bits, { recursive: true });
  for (const name of same) write(`${name}.h`, read("or1k", "bits", `${name}.h`));
  write("limits.h", replace(read("or1k", "bits", "limits.h"), "8192", "4096"));
  // printf with its quad long double has a frame of 8 KiB
  write("signal.h", replace(read("or1k", "bits", "signal.h"), "SIGSTKSZ 8192", "SIGSTKSZ 16384"));
  // long double is IEEE quad
  write("float.h", read("aarch64", "bits", "float.h"));
  write("alltypes.h.in", emitTypes(read("or1k", "bits", "alltypes.h.in")));
  write("syscall.h.in", emitNumbers(table));
  write(join("..", "kstat.h"), read("or1k", "kstat.h"));
}
