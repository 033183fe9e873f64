// SPDX-License-Identifier: MIT
/**
 * The linker of dce-cc, started by clang through OUT/bin/dce-ld: wasm-ld, then the post-link step
 * that gives a program what C takes for granted, then the output file.
 *
 * Environment: `DCE_SYSROOT` names the built musl; `DCE_WASM_LD` another wasm-ld.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import module from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { postlink } from "../postlink/postlink.ts";
import { llvmVersion } from "../toolchain.ts";
import { emitLinkArguments, type LinkArguments, parseLinkArguments } from "./arguments.ts";
import { describeMismatch, isProbe, parseMismatches } from "./mismatch.ts";

const executable = 0o755;

/** Runs wasm-ld, shows what it says, and returns the exit status that the link has so far. */
function runLinker(link: LinkArguments, args: readonly string[]): number {
  const command = process.env.DCE_WASM_LD ?? `wasm-ld-${llvmVersion}`;
  const result = spawnSync(command, args, { stdio: ["ignore", "inherit", "pipe"] });
  if (result.error) {
    console.error(`dce-ld: error: cannot run '${command}': ${result.error.message}`);
    return 1;
  }
  const { mismatches, rest } = parseMismatches(result.stderr.toString());
  for (const line of rest) console.error(line);
  for (const mismatch of mismatches) console.error(describeMismatch(mismatch));
  if (result.status !== 0) return result.status ?? 1;
  return mismatches.some((mismatch) => link.fatalWarnings || !isProbe(mismatch)) ? 1 : 0;
}

/** Writes the program. Only a regular file is made executable: the output may be a device. */
function writeOutput(path: string, bytes: Uint8Array, relocatable: boolean): void {
  const before = statSync(path, { throwIfNoEntry: false });
  // A new file, so that a program that runs keeps its bytes.
  if (before?.isFile()) rmSync(path);
  writeFileSync(path, bytes);
  if (relocatable || !statSync(path).isFile()) return;
  chmodSync(path, executable & ~process.umask());
}

/** @returns the exit status */
function main(words: readonly string[], sysroot: string): number {
  const link = parseLinkArguments(words);
  if (link.information) return runLinker(link, link.inputs);
  const folder = mkdtempSync(join(tmpdir(), "dce-ld-"));
  try {
    // wasm-ld writes the file's name into the module, where the engine's stack traces find it.
    const linked = join(folder, basename(link.output));
    const status = runLinker(link, emitLinkArguments(link, sysroot, linked));
    if (status !== 0) return status;
    let bytes: Uint8Array = readFileSync(linked);
    if (!link.relocatable) bytes = postlink(bytes);
    writeOutput(link.output, bytes, link.relocatable);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

module.enableCompileCache?.();
try {
  process.exitCode = main(process.argv.slice(2), process.env.DCE_SYSROOT ?? "");
} catch (error) {
  console.error(`dce-ld: error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
