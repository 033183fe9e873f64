// SPDX-License-Identifier: MIT
/** The bridge modules of ports/linux/bridge, from text to bytes with the npm package wabt. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What is used of wabt. */
interface Wabt {
  parseWat(name: string, text: string, features: Readonly<Record<string, boolean>>): WatModule;
}

interface WatModule {
  validate(features: Readonly<Record<string, boolean>>): void;
  toBinary(options: { readonly write_debug_names: boolean }): { readonly buffer: Uint8Array };
  destroy(): void;
}

const names = ["bridge", "frames", "nic"];
const features = {
  bulk_memory: true,
  multi_memory: true,
  mutable_globals: true,
  sat_float_to_int: true,
};

/** A module's text with each `;;INCLUDE FILE` line replaced by that file. */
async function readText(folder: string, file: string): Promise<string> {
  const text = await readFile(join(folder, file), "utf8");
  const included = /^ *;;INCLUDE (\S+)$/m.exec(text);
  if (included === null) return text;
  const [line, name] = included;
  return text.replace(line, await readFile(join(folder, name ?? ""), "utf8"));
}

/** Writes bridge.wasm, frames.wasm and nic.wasm to `out`. `wabtFile`: its index.js. */
export async function buildBridges(folder: string, wabtFile: string, out: string): Promise<void> {
  const { default: load } = (await import(pathToFileURL(wabtFile).href)) as {
    readonly default: () => Promise<Wabt>;
  };
  const wabt = await load();
  for (const name of names) {
    const module = wabt.parseWat(`${name}.wat`, await readText(folder, `${name}.wat`), features);
    module.validate(features);
    await writeFile(join(out, `${name}.wasm`), module.toBinary({ write_debug_names: true }).buffer);
    module.destroy();
  }
}
