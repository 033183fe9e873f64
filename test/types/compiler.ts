// SPDX-License-Identifier: MIT
/** Runs the compiler on files of this folder as a user's project would: `import … from "dce"`. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const root: string = join(import.meta.dirname, "../..");
const tsc = join(root, "node_modules/.bin/tsc");

/**
 * @param files in the working folder of the call, or absolute paths
 * @param name of a folder for the configuration, one for each caller
 * @returns what the compiler printed; "" when all is well
 */
export function compile(
  name: string,
  files: Readonly<Record<string, string>>,
  paths: readonly string[],
): string {
  const folder = join(root, ".build/types-check", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const compilerOptions = {
    composite: false,
    incremental: false,
    noEmit: true,
    emitDeclarationOnly: false,
    declaration: false,
    isolatedDeclarations: false,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    paths: { dce: [join(root, "src/index.ts")] },
  };
  const config = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions,
    files: [...Object.keys(files), ...paths],
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout, stderr } = spawnSync(tsc, ["-p", ".", "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(process.execPath, "..")}:${process.env["PATH"]}` },
  });
  return stdout + stderr;
}
