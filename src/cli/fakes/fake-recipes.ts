// SPDX-License-Identifier: MIT
/** Builds that take no time: empty wasm modules in a folder of their own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError, EXIT } from "../exit-status.ts";
import type { RecipeService } from "../providers.ts";

/** The programs that fake-engine.ts knows. */
const PROGRAMS = [
  "iperf3",
  "exit",
  "crash",
  "spin",
  "forever",
  "cat",
  "clock",
  "throw",
  "realtime",
];
let top = "";
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

export function fakeRecipes(): RecipeService {
  return {
    commands: async () => new Map(PROGRAMS.map((name) => [name, "programs"])),
    async provide(names) {
      if (process.env["FAKE_MISSING"] !== undefined) {
        const cure = "sudo apt-get install --no-install-recommends clang-19";
        throw new CommandError(`System packages are missing. Run:\n${cure}`, EXIT.machine);
      }
      if (top === "") {
        top = mkdtempSync(join(tmpdir(), "dce-fake-"));
        process.once("exit", () => rmSync(top, { recursive: true, force: true }));
      }
      return names.map((name) => ({ name, version: "1.0", folder: makeOne(join(top, name)) }));
    },
    missingPackages: async () => [],
    list: async () => [
      {
        name: "programs",
        version: "1.0",
        licence: "MIT",
        state: "built",
        changedLines: 60,
        reason: "signals",
        commands: PROGRAMS,
      },
    ],
  };
}

function makeOne(folder: string): string {
  mkdirSync(join(folder, "root/usr/bin"), { recursive: true });
  for (const name of ["vmlinux", "bridge", "nic", "frames"]) {
    writeFileSync(join(folder, `${name}.wasm`), EMPTY_MODULE);
  }
  writeFileSync(join(folder, "syscalls.json"), "{}");
  writeFileSync(join(folder, "root/usr/bin/one"), EMPTY_MODULE);
  return folder;
}
